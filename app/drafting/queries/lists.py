"""Lists of drafts: what is counted is what is shown."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.approval.policy import APPROVE, SIGNING
from app.approval.queries.returned import came_back
from app.approval.queries.turns import waits_for
from app.core.counting import Counting
from app.core.policy import Actor
from app.correspondence.models import Document, DocumentType
from app.deadlines.queries.colours import DueColumns, colour_conditions, rank_of
from app.deadlines.rules.wholes import PRESSED
from app.drafting.models import Draft
from app.drafting.policy import OPEN_STATES, readable
from app.organisation.models import Person

VIEWS = ("waiting", "mine", "circuit", "returned", "signed", "all")
PAGE_ROWS = 30


@dataclass(frozen=True)
class DraftRow:
    """One line of a list of drafts."""

    id: int
    record_id: int
    subject: str
    type_name: str
    state: str
    urgency: int
    author_id: int
    author_name: str
    due_at: datetime | None
    changed_at: datetime
    answers_reference: str
    reference: str
    """Of the document it became; empty before that one has its number."""


@dataclass(frozen=True)
class DraftPage:
    """Rows newest first, and whether there are newer and older ones."""

    rows: tuple[DraftRow, ...]
    has_newer: bool
    has_older: bool


def waiting_for(actor: Actor) -> ColumnElement[bool]:
    """Drafts in whose circuit it is this actor's turn."""
    return and_(Draft.state == "circulating", waits_for(actor, Draft.record_id))


@lru_cache(maxsize=256)
def view_filter(actor: Actor, view: str) -> ColumnElement[bool]:
    """What a tab shows; an unknown one shows all that may be read."""
    own = Draft.author_id == actor.person_id
    mine: dict[str, ColumnElement[bool]] = {
        "waiting": waiting_for(actor),
        "mine": and_(own, Draft.state.in_(("drafting", "circulating"))),
        "circuit": and_(Draft.state == "circulating", or_(own, Draft.agency_id == actor.agency_id)),
        "returned": and_(own, Draft.state == "drafting", came_back(Draft.record_id)),
        "signed": Draft.state.in_(("signed", "issued")),
    }
    return and_(readable(actor), mine.get(view, Draft.agency_id == actor.agency_id))


def counting_waiting(actor: Actor) -> Counting:
    """How many drafts wait for this actor: the number on the tab, the desk and the navigation."""
    waiting = counting(actor, "waiting")
    return waiting if actor.may(APPROVE) or actor.may(SIGNING) else waiting.where(false())


def waiting_count(session: Session, actor: Actor) -> int:
    return session.scalar(counting_waiting(actor)) or 0


def counting(actor: Actor, view: str) -> Counting:
    """How many rows a tab opens, all pages together."""
    return select(func.count()).select_from(Draft).where(view_filter(actor, view))


_COLOURS = colour_conditions(DueColumns(is_open=Draft.state.in_(OPEN_STATES), due_at=Draft.due_at))
WORST = func.min(rank_of({colour: _COLOURS[colour] for colour in PRESSED}))
"""The rank of the worst colour among some drafts; null where none presses."""


def count(session: Session, actor: Actor, view: str) -> int:
    return session.scalar(counting(actor, view)) or 0


def drafts_page(
    session: Session, actor: Actor, view: str, *, before: int | None, after: int | None
) -> DraftPage:
    """A page of the view: the rows before one id, or the nearest ones after another."""
    wanted = _rows().where(view_filter(actor, view))
    if after is not None:
        newer = wanted.where(Draft.id > after).order_by(Draft.id).limit(PAGE_ROWS + 1)
        found = _read(session, newer)
        more = len(found) > PAGE_ROWS
        return DraftPage(tuple(reversed(found[:PAGE_ROWS])), more, True)
    if before is not None:
        wanted = wanted.where(Draft.id < before)
    found = _read(session, wanted.order_by(Draft.id.desc()).limit(PAGE_ROWS + 1))
    return DraftPage(tuple(found[:PAGE_ROWS]), before is not None, len(found) > PAGE_ROWS)


def drafts_of(session: Session, actor: Actor, document_id: int) -> list[DraftRow]:
    """The drafts that answer a document, newest first, as far as the actor may read them."""
    rows = session.execute(_answering(actor), {"document_id": document_id})
    return [DraftRow(*row) for row in rows]


@lru_cache(maxsize=32)
def _answering(actor: Actor) -> Select[*tuple[Any, ...]]:
    wanted = _rows().where(Draft.answers_id == bindparam("document_id"), readable(actor))
    return wanted.order_by(Draft.id.desc())


def reply_on_its_way(session: Session, actor: Actor, document_id: int) -> int | None:
    """The newest draft that answers a document and is not issued yet, if the actor may read it."""
    return session.scalar(_on_its_way(actor), {"document_id": document_id})


@lru_cache(maxsize=32)
def _on_its_way(actor: Actor) -> Select[int]:
    wanted = select(Draft.id).where(
        Draft.answers_id == bindparam("document_id"),
        Draft.state.in_(("drafting", "circulating", "signed")),
        readable(actor),
    )
    return wanted.order_by(Draft.id.desc()).limit(1)


@cache
def _rows() -> Select[*tuple[Any, ...]]:
    became = aliased(Document)
    return (
        select(
            Draft.id,
            Draft.record_id,
            Draft.subject,
            DocumentType.name,
            Draft.state,
            Draft.urgency,
            Draft.author_id,
            Person.name,
            Draft.due_at,
            Draft.changed_at,
            func.coalesce(Document.reference, ""),
            func.coalesce(became.reference, ""),
        )
        .join(DocumentType, DocumentType.code == Draft.type_code)
        .join(Person, Person.id == Draft.author_id)
        .outerjoin(Document, Document.id == Draft.answers_id)
        .outerjoin(became, became.id == Draft.document_id)
    )


def _read(session: Session, rows: Select[*tuple[Any, ...]]) -> list[DraftRow]:
    return [DraftRow(*row) for row in session.execute(rows)]
