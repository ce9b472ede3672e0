"""What must never be false of incoming documents."""

from sqlalchemy import select

from app.core.feature import Invariant
from app.core.text import N_
from app.incoming.models import IncomingDocument
from app.work.models import Assignment

INVARIANTS = (
    Invariant(
        "work.nothing_open_on_closed",
        N_("No line of work is open on a closed document"),
        lambda: (
            select(Assignment.id)
            .join(IncomingDocument, IncomingDocument.id == Assignment.record_id)
            .where(Assignment.state == "open", IncomingDocument.state == "closed")
        ),
    ),
)
