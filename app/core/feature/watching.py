"""What must never be false: how it is asked, what is found, and how it is put right."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core.policy import Actor

NAMED = 50
"""So many of what breaks an invariant are kept by name; all are counted, as far as"""
COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One thing that breaks an invariant: plain JSON values, shown in the reader's language.

    A value whose name ends in `_word` is a message id.
    """

    words: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    records: Sequence[int] = ()
    """Named by what everybody may know of them: kind, number and day."""
    person_id: int | None = None
    unit_id: int | None = None
    since: str = ""
    """ISO moment since when it is so, where that is known."""

    @property
    def is_what(self) -> tuple[Any, ...]:
        """What it is about, whatever its figures are meanwhile."""
        return self.words, *self.records, self.person_id, self.unit_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found. Without a breach the invariant holds."""

    breaches: Sequence[Breach] = ()
    count: int = 0
    """All that break it; at least those named."""
    is_near: bool = False
    """It holds, but not for long, or in part."""
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    """In figures what was found, whether it holds or not."""
    mark: str = ""
    """How far a check came that goes on where it stopped."""

    @property
    def state(self) -> str:
        return "broken" if self.breaches else "near" if self.is_near else "kept"

    @property
    def likeness(self) -> str:
        """The same as long as the same things break it, whatever their figures; empty for none."""
        if not self.breaches:
            return ""
        what = sorted(json.dumps(one.is_what) for one in self.breaches)
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, breaches: Sequence[Breach], **more: Any) -> "Found":
        """These, of which the first are named."""
        return cls(breaches=breaches[:NAMED], count=len(breaches), **more)

    @classmethod
    def kept(cls, told: Mapping[str, Any]) -> "Found":
        """As `asdict` wrote it."""
        return cls(**{**told, "breaches": [Breach(**one) for one in told.get("breaches", ())]})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Watching:
    """What a check may ask: a session that only reads, the Engines, the Features."""

    session: Session
    engines: Any
    features: Any
    before: Found
    """What the check before this one found."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What a repair works with: the transaction, who asked, and what a check just found."""

    session: Session
    actor: Actor
    found: Found
    engines: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """How what breaks an invariant is put right with one press, where that harms nobody."""

    label: str
    changes: str
    """What pressing changes, and how that is taken back."""
    right: str = "system.watch"
    act: Callable[[Mending], object]
    """In one transaction, safe to do twice; Refused where it can do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Invariant:
    """What must never be false, for the watchdog. Its texts are message ids."""

    name: str
    """Stable, and kept in data: "work.closed_without_open_lines"."""
    words: str
    """What holds, as a sentence."""
    hurts: str
    """Who is hurt while it does not, and how."""
    check: Callable[[Watching], Found]
    """Ends within seconds; what it raises means that nothing is known."""
    repair: Repair | None = None
    opens: str = ""
    """The endpoint of the page where a person sees and mends it."""
    every: timedelta = timedelta(minutes=5)
    keeps_from_noting: bool = False
    """While it is broken nothing can be written: it is looked at whenever somebody asks too."""


def records_breaking(rows: Callable[[], Select[int]]) -> Callable[[Watching], Found]:
    """A check by one statement: the ids of the records that break the invariant."""

    def check(watching: Watching) -> Found:
        ids = watching.session.scalars(rows().limit(COUNTED)).all()
        return Found.of([Breach(records=[one]) for one in ids])

    return check
