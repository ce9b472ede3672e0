"""Who sees a request and decides on its answers, and who is asked: for a row and for SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCIES, MY_PERSONS, MY_UNITS, given, may
from app.core.db import constant
from app.core.errors import NotFound
from app.core.feature import Question
from app.core.policy import Actor, Rule, agency_token, person_token, unit_token
from app.requests.models import Request, RequestLine

READS_ALL = "documents.read_agency"
is_reply_to: Question[[Session, int, int], bool] = Question(
    "whether this record was made to answer that one: it remains its reply, counted or not"
)
arrived_at: Question[[Session, int | None], datetime | None] = Question(
    "when this record came in, of one that did"
)
drafted_at: Question[[], str] = Question(
    "the endpoint at which a draft begins: with what was answered, given the request as `gathers`, "
    "or with what is asked, given the line as `replies`"
)


def _asks_row(actor: Actor, request: Request) -> bool:
    return actor.works_for(request.agency_id) and (
        request.asked_by_id in actor.person_ids
        or request.unit_id in actor.headed_unit_ids
        or actor.may(READS_ALL)
    )


asks = Rule(
    _asks_row,
    and_(
        Request.agency_id.in_(MY_AGENCIES),
        or_(Request.asked_by_id.in_(MY_PERSONS), Request.unit_id.in_(MY_UNITS), may(READS_ALL)),
    ),
)
"""Whose request it is: who asked, the head of the unit that asks, who reads all of the agency."""


def heads(actor: Actor, line: Any) -> bool:
    """Whether it is the actor's own unit that is asked by this line."""
    return line.unit_id is not None and line.unit_id in actor.headed_unit_ids


def _answers_row(actor: Actor, line: RequestLine) -> bool:
    if line.agency_id is not None:
        return actor.works_for(line.agency_id) and actor.may(READS_ALL)
    is_officer = line.officer_id in actor.person_ids and actor.works_for(line.unit_agency_id)
    return heads(actor, line) or is_officer


answers = Rule(
    _answers_row,
    or_(
        RequestLine.unit_id.in_(MY_UNITS),
        and_(RequestLine.officer_id.in_(MY_PERSONS), RequestLine.unit_agency_id.in_(MY_AGENCIES)),
        and_(RequestLine.agency_id.in_(MY_AGENCIES), may(READS_ALL)),
    ),
)
"""Who answers a line: the head of the unit, and whom they let answer, as long as they work in that
agency; of an agency, who reads all of it."""


def tokens_of(line: RequestLine) -> list[str]:
    """Who answers, as holders, with the officer whom the head lets answer."""
    token = token_of(line)
    officer = [person_token(line.officer_id)] if line.officer_id is not None else []
    return [token, *officer] if token is not None else []


def token_of(line: RequestLine) -> str | None:
    """Who answers, as a holder; None for who is not here."""
    if line.unit_id is not None:
        return unit_token(line.unit_id)
    return agency_token(line.agency_id) if line.agency_id is not None else None


IS_ON = RequestLine.state != constant("off")
IS_ASKED = exists().where(RequestLine.request_id == Request.id, IS_ON, answers.for_sql)
"""Whoever is asked sees it; of what was withdrawn no more than what they wrote themselves."""
WAS_ASKED = exists().where(RequestLine.request_id == Request.id, answers.for_sql)
"""The same, with those who are asked no more: they see what they wrote, and why it is over."""


def board_on(session: Session, actor: Actor, record_id: int) -> Request | None:
    """What is asked by this record, for those to whom its board opens."""
    rows = select(Request).where(Request.record_id == record_id, or_(asks.for_sql, IS_ASKED))
    return session.scalar(rows, given(actor))


def get_request(session: Session, request_id: int, actor: Actor) -> Request:
    """The request; NotFound for whoever did not ask it: the asked see their own line."""
    request = session.get(Request, request_id)
    if request is None or not asks.for_row(actor, request):
        raise NotFound
    return request


def get_asked(session: Session, line_id: int, actor: Actor) -> Request:
    """What is asked of this line; NotFound for whoever does not answer it."""
    line = session.get(RequestLine, line_id)
    if line is None or line.state == "off" or not answers.for_row(actor, line):
        raise NotFound
    return session.get_one(Request, line.request_id)


def must_decide(actor: Actor, request: Request) -> None:
    """Approving, urging, taking off: whose request it is, and who may ask at all."""
    if not asks.for_row(actor, request):
        raise NotFound
    actor.needs("requests.ask")
