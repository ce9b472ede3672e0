"""What must never be false of lines of work."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.feature import Invariant
from app.core.text import N_
from app.correspondence.models import Document
from app.work.models import Assignment

OPEN = "open"
_below = aliased(Assignment)

INVARIANTS = (
    Invariant(
        "work.nothing_open_on_closed",
        N_("No line of work is open on a closed document"),
        lambda: (
            select(Assignment.id)
            .join(Document, Document.id == Assignment.document_id)
            .where(Assignment.state == OPEN, Document.state == "closed")
        ),
    ),
    Invariant(
        "work.passed_on_within_the_record",
        N_("Lines that were passed on belong to the document of the line above them"),
        lambda: (
            select(_below.id)
            .join(Assignment, Assignment.id == _below.parent_id)
            .where(_below.document_id != Assignment.document_id)
        ),
    ),
)
