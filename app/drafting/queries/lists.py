"""Lists of drafts: what is counted is what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.approval.queries.returned import came_back
from app.core.asking import ME, MY_AGENCIES, given
from app.core.lists import FIRST, HASTE, Listing, Page, Place, among
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.models import Document, DocumentType
from app.correspondence.queries.sequels import sequels_of
from app.deadlines.queries.colours import DueColumns, colour_conditions, rank_of
from app.deadlines.queries.haste import by_haste
from app.deadlines.rules.wholes import PRESSED
from app.drafting.filters import DraftFilter
from app.drafting.models import Draft
from app.drafting.policy import OPEN_STATES
from app.organisation.models import Person
from app.records.policy import is_readable, readable_in


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
    answers_id: int | None
    document_id: int | None
    answers_sequels: Sequels
    sequels: Sequels
    """Of the document it became."""


_IS_OWN, _IS_ON_ITS_WAY = Draft.author_id == ME, Draft.state == "circulating"
_OF_AGENCY = Draft.agency_id.in_(MY_AGENCIES)
_TABS = {
    "mine": and_(_IS_OWN, Draft.state.in_(("drafting", "circulating"))),
    "circuit": and_(_IS_ON_ITS_WAY, or_(_IS_OWN, _OF_AGENCY)),
    "returned": and_(_IS_OWN, Draft.state == "drafting", came_back(Draft.record_id)),
    "signed": Draft.state.in_(("signed", "issued")),
    "all": _OF_AGENCY,
}
_BECAME = aliased(Document)

DRAFTS = Listing(
    name="drafting.index",
    title=N_("Drafts"),
    filter=DraftFilter,
    id=Draft.id,
    rows=select(
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
        func.coalesce(_BECAME.reference, ""),
        Draft.answers_id,
        Draft.document_id,
    )
    .join(DocumentType, DocumentType.code == Draft.type_code)
    .join(Person, Person.id == Draft.author_id)
    .outerjoin(Document, Document.id == Draft.answers_id)
    .outerjoin(_BECAME, _BECAME.id == Draft.document_id),
    readers=readable_in(Draft.record_id),
    where={"tab": among(_TABS)},
    searched=lambda _session, _wanted: {"kind": "draft"},
    counted=("returned",),
    sorts={
        HASTE: by_haste(Draft.urgency, Draft.due_at, Draft.changed_at),
        "due": Draft.due_at,
        "changed": Draft.changed_at,
    },
)
_COLOURS = colour_conditions(DueColumns(is_open=Draft.state.in_(OPEN_STATES), due_at=Draft.due_at))
RETURNED = DraftFilter(tab="returned")
WORST = func.min(rank_of({colour: _COLOURS[colour] for colour in PRESSED}))
"""The rank of the worst colour among some drafts; null where none presses."""


def drafts_page(
    session: Session,
    actor: Actor,
    wanted: DraftFilter,
    place: Place = FIRST,
    size: int | None = None,
) -> Page[DraftRow]:
    return DRAFTS.page(session, actor, wanted, place, size=size).of(
        lambda rows: _made(session, rows)
    )


def drafts_of(session: Session, actor: Actor, document_id: int) -> list[DraftRow]:
    """The drafts that answer a document, newest first, as far as the actor may read them."""
    rows = DRAFTS.rows.where(Draft.answers_id == document_id, DRAFTS.readers(actor))
    return _made(session, session.execute(rows.order_by(Draft.id.desc()), given(actor)).all())


def rows_of(session: Session, actor: Actor, record_ids: Sequence[int]) -> list[DraftRow]:
    """The rows of these records, those that the actor may read and whose document is not issued."""
    mine = Draft.record_id.in_(record_ids), Draft.state != "issued", DRAFTS.readers(actor)
    return _made(session, session.execute(DRAFTS.rows.where(*mine), given(actor)).all())


def reply_on_its_way(session: Session, actor: Actor, document_id: int) -> int | None:
    """The newest draft that answers a document and is not issued yet, if the actor may read it."""
    rows = select(Draft.id).where(
        Draft.answers_id == document_id,
        Draft.state.in_(("drafting", "circulating", "signed")),
        DRAFTS.readers(actor),
    )
    return session.scalar(rows.order_by(Draft.id.desc()).limit(1), given(actor))


class Correction(NamedTuple):
    """A letter that is being written to correct an issued document."""

    id: int
    author_name: str
    is_readable: bool


def corrections_on_their_way(session: Session, actor: Actor, document_id: int) -> list[Correction]:
    """Those of the document that are not issued yet, also where the actor may not read them."""
    rows = session.execute(_CORRECTIONS, given(actor, document_id=document_id))
    return [Correction(*row) for row in rows]


_CORRECTIONS = (
    select(Draft.id, Person.name, is_readable(Draft.record_id))
    .join(Person, Person.id == Draft.author_id)
    .where(
        Draft.corrects_id == bindparam("document_id"),
        Draft.state.in_(("drafting", "circulating", "signed")),
    )
    .order_by(Draft.id)
)


def _made(session: Session, rows: Sequence[Any]) -> list[DraftRow]:
    named = {one for row in rows for one in (row.answers_id, row.document_id) if one}
    known = sequels_of(session, named)
    return [
        DraftRow(*(*row, known.get(row.answers_id, ()), known.get(row.document_id, ())))
        for row in rows
    ]
