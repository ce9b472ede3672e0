"""What waits for whoever asks: turns on records of any kind, each with the face of its record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, join

from app.approval.filters import TurnFilter
from app.approval.models import Approval, CircuitStep
from app.approval.policy import turn_of_actor
from app.core.asking import given
from app.core.lists import FIRST, HASTE, Listing, Page, Place
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries.colours import DueColumns, colour_conditions, rank_of
from app.deadlines.queries.haste import by_haste
from app.deadlines.rules.wholes import PRESSED
from app.organisation.models import Person
from app.records.kinds import Face, faces
from app.records.models import Record
from app.records.policy import is_readable
from app.records.queries import urgency_of

_DUE = func.coalesce(CircuitStep.due_at, Approval.due_at)
"""Until when this opinion is awaited, or the record has to be done."""
_IS_READABLE = is_readable(CircuitStep.record_id)
_TURNS = join(CircuitStep, Approval, Approval.record_id == CircuitStep.record_id)

TURNS = Listing(
    name="approval.index",
    title=N_("Waiting for my approval"),
    filter=TurnFilter,
    id=CircuitStep.id,
    rows=select(
        CircuitStep.id,
        CircuitStep.record_id,
        Record.kind.label("record_kind"),
        CircuitStep.kind,
        CircuitStep.person_id,
        Person.name,
        CircuitStep.began_at,
        _DUE.label("due_at"),
    )
    .select_from(_TURNS)
    .join(Record, Record.id == CircuitStep.record_id)
    .join(Person, Person.id == CircuitStep.person_id),
    source=_TURNS,
    readers=lambda _actor: _IS_READABLE,
    within=(turn_of_actor.for_sql,),
    where={},
    sorts={
        HASTE: by_haste(urgency_of(CircuitStep.record_id), _DUE, CircuitStep.began_at),
        "due": _DUE,
    },
)
"""Only steps of rounds under way are current: what ends a round settles or skips them."""

_COLOURS = colour_conditions(DueColumns(is_open=CircuitStep.is_live.is_(True), due_at=_DUE))
WORST = func.min(rank_of({colour: _COLOURS[colour] for colour in PRESSED}))
"""The rank of the worst colour among some turns; null where none presses."""


class WaitingTurn(NamedTuple):
    """A turn of whoever asks, with the face of the record that it is on."""

    id: int
    record_id: int
    record_kind: str
    kind: str
    person_id: int
    person: str
    began_at: datetime
    due_at: datetime | None
    face: Face


def turns_page(
    session: Session,
    actor: Actor,
    wanted: TurnFilter,
    place: Place = FIRST,
    size: int | None = None,
) -> Page[WaitingTurn]:
    found = TURNS.page(session, actor, wanted, place, size=size)
    return found.of(lambda rows: _with_faces(session, rows))


def _with_faces(session: Session, rows: Sequence[Any]) -> list[WaitingTurn]:
    shown = faces(session, ((row.record_id, row.record_kind) for row in rows))
    return [WaitingTurn._make((*row, shown[row.record_id])) for row in rows]


_OTHERS = (
    TURNS.rows.with_only_columns(CircuitStep.record_id)
    .where(_IS_READABLE, turn_of_actor.for_sql)
    .order_by(*TURNS.sorts[HASTE])
    .limit(1)
)


def waiting_next(session: Session, actor: Actor, record_id: int) -> int | None:
    """The record that presses this actor most, other than this one."""
    return session.scalar(_OTHERS.where(CircuitStep.record_id != record_id), given(actor))
