"""Cases as the search index holds them: by code, applicant and procedure, never by identity."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Indexed, Named
from app.onestop.cases.models import Case
from app.records.queries import tokens_of
from search_index import IndexedDocument


def documents(session: Session, record_ids: Sequence[int]) -> list[IndexedDocument]:
    """These cases; two statements, however many there are."""
    readers = tokens_of(session, record_ids)
    return [
        IndexedDocument(
            id=case.id,
            version=case.version,
            kind="case",
            readers=frozenset(readers[case.id]),
            reference=case.code,
            subject=case.subject,
            issuer=case.name,
            people=case.submitter,
            body="\n".join(filter(None, (case.procedure_code, case.variant, case.note))),
            issued_on=clock.local(case.registered_at).date(),
            sort_key=case.id,
            agency_id=case.agency_id,
            year=clock.local(case.registered_at).year,
            facts=frozenset(),
        )
        for case in session.scalars(select(Case).where(Case.id.in_(record_ids)))
    ]


def versions(session: Session) -> Mapping[int, int]:
    return dict(session.execute(select(Case.id, Case.version)).all())


INDEXED = Indexed(
    documents=documents, versions=versions, rows=Named("app.onestop.cases.presenters:found")
)
