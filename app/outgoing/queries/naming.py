"""Documents as the forms of outgoing documents name them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.models import Document
from app.correspondence.policy import readable
from app.correspondence.rules import reference_key
from app.outgoing.queries.lists import RecipientFact
from app.outgoing.rules import Candidate, name_of, named


def references(
    session: Session, actor: Actor, document_ids: Iterable[int | None]
) -> dict[int, str]:
    """References with dates (subjects, where there is none) of those one may read, by id."""
    ids = [document_id for document_id in document_ids if document_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference, Document.subject, Document.issued_on)
    rows = rows.where(Document.id.in_(ids), readable(actor))
    found = session.execute(rows)
    return {row.id: name_of(row.reference, row.issued_on) or row.subject for row in found}


def readable_answers(
    session: Session, actor: Actor, facts: Iterable[RecipientFact]
) -> dict[int, str]:
    """References of those answers that the actor may open, by document id."""
    ids = [fact.answer_id for fact in facts if fact.answer_id is not None]
    if not ids:
        return {}
    rows = select(Document.id, Document.reference).where(Document.id.in_(ids), readable(actor))
    return {row.id: row.reference for row in session.execute(rows)}


def find_document(session: Session, actor: Actor, text: str, kind: str) -> list[Candidate]:
    """Documents of the agency that bear this arrival number or reference, newest first."""
    name, day = named(text)
    rows = select(
        Document.id, Document.reference, Document.number, Document.year, Document.issued_on
    ).where(Document.agency_id == actor.agency_id, Document.kind == kind, readable(actor))
    if name.isdecimal() and len(name) < 10:
        rows = rows.where(Document.number == int(name), Document.year.is_not(None))
    else:
        rows = rows.where(Document.reference_key == reference_key(name))
    if day is not None:
        rows = rows.where(Document.issued_on == day)
    found = session.execute(rows.order_by(Document.year.desc(), Document.id.desc()).limit(9))
    return [Candidate(*row) for row in found]


def recent_incoming(session: Session, actor: Actor, issuer: str) -> list[tuple[int, str]]:
    """The latest incoming documents, those of this issuer first: likely answers."""
    rows = (
        select(Document.id, Document.reference, Document.issuer, Document.subject)
        .where(
            Document.agency_id == actor.agency_id,
            Document.kind == "incoming",
            Document.number.is_not(None),
            readable(actor),
        )
        .order_by((Document.issuer != issuer), Document.id.desc())
        .limit(40)
    )
    return [
        (row.id, " – ".join((row.reference, row.issuer, row.subject[:80])))
        for row in session.execute(rows)
    ]
