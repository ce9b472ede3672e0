"""Who comes to see a draft, and on what ground."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.policy import person_token, unit_token
from app.drafting.models import Draft
from app.records.rules import AUTHOR, LINE, UNIT, Ground
from app.records.service import let_read
from app.work.models import Assignment
from app.work.tree import GIVEN_STATES


def let_first_readers(session: Session, draft: Draft) -> None:
    """The author, the head of their unit, and whoever leads the work on the request."""
    let_read(session, draft.record_id, [person_token(draft.author_id)], Ground(AUTHOR))
    if draft.unit_id is not None:
        ground = Ground(UNIT, draft.unit_id)
        let_read(session, draft.record_id, [unit_token(draft.unit_id)], ground)
    let_leading_read(session, draft)


def let_leading_read(session: Session, draft: Draft) -> None:
    """Holders of the lead lines of the request, as the author's agency gave them out.

    Their ground is that line, so that they lose the draft together with the request.
    """
    if draft.answers_id is None:
        return
    lines = select(Assignment.id, Assignment.holder).where(
        Assignment.record_id == draft.answers_id,
        Assignment.agency_id == draft.agency_id,
        Assignment.role == "lead",
        Assignment.state.in_(GIVEN_STATES),
    )
    for line_id, holder in session.execute(lines).all():
        let_read(session, draft.record_id, [holder], Ground(LINE, line_id))
