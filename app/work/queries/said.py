"""What was said about a record where work on it is given out and finished, for search."""

from collections.abc import Mapping, Sequence

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.core.feature import Passage
from app.core.text import N_
from app.work.models import Assignment, Directive

DIRECTIVE, OUTCOME = N_("Directive"), N_("Outcome")


def passages(
    session: Session, record_ids: Sequence[int], most: int | None = None
) -> Mapping[int, list[Passage]]:
    """Directives and the outcomes of lines."""
    directives = select(Directive.record_id, literal(DIRECTIVE), Directive.text)
    outcomes = select(Assignment.record_id, literal(OUTCOME), Assignment.outcome)
    rows = union_all(
        directives.where(Directive.record_id.in_(record_ids), Directive.text != ""),
        outcomes.where(Assignment.record_id.in_(record_ids), Assignment.outcome != ""),
    )
    found: dict[int, list[Passage]] = {}
    for record_id, place, text in session.execute(rows):
        found.setdefault(record_id, []).append(Passage(text=text[:most], place=place))
    return found
