"""What every verb on a request begins and ends with."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.core.workflow import target_of
from app.records.service import take_turn
from app.requests import rules
from app.requests.events import Closed, LineChanged, Reopened
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import must_decide
from app.requests.service.joining import documents_of, keep_joined


def note(
    session: Session, actor: Actor | None, action: str, request: Request, **values: Any
) -> None:
    subject = Subject("request", request.id, request.record_id)
    record(session, actor, action, subject, agency_id=request.agency_id, **values)


def in_hand(session: Session, request_id: int) -> Request:
    """The request read anew, its record's turn taken: verbs on it come one after the other."""
    record_id = session.scalar(select(Request.record_id).where(Request.id == request_id))
    if record_id is None:
        raise NotFound
    take_turn(session, record_id)
    return session.get_one(Request, request_id, populate_existing=True)


def line_in_hand(session: Session, line_id: int) -> tuple[Request, RequestLine]:
    request_id = session.scalar(select(RequestLine.request_id).where(RequestLine.id == line_id))
    if request_id is None:
        raise NotFound
    request = in_hand(session, request_id)
    return request, session.get_one(RequestLine, line_id, populate_existing=True)


def to_decide(session: Session, actor: Actor, line_id: int) -> tuple[Request, RequestLine]:
    """The same for whoever asked; a request that was withdrawn is decided on no more."""
    request, line = line_in_hand(session, line_id)
    must_decide(actor, request)
    must_not_be_withdrawn(request)
    request.version += 1
    return request, line


def must_not_be_withdrawn(request: Request) -> None:
    if request.state == "withdrawn":
        raise Refused(Problem(N_("The request was withdrawn.")))


def standing(session: Session, line: RequestLine) -> RequestAnswer | None:
    """The answer that holds, if any."""
    return session.scalar(
        select(RequestAnswer).where(
            RequestAnswer.line_id == line.id, RequestAnswer.state.in_(("given", "approved"))
        )
    )


def moved(
    session: Session, actor: Actor | None, request: Request, line: RequestLine, move: str
) -> None:
    """Take the line where this move leads, and the request with it: it closes and opens itself.
    What stands as an answer now is read by whoever asked, what does no more is not.
    """
    line.state = target_of(rules.MOVES, move, line.state)
    line.changed_at, line.version = clock.now(), line.version + 1
    if line.state in rules.AWAITED:
        line.answered_at = None
    keep_joined(session, actor, request, documents_of(session, line.id))
    publish_changed(session, actor, request, line, move)
    settle(session, request)


def publish_changed(
    session: Session, actor: Actor | None, request: Request, line: RequestLine, move: str
) -> None:
    by_id = actor.person_id if actor else None
    event = LineChanged(request.record_id, line.id, line.name, move, line.version, by_id)
    outbox.publish(session, event)


def settle(session: Session, request: Request) -> None:
    """Closed while all its lines are approved, open while one is not; lines taken off are none."""
    session.flush()
    states = set(session.scalars(_STATES, {"request_id": request.id})) - {"off"}
    if request.state == "open" and states == {"approved"}:
        request.state, request.closed_at = "closed", clock.now()
        outbox.publish(session, Closed(request.id, request.made_for_id))
        note(session, None, "requests.closed", request)
    elif request.state == "closed" and states != {"approved"}:
        closed_at = (request.closed_at or _NEVER).isoformat()
        request.state, request.closed_at = "open", None
        outbox.publish(session, Reopened(request.id, request.made_for_id, closed_at))
        note(session, None, "requests.reopened", request)


_NEVER = datetime.fromisoformat("9999-12-31T00:00:00+00:00")

_STATES = (
    select(RequestLine.state).where(RequestLine.request_id == bindparam("request_id")).distinct()
)
