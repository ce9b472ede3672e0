"""Reading dossiers: lists, members as far as they may be read, their story, their loose ends."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.audit.models import AuditEntry
from app.audit.queries import TrailRow
from app.core import clock
from app.core.asking import MY_PERSONS, MY_UNITS, given
from app.core.errors import NotFound
from app.core.feature import Face
from app.core.lists import Listing, among, contains, equals
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import called
from app.correspondence.models import Document, DocumentType
from app.correspondence.policy import IS_READABLE
from app.correspondence.queries import is_answered
from app.correspondence.queries.sequels import sequels_in
from app.dossiers.filters import DossierFilter
from app.dossiers.models import Dossier, DossierRecord
from app.dossiers.policy import keeps, sees
from app.dossiers.rules import DossierEntry, EntryFacts, Loose
from app.drafting.models import Draft
from app.files.models import RecordFile
from app.organisation.models import Person, Unit
from app.organisation.queries import person_names, unit_names
from app.organisation.queries.validity import valid_on
from app.records.kinds import faces
from app.records.models import Record
from app.records.policy import is_readable
from app.work.models import Assignment

STORY_LENGTH = 300
CHOICES = 60
UNTOLD = ("correspondence.opened", "correspondence.downloaded", "correspondence.file_read")
"""Reading is in the trail of each document; the story of the work leaves it out."""


_IS_OPEN = Dossier.closed_on.is_(None)
_TABS = {
    "mine": _IS_OPEN & Dossier.owner_id.in_(MY_PERSONS),
    "unit": _IS_OPEN & Dossier.unit_id.in_(MY_UNITS),
    "agency": _IS_OPEN,
    "closed": Dossier.closed_on.is_not(None),
}
DOSSIERS = Listing(
    name="dossiers.index",
    title=N_("Dossiers"),
    filter=DossierFilter,
    id=Dossier.id,
    rows=select(
        Dossier.id,
        Dossier.code,
        Dossier.title,
        Dossier.year,
        Dossier.opened_on,
        Dossier.closed_on,
        Dossier.retention,
        Person.name.label("owner_name"),
        Unit.short_name.label("unit_name"),
    )
    .join(Person, Person.id == Dossier.owner_id)
    .outerjoin(Unit, Unit.id == Dossier.unit_id),
    readers=lambda _actor: sees.for_sql,
    where={
        "tab": among(_TABS),
        "text": contains(Dossier.folded),
        "year": equals(Dossier.year),
    },
    counted=("mine", "unit", "agency"),
)


def document_counts(session: Session, dossier_ids: Iterable[int]) -> dict[int, int]:
    """How many documents lie in each of these dossiers."""
    rows = (
        select(DossierRecord.dossier_id, func.count())
        .where(DossierRecord.dossier_id.in_(list(dossier_ids)))
        .group_by(DossierRecord.dossier_id)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def document_count(session: Session, dossier_id: int) -> int:
    return document_counts(session, [dossier_id]).get(dossier_id, 0)


@dataclass(frozen=True)
class Membership:
    """A dossier in which a document lies, for the document's page."""

    id: int
    code: str
    title: str
    year: int
    is_closed: bool


def dossiers_of(session: Session, actor: Actor, document_id: int) -> list[Membership]:
    """The dossiers in which this document lies, as far as the actor may open them."""
    return [
        Membership(row.id, row.code, row.title, row.year, row.closed_on is not None)
        for row in session.execute(_HOLDING, given(actor, document_id=document_id))
    ]


_HOLDING = (
    select(Dossier.id, Dossier.code, Dossier.title, Dossier.year, Dossier.closed_on)
    .join(DossierRecord, DossierRecord.dossier_id == Dossier.id)
    .where(DossierRecord.record_id == bindparam("document_id"), sees.for_sql)
    .order_by(Dossier.id)
)


def open_ones(session: Session, actor: Actor) -> list[Any]:
    """Open dossiers the actor keeps, newest first: those a document can be put into."""
    return list(session.execute(_OPEN_ONES, given(actor)))


_OPEN_ONES = (
    select(Dossier.id, Dossier.code, Dossier.title, Dossier.year)
    .where(keeps.for_sql, Dossier.closed_on.is_(None))
    .order_by(Dossier.id.desc())
    .limit(CHOICES)
)


# -- One dossier -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """A record in a dossier that the reader may open; most are documents."""

    id: int
    ordinal: int
    kind: str
    state: str
    number: int | None
    reference: str
    subject: str
    type_name: str
    issuer: str
    issued_on: date | None
    pages: int | None
    note: str
    added_at: datetime
    sequels: Sequels = ()


def members(session: Session, actor: Actor, dossier_id: int) -> list[Member]:
    """What lies in a dossier and the actor may read, in the order in which it came in."""
    documents = _documents(session, actor, dossier_id)
    others = _others(session, actor, dossier_id, {one.id for one in documents})
    return sorted([*documents, *others], key=lambda member: member.ordinal)


def _others(
    session: Session, actor: Actor, dossier_id: int, documents: Collection[int]
) -> list[Member]:
    """What is no document, as its kind shows it."""
    rows = (
        select(DossierRecord, Record.kind)
        .join(Record, Record.id == DossierRecord.record_id)
        .where(
            DossierRecord.dossier_id == dossier_id,
            DossierRecord.record_id.not_in(documents),
            is_readable(DossierRecord.record_id),
        )
    )
    held = session.execute(rows, given(actor)).all()
    known = faces(session, ((row.record_id, kind) for row, kind in held))
    return [_member(row, known[row.record_id]) for row, _kind in held]


def _member(row: DossierRecord, face: Face) -> Member:
    return Member(
        id=row.record_id,
        ordinal=row.ordinal,
        kind=face.kind,
        state="",
        number=face.number,
        reference=face.reference,
        subject=face.subject,
        type_name=face.sort,
        issuer=face.source,
        issued_on=face.dated,
        pages=None,
        note="",
        added_at=row.added_at,
    )


def _documents(session: Session, actor: Actor, dossier_id: int) -> list[Member]:
    rows = session.execute(_MEMBERS, given(actor, dossier_id=dossier_id))
    return [Member(*row) for row in rows]


_FILE_PAGES = (
    select(func.sum(RecordFile.page_count))
    .where(RecordFile.record_id == Document.id, RecordFile.removed_at.is_(None))
    .correlate(Document)
    .scalar_subquery()
)
"""The pages of a document's files, where the clerk wrote no count."""
_MEMBERS: Select[*tuple[Any, ...]] = (
    select(
        Document.id,
        DossierRecord.ordinal,
        Document.kind,
        Document.state,
        Document.number,
        Document.reference,
        Document.subject,
        DocumentType.name,
        Document.issuer,
        Document.issued_on,
        func.coalesce(Document.pages, _FILE_PAGES),
        Document.note,
        DossierRecord.added_at,
        sequels_in(Document),
    )
    .join(DossierRecord, DossierRecord.record_id == Document.id)
    .join(DocumentType, DocumentType.code == Document.type_code)
    .where(DossierRecord.dossier_id == bindparam("dossier_id"), IS_READABLE)
    .order_by(DossierRecord.ordinal)
)


def story(session: Session, members: Sequence[Member], dossier_id: int) -> list[TrailRow]:
    """What happened to these documents, their lines and drafts, and to the dossier, oldest first.

    Where the dossier's own entries name a document that the reader may not open, they are masked.
    """
    shown = TrailRow.__dataclass_fields__.keys() - {"is_masked"}
    columns = [getattr(AuditEntry, name).label(name) for name in shown]
    ids = frozenset(member.id for member in members)
    of_dossier = (AuditEntry.object_kind == "dossier") & (AuditEntry.object_id == dossier_id)
    of_documents = AuditEntry.record_id.in_(ids) & (AuditEntry.object_kind != "dossier")
    rows = select(*columns).where(or_(of_documents, of_dossier), AuditEntry.action.not_in(UNTOLD))
    newest = session.execute(rows.order_by(AuditEntry.id.desc()).limit(STORY_LENGTH)).mappings()
    return [TrailRow(**row, is_masked=row["record_id"] not in {None, *ids}) for row in newest][::-1]


@dataclass(frozen=True)
class Facts:
    """A dossier with the names behind its ids."""

    owner_name: str
    unit_name: str


def must_lie_in(session: Session, dossier_id: int, record_id: int) -> None:
    """NotFound where the record lies in another dossier, or no longer in this one."""
    if session.get(DossierRecord, (dossier_id, record_id)) is None:
        raise NotFound


def readable_members(session: Session, actor: Actor, dossier_id: int) -> list[DossierRecord]:
    """What lies in the dossier and the actor may read, in order."""
    rows = select(DossierRecord).where(
        DossierRecord.dossier_id == dossier_id, is_readable(DossierRecord.record_id)
    )
    return list(session.scalars(rows.order_by(DossierRecord.ordinal), given(actor)))


def facts_of(session: Session, dossier: Dossier) -> Facts:
    owners = person_names(session, [dossier.owner_id])
    units = unit_names(session, [dossier.unit_id])
    return Facts(owners.get(dossier.owner_id, ""), units.get(dossier.unit_id or 0, ""))


# -- Opening and closing ---------------------------------------------------------------------------


def entry_facts(
    session: Session, actor: Actor, entry: DossierEntry, dossier: Dossier | None
) -> EntryFacts:
    """What the rules ask about an entry: is its number free, are its holders of the agency."""
    same = select(Dossier.id).where(
        Dossier.agency_id == (dossier.agency_id if dossier is not None else actor.agency_id),
        Dossier.year == entry.year,
        Dossier.code == entry.code,
        Dossier.id != (dossier.id if dossier is not None else 0),
    )
    return EntryFacts(
        today=clock.today(),
        is_code_taken=session.scalar(same.limit(1)) is not None,
        owners=frozenset(owner_id for owner_id, _name in owners(session, actor)),
        units=frozenset(unit_id for unit_id, _name in units(session, actor)),
    )


def owners(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Persons of the agency who may be given a dossier to keep."""
    keepers = takers(session, actor.agency_id or 0, "dossiers.keep")
    rows = select(Person.id, Person.name).where(Person.id.in_(keepers)).order_by(Person.name_key)
    return [(row.id, row.name) for row in session.execute(rows)]


def units(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Units of the agency today."""
    rows = select(Unit.id, Unit.name).where(Unit.agency_id == actor.agency_id, valid_on(Unit))
    return [(row.id, row.name) for row in session.execute(rows.order_by(Unit.position, Unit.id))]


def proposed_code(session: Session, actor: Actor, unit_id: int | None, year: int) -> str:
    """The next number and symbol of the unit's list: "05.VHXH"."""
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    symbol = unit.symbol if unit is not None and unit.symbol else "VP"
    taken = select(Dossier.code).where(
        Dossier.agency_id == actor.agency_id,
        Dossier.year == year,
        Dossier.code.endswith(f".{symbol}", autoescape=True),
    )
    numbers = [code.split(".")[0] for code in session.scalars(taken)]
    last = max((int(number) for number in numbers if number.isdigit()), default=0)
    return f"{last + 1:02d}.{symbol}"


def loose_ends(session: Session, actor: Actor, dossier_id: int) -> Loose:
    """What is unfinished among the documents: each in words, as far as the actor may read it."""
    named = Document.reference, Document.subject, IS_READABLE
    works = exists().where(
        Assignment.record_id == Document.id,
        Assignment.state == "open",
        Assignment.role != "information",
    )
    lines = select(*named).where(_lies_in(dossier_id), works)
    unanswered = select(*named).where(
        _lies_in(dossier_id),
        Document.kind == "incoming",
        Document.reply_required.is_(True),
        Document.state.in_(("registered", "directed")),
        ~is_answered(Document.id),
    )
    asking = given(actor)
    return Loose(
        open_lines=[_named(*row) for row in session.execute(lines.order_by(Document.id), asking)],
        unanswered=[
            _named(*row) for row in session.execute(unanswered.order_by(Document.id), asking)
        ],
        unissued=_unissued(session, actor, dossier_id),
    )


def _unissued(session: Session, actor: Actor, dossier_id: int) -> list[str]:
    drafts = (
        select(literal(""), Draft.subject, is_readable(Draft.record_id))
        .join(Document, Document.id == Draft.answers_id)
        .where(_lies_in(dossier_id), Draft.state.in_(("drafting", "circulating")))
    )
    signed = select(literal(""), Document.subject, IS_READABLE).where(
        _lies_in(dossier_id), Document.kind == "outgoing", Document.state == "signed"
    )
    asking = given(actor)
    waiting = [
        *session.execute(drafts.order_by(Draft.id), asking),
        *session.execute(signed, asking),
    ]
    return list(dict.fromkeys(_named(*row) for row in waiting))


def _lies_in(dossier_id: int) -> ColumnElement[bool]:
    held = select(DossierRecord.record_id).where(DossierRecord.dossier_id == dossier_id)
    return Document.id.in_(held)


def _named(reference: str, subject: str, is_readable: bool) -> str:
    return called(reference, subject=subject) if is_readable else "…"
