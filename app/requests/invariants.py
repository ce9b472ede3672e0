"""What must never be false of requests."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.core.feature import Invariant, records_breaking
from app.core.text import N_
from app.requests.models import Request, RequestAnswer, RequestLine


def _has_line(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(RequestLine.request_id == Request.id, *conditions)


def _misjudged() -> Select[int]:
    """Closed with an answer outstanding, or open with none."""
    missing = _has_line(RequestLine.state.not_in(("approved", "off")))
    is_done = and_(~missing, _has_line(RequestLine.state == "approved"))
    is_wrong = or_(and_(Request.state == "closed", missing), and_(Request.state == "open", is_done))
    return select(Request.record_id).where(is_wrong)


def _unanswered() -> Select[int]:
    """A line that says it was answered, without the answer that stands."""

    def without(state: str, answer: str) -> ColumnElement[bool]:
        stands = RequestAnswer.line_id == RequestLine.id, RequestAnswer.state == answer
        return and_(RequestLine.state == state, ~exists().where(*stands))

    wrong = or_(without("answered", "given"), without("approved", "approved"))
    lines = select(Request.record_id).join(RequestLine, RequestLine.request_id == Request.id)
    return lines.where(wrong).distinct()


INVARIANTS = (
    Invariant(
        name="requests.close_when_approved",
        words=N_("A request is closed while all its answers are approved, and open otherwise"),
        hurts=N_("Whoever asked: an answer is missing unseen, or what is over stays open."),
        check=records_breaking(_misjudged),
        every=timedelta(hours=1),
    ),
    Invariant(
        name="requests.answered_by_an_answer",
        words=N_("What counts as answered has an answer to be read"),
        hurts=N_("Whoever asked: they count on an answer that nobody can read."),
        check=records_breaking(_unanswered),
        every=timedelta(hours=1),
    ),
)
