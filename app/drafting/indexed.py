"""Drafts as the search index holds them, until their document is issued, which speaks for them."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from app.core.feature import Indexed, Named, Passage
from app.correspondence.models import DocumentType
from app.drafting.models import Draft, DraftVersion
from app.files.models import FileText
from app.files.rules import PAGE_BREAK
from app.organisation.models import Person
from app.records.queries import tokens_of
from search_index import IndexedDocument

_IS_SEARCHED = Draft.state != "issued"


def documents(session: Session, record_ids: Sequence[int]) -> list[IndexedDocument]:
    """These drafts; two statements, however many there are."""
    readers = tokens_of(session, record_ids)
    rows = (
        select(Draft, Person.name, DocumentType.name)
        .join(Person, Person.id == Draft.author_id)
        .join(DocumentType, DocumentType.code == Draft.type_code)
        .where(Draft.record_id.in_(record_ids), _IS_SEARCHED)
    )
    return [
        IndexedDocument(
            id=draft.record_id,
            version=draft.version,
            kind="draft",
            readers=frozenset(readers[draft.record_id]),
            reference="",
            subject=draft.subject,
            issuer="",
            people=" ".join((author, *(one["name"] for one in draft.recipients))),
            body=sort,
            issued_on=None,
            sort_key=draft.record_id,
            agency_id=draft.agency_id,
            year=draft.created_at.year,
            facts=frozenset({("type", sort)}),
        )
        for draft, author, sort in session.execute(rows)
    ]


def versions(session: Session) -> Mapping[int, int]:
    return dict(session.execute(select(Draft.record_id, Draft.version).where(_IS_SEARCHED)).all())


def passages(
    session: Session, record_ids: Sequence[int], most: int | None = None
) -> Mapping[int, list[Passage]]:
    """What the newest version of each draft says, page by page."""
    newest = select(func.max(DraftVersion.id)).where(DraftVersion.draft_id == Draft.id)
    text = type_coerce(FileText.text, Text)
    rows = (
        select(
            Draft.record_id, DraftVersion.name, text if most is None else func.substr(text, 1, most)
        )
        .join(DraftVersion, DraftVersion.draft_id == Draft.id)
        .outerjoin(FileText, FileText.sha256 == DraftVersion.sha256)
        .where(
            Draft.record_id.in_(record_ids),
            DraftVersion.id == newest.correlate(Draft).scalar_subquery(),
        )
    )
    return {
        record_id: [
            Passage(text=name, place=name, is_unread=not words),
            *(
                Passage(text=page, place=name, page=number)
                for number, page in enumerate((words or "").split(PAGE_BREAK), 1)
                if page
            ),
        ]
        for record_id, name, words in session.execute(rows)
    }


def holding(session: Session, sha256: str) -> Collection[int]:
    """The records of the drafts of which a version has this content."""
    rows = select(Draft.record_id).join(DraftVersion, DraftVersion.draft_id == Draft.id)
    return session.scalars(rows.where(DraftVersion.sha256 == sha256).distinct()).all()


INDEXED = Indexed(
    documents=documents, versions=versions, rows=Named("app.drafting.presenters.lists:found")
)
