"""What must never be false of documents."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core.feature import Invariant
from app.core.text import N_
from app.correspondence.models import Document
from app.records.models import RecordReader
from app.registers.models import TakenNumber

_first = aliased(Document)

INVARIANTS = (
    Invariant(
        "correspondence.one_number_once",
        N_("No two issued documents of a year bear one number and symbol; recall or replace one"),
        lambda: select(Document.id).where(
            Document.number_again,
            Document.state == "issued",
            exists().where(
                _first.agency_id == Document.agency_id,
                _first.reference_key == Document.reference_key,
                _first.year == Document.year,
                _first.kind == "outgoing",
                _first.state == "issued",
                _first.id != Document.id,
            ),
        ),
    ),
    Invariant(
        "correspondence.somebody_reads",
        N_("Every numbered document has somebody who may read it"),
        lambda: select(Document.id).where(
            Document.number.is_not(None), ~exists().where(RecordReader.record_id == Document.id)
        ),
    ),
    Invariant(
        "correspondence.numbers_are_in_the_book",
        N_("Every number of a document stands in the book of its register"),
        lambda: select(Document.id).where(
            Document.number.is_not(None), ~exists().where(TakenNumber.document_id == Document.id)
        ),
    ),
)
