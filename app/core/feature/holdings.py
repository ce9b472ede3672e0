"""What people, units and posts hold, for whoever takes it over when they move."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.policy import Actor


class Held(NamedTuple):
    """One thing that is open with its holder."""

    id: int
    mark: int
    """Another after every act on it; the same as long as nobody acted."""
    record_id: int | None
    said: str
    """What it is called, where it is no record's."""
    due_at: datetime | None
    stays: str
    """Message id: why it cannot be handed over; empty where it can."""


def stays_put(
    _session: Session, _actor: Actor, _ids: Collection[int], _source: str, _target: str, _back: bool
) -> None:
    """Of a sort that is looked at before and goes nowhere: each says why it stays."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holding:
    """A sort of things that are held, and move as they are to another holder.

    `rows` is asked for the columns of `Held` (`held` takes them in their order) of whatever is
    open, whoever holds it; narrowed by `agency_id`, and by `held_by(number)` to one holder: a
    person ("p"), a unit ("u"), a post ("o") or an agency ("a"), as `of` says. `move(session, actor,
    ids, source, target, back)` gives these to another holder of the same sort (by tokens, "p12"),
    with the rights to read what they are about; `back` where a handing over is taken back: then
    what the source came to read by it ends. Its statements do not grow with the things.
    """

    name: str
    """Stable, and kept in data: "work.lines"."""
    words: str
    of: str
    rows: Select[*tuple[Any, ...]]
    id: InstrumentedAttribute[int]
    agency_id: InstrumentedAttribute[int]
    held_by: Callable[[int], ColumnElement[bool]]
    move: Callable[[Session, Actor, Collection[int], str, str, bool], None]
    needs: str = "assignments.work"
    """The permission of whoever can take it over, where that is a person."""
    icon: str = "list-check"
    goes_with_papers: bool = False
    """Of things of agencies: whoever deals with the paper that one is about goes on with it, also
    where it was begun after a merger that is undone."""

    def held(
        self,
        session: Session,
        holder: str,
        agency_ids: Collection[int],
        ids: Collection[int] | None = None,
    ) -> list[Held]:
        """What this holder ("p12") has open in these agencies, the oldest first; of these, if
        named."""
        number = int(holder[1:])
        rows = self.rows.where(self.held_by(number))
        if self.of == "p":  # at work in several agencies; all others are of one
            rows = rows.where(self.agency_id.in_(agency_ids))
        if ids is not None:
            rows = rows.where(self.id.in_(ids))
        return [Held(*row) for row in session.execute(rows.order_by(self.id))]
