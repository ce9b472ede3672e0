"""What must never be false of documents."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core.feature import Invariant, records_breaking
from app.core.text import N_
from app.correspondence.models import Document
from app.records.models import RecordReader
from app.registers.models import TakenNumber

_first = aliased(Document)

INVARIANTS = (
    Invariant(
        name="correspondence.one_number_once",
        words=N_(
            "No two issued documents of a year bear one number and symbol; recall or replace one"
        ),
        hurts=N_("Whoever cites or looks for it: nobody can tell which of the two is meant."),
        check=records_breaking(
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
            )
        ),
        every=timedelta(hours=1),
    ),
    Invariant(
        name="correspondence.somebody_reads",
        words=N_("Every numbered document has somebody who may read it"),
        hurts=N_("Its receivers: nobody finds it, and nobody works on it."),
        check=records_breaking(
            lambda: select(Document.id).where(
                Document.number.is_not(None), ~exists().where(RecordReader.record_id == Document.id)
            )
        ),
        every=timedelta(hours=1),
    ),
    Invariant(
        name="correspondence.numbers_are_in_the_book",
        words=N_("Every number of a document stands in the book of its register"),
        hurts=N_("Whoever keeps the register: a number is missing in it, or is given twice."),
        check=records_breaking(
            lambda: select(Document.id).where(
                Document.number.is_not(None),
                ~exists().where(TakenNumber.document_id == Document.id),
            )
        ),
        every=timedelta(hours=1),
    ),
)
