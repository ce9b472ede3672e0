"""What must never be false of lines of work."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.feature import Invariant
from app.core.text import N_
from app.work.models import Assignment

_below = aliased(Assignment)

INVARIANTS = (
    Invariant(
        "work.passed_on_within_the_record",
        N_("Lines that were passed on belong to the record of the line above them"),
        lambda: (
            select(_below.id)
            .join(Assignment, Assignment.id == _below.parent_id)
            .where(_below.record_id != Assignment.record_id)
        ),
    ),
)
