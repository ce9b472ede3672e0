"""What issuing a document will give: its number, and the file that bears it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.correspondence.models import Document, DocumentType
from app.correspondence.rules import reference_key, reference_of
from app.files.models import RecordFile
from app.organisation.queries import issuer
from app.outgoing.models import OutgoingDocument
from app.outgoing.rules import Candidate, DatedNumber
from app.registers.models import TakenNumber
from app.registers.queries import next_number, series_for


def live_files(session: Session, document_id: int) -> Sequence[RecordFile]:
    """The files now in view, in their order."""
    rows = select(RecordFile).where(
        RecordFile.record_id == document_id, RecordFile.removed_at.is_(None)
    )
    return session.scalars(rows.order_by(RecordFile.position, RecordFile.id)).all()


def main_file(session: Session, document_id: int) -> RecordFile | None:
    """The main one of them."""
    return next((file for file in live_files(session, document_id) if file.kind == "main"), None)


def reference_for(session: Session, document: OutgoingDocument, number: int) -> str:
    """ "12/QĐ-UBND"; a công văn names its drafting unit: "807/UBND-VX"."""
    by = issuer(session, document.agency_id, document.unit_id)
    return reference_of(number, document.type.abbreviation, by.symbol, by.unit_symbol)


@dataclass(frozen=True)
class NumberPreview:
    """What issuing would give at this moment; nothing is held."""

    number: int
    reference: str
    series_id: int
    series_name: str
    register_name: str
    bearer: Candidate | None = None
    """The document of this year that bears the number and symbol already."""


def bearer_of(session: Session, agency_id: int, year: int, reference: str) -> Candidate | None:
    """The outgoing document to which the agency gave this number and symbol in this year."""
    rows = select(
        Document.id, Document.reference, Document.number, Document.year, Document.issued_on
    )
    found = session.execute(
        rows.where(
            Document.agency_id == agency_id,
            Document.reference_key == reference_key(reference),
            Document.year == year,
            Document.kind == "outgoing",
            Document.number.is_not(None),
        ).limit(1)
    ).first()
    return Candidate(*found) if found is not None else None


def numbers_given(session: Session, agency_id: int, year: int) -> dict[tuple[str, int], int]:
    """The highest number of the year that bears a symbol, by symbol and series."""
    rows = (
        select(DocumentType.abbreviation, OutgoingDocument.series_id, func.max(Document.number))
        .join(DocumentType, DocumentType.code == OutgoingDocument.type_code)
        .where(
            OutgoingDocument.agency_id == agency_id,
            OutgoingDocument.year == year,
            OutgoingDocument.number.is_not(None),
        )
        .group_by(DocumentType.abbreviation, OutgoingDocument.series_id)
    )
    found: list[Any] = [*session.execute(rows)]
    return {(symbol or "", series_id): highest for symbol, series_id, highest in found}


def number_preview(
    session: Session, document: OutgoingDocument, today: date
) -> NumberPreview | None:
    """The number the document would take today; None when no series takes its type."""
    series = series_for(session, document.agency_id, "outgoing", document.type_code)
    if series is None:
        return None
    number = next_number(session, series.id, today.year)
    reference = reference_for(session, document, number)
    bearer = bearer_of(session, document.agency_id, today.year, reference)
    return NumberPreview(number, reference, series.id, series.name, series.register.name, bearer)


def reserved_for(session: Session, document: OutgoingDocument) -> list[TakenNumber]:
    """Reserved numbers that this document could take."""
    series = series_for(session, document.agency_id, "outgoing", document.type_code)
    return reserved_numbers(session, series.id) if series is not None else []


def reserved_numbers(session: Session, series_id: int) -> list[TakenNumber]:
    """Numbers of this series kept for documents to come, newest first."""
    rows = select(TakenNumber).where(
        TakenNumber.series_id == series_id, TakenNumber.state == "reserved"
    )
    return list(session.scalars(rows.order_by(TakenNumber.year.desc(), TakenNumber.number.desc())))


def neighbours(
    session: Session, series_id: int | None, year: int, number: int | None
) -> tuple[DatedNumber | None, DatedNumber | None]:
    """The used numbers just below and above `number`; without a number, the last one used."""
    if series_id is None:
        return None, None
    rows = (
        select(TakenNumber.number, OutgoingDocument.issued_on)
        .join(OutgoingDocument, OutgoingDocument.id == TakenNumber.document_id)
        .where(TakenNumber.series_id == series_id, TakenNumber.year == year)
        .limit(1)
    )
    if number is None:
        return _dated(session, rows.order_by(TakenNumber.number.desc())), None
    below = rows.where(TakenNumber.number < number).order_by(TakenNumber.number.desc())
    above = rows.where(TakenNumber.number > number).order_by(TakenNumber.number)
    return _dated(session, below), _dated(session, above)


def _dated(session: Session, rows: Select[*tuple[Any, ...]]) -> DatedNumber | None:
    row = session.execute(rows).first()
    return DatedNumber(row[0], row[1]) if row is not None and row[1] is not None else None
