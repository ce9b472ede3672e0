"""Noting what was found: how each invariant stands, who is told, what is mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import refuse_for
from app.core.feature import Found, Invariant, Mending, Repair
from app.core.installation import Engines
from app.core.jobs import call_for
from app.core.outbox import publish
from app.core.policy import Actor
from app.organisation.service import raise_epoch
from app.watchdog import rules
from app.watchdog.events import Broke, WholeAgain
from app.watchdog.models import Watch

CHECK = "watchdog.check"
"""The round that looks at whatever is due."""


@dataclass(frozen=True)
class Looked:
    """What was found of an invariant; with an error nothing is known, and `found` is the last."""

    invariant: Invariant
    found: Found
    error: str
    at: datetime
    took_ms: int

    @property
    def state(self) -> str:
        return "unknown" if self.error else self.found.state


def note(session: Session, looked: Iterable[Looked]) -> None:
    """Write how these stand. Keepers are told once of all that has been ill for a while, and once
    of all that they were told of and that is whole again."""
    rows = {row.name: row for row in session.scalars(select(Watch).with_for_update())}
    broke: list[tuple[Watch, Looked]] = []
    whole: list[tuple[Watch, Looked]] = []
    for one in looked:
        row = rows.setdefault(one.invariant.name, Watch(name=one.invariant.name, told_key=""))
        session.add(row)
        if _stand(row, one):
            raise_epoch(session)
        if rules.is_to_be_told(row.ill_since, row.told_key, one.at):
            broke.append((row, one))
        elif row.told_key and row.ill_since is None:
            whole.append((row, one))
    session.flush()
    _tell_broken(session, broke)
    _tell_whole(session, whole, rows.values())


def forget_others(session: Session, invariants: Iterable[Invariant]) -> None:
    """What no feature looks after any more has no row."""
    names = [one.name for one in invariants]
    session.execute(delete(Watch).where(Watch.name.not_in(names)))


def _stand(row: Watch, one: Looked) -> bool:
    """Whether it stands otherwise than before."""
    found = one.found.as_json()
    changed = (row.state, row.found) != (one.state, found)
    if row.state != one.state:
        row.state, row.since = one.state, one.at
    if one.state not in rules.ILL:
        row.ill_since = row.mending_since = row.mending_by_id = None
    elif row.ill_since is None:
        row.ill_since = one.at
    row.checked_at, row.took_ms = one.at, one.took_ms
    row.found, row.error = found, one.error
    return changed


def _tell_broken(session: Session, broke: Sequence[tuple[Watch, Looked]]) -> None:
    key = f"watch:{clock.now().isoformat()}"
    for row, one in broke:
        row.told_key = key
        values = {"error": one.error} if one.error else {}
        _record(session, None, "unknown" if one.error else "broke", row, one.invariant, **values)
    if broke:
        publish(session, Broke(key, [one.invariant.name for _row, one in broke]))


def _tell_whole(
    session: Session, whole: Sequence[tuple[Watch, Looked]], rows: Iterable[Watch]
) -> None:
    before = {row.told_key for row, _one in whole}
    for row, one in whole:
        row.told_key = ""
        _record(session, None, "whole", row, one.invariant)
    if whole:
        settled = sorted(before - {row.told_key for row in rows})
        names = [one.invariant.name for _row, one in whole]
        publish(session, WholeAgain(f"whole:{clock.now().isoformat()}", names, settled))


def look_again(session: Session, name: str | None = None) -> None:
    """Have this one, or all, looked at by the worker at once."""
    rows = update(Watch).values(checked_at=None)
    session.execute(rows if name is None else rows.where(Watch.name == name))
    call_for(session, CHECK)


def mend(
    session: Session, actor: Actor, engines: Engines, looked: Looked, repair: Repair, seen: str
) -> None:
    """Carry the repair out on what was found a moment before, if that is what the actor `seen`;
    Refused otherwise, and while another mends it."""
    actor.needs(repair.right)
    one = looked.invariant
    row = session.scalars(select(Watch).where(Watch.name == one.name).with_for_update()).one()
    mending = rules.is_mending(row.mending_since, row.state, clock.now())
    refuse_for(rules.problems_of_mending(looked.found.likeness, seen, mending))
    repair.act(Mending(session, actor, looked.found, engines))
    row.mending_since, row.mending_by_id = clock.now(), actor.person_id
    _record(session, actor, "mended", row, one, how_word=repair.label, count=looked.found.count)
    look_again(session, one.name)


def _record(
    session: Session, actor: Actor | None, act: str, row: Watch, one: Invariant, **values: Any
) -> None:
    subject = Subject("watch", row.id)
    record(session, actor, f"watchdog.{act}", subject, what_word=one.words, **values)
