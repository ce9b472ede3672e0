"""What was said about a record on its way round, for search."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from app.approval.models import CircuitStep, Remark
from app.core.feature import Passage
from app.core.text import N_

COMMENT = N_("Comment")


def passages(
    session: Session, record_ids: Sequence[int], most: int | None = None
) -> Mapping[int, list[Passage]]:
    """Remarks, and what was said with a decision: whoever reads the record reads them."""
    remarks = select(Remark.record_id, Remark.text).where(Remark.record_id.in_(record_ids))
    steps = select(CircuitStep.record_id, CircuitStep.comment)
    said = steps.where(CircuitStep.record_id.in_(record_ids), CircuitStep.comment != "")
    found: dict[int, list[Passage]] = {}
    for record_id, text in session.execute(union_all(remarks, said)):
        found.setdefault(record_id, []).append(Passage(text=text[:most], place=COMMENT))
    return found
