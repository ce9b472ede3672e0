"""Reading requests: the list, how far each is, who is told; boards.py reads one board."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.queries import holders_of
from app.core import clock
from app.core.asking import MY_PERSONS, MY_UNITS, RECORD, given, may
from app.core.errors import NotFound
from app.core.lists import Listing, among, contains
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.queries.sequels import sequels_in
from app.deadlines.queries.colours import DueColumns, colour_conditions, is_late, rank_of
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries import acting_for, head_of, left_to, living, valid_on
from app.organisation.queries.bodies import works_in
from app.records.policy import is_readable, may_read, readable_in
from app.records.queries import readers_of
from app.requests.filters import RequestFilter
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import IS_ASKED, IS_ON, READS_ALL, WAS_ASKED, answers, asks
from app.requests.rules import AWAITED

IS_OPEN = Request.state == "open"
IS_AWAITED = RequestLine.state.in_(AWAITED)
"""Somebody owes this answer; where a document carried it, its receiver may have sent that back."""

IS_STANDING = RequestAnswer.state.in_(("given", "approved"))


def _has_line(*conditions: Any) -> Any:
    return exists().where(RequestLine.request_id == Request.id, *conditions)


_GUESS = aliased(RequestAnswer)
_PROPOSED = exists().where(_GUESS.line_id == RequestLine.id, _GUESS.state == "proposed")
IS_OWED = and_(IS_AWAITED, ~_PROPOSED)
"""The same, where nothing that came waits for whoever asked to say whether it is the answer."""

_MINE = and_(
    IS_OPEN,
    asks.for_sql,
    or_(Request.asked_by_id.in_(MY_PERSONS), Request.unit_id.in_(MY_UNITS)),
)
_TABS = {
    "decide": and_(
        IS_OPEN,
        asks.for_sql,
        or_(
            and_(_MINE, _has_line(RequestLine.state == "answered")),
            and_(or_(_MINE, may(READS_ALL)), _has_line(IS_ON, _PROPOSED)),
        ),
    ),
    "mine": _MINE,
    "awaited": and_(IS_OPEN, asks.for_sql, _has_line(IS_OWED)),
    "late": and_(IS_OPEN, asks.for_sql, _has_line(is_late(RequestLine.due_at), IS_OWED)),
    "answer": and_(IS_OPEN, _has_line(answers.for_sql, IS_OWED)),
    "agency": and_(IS_OPEN, asks.for_sql),
    "closed": and_(Request.state != "open", or_(asks.for_sql, WAS_ASKED)),
}
_IS_TOLD = or_(Request.state != "withdrawn", is_readable(Request.record_id))
"""Whoever sees it in a list is told what was asked: see `presenters.board.is_told`."""
_FIRST_DUE = (
    select(func.min(RequestLine.due_at))
    .where(RequestLine.request_id == Request.id, IS_OWED)
    .correlate(Request)
    .scalar_subquery()
)


_SAYS = contains(Request.folded)


def _has_words(actor: Actor, words: str) -> Any:
    return and_(_SAYS(actor, words), _IS_TOLD)


REQUESTS = Listing(
    name="requests.index",
    title=N_("Requests and answers"),
    filter=RequestFilter,
    id=Request.id,
    rows=select(
        Request.id,
        Request.record_id,
        Request.agency_id,
        Request.subject,
        Request.state,
        Request.created_at,
        Request.closed_at,
        Document.reference,
        Document.kind,
        Document.number,
        Document.issued_on,
        sequels_in(Document).label("sequels"),
        _IS_TOLD.label("is_told"),
        asks.for_sql.label("is_asker"),
        or_(asks.for_sql, and_(Request.is_shared, Request.state != "withdrawn")).label("sees_all"),
        Agency.short_name.label("agency_name"),
    )
    .join(Agency, Agency.id == Request.agency_id)
    .outerjoin(Document, Document.id == Request.record_id),
    readers=lambda actor: or_(
        and_(asks.for_sql, readable_in(Request.record_id)(actor)),
        IS_ASKED,
        and_(Request.state == "withdrawn", WAS_ASKED),
    ),
    where={"tab": among(_TABS), "text": _has_words},
    counted=("decide", "mine", "awaited", "late", "answer"),
    sorts={"due": _FIRST_DUE},
)


_OWED_COLOURS = colour_conditions(DueColumns(is_open=IS_OWED, due_at=RequestLine.due_at))
_FIRST_OWED = (
    select(func.min(rank_of(_OWED_COLOURS)))
    .where(RequestLine.request_id == Request.id)
    .correlate(Request)
    .scalar_subquery()
)
WORST_AWAITED = func.min(_FIRST_OWED)
"""The rank of the worst colour among the answers that are awaited."""


@dataclass(frozen=True)
class Progress:
    """How far a request is: lines by state, how many owe an answer, when the first is due."""

    states: Mapping[str, int]
    owed: int = 0
    due_at: datetime | None = None

    @property
    def guessed(self) -> int:
        """Of how many something came that may be the answer."""
        return sum(self.states.get(one, 0) for one in AWAITED) - self.owed

    @property
    def total(self) -> int:
        return sum(self.states.values()) - self.states.get("off", 0)


def progress_of(session: Session, actor: Actor, rows: Collection[Any]) -> dict[int, Progress]:
    """The same of several rows of the list, in one statement: who is asked and sees nothing of
    the others is told how far they are themselves."""
    request_ids = [one.id for one in rows]
    seen_whole = [one.id for one in rows if one.sees_all]
    states: dict[int, dict[str, int]] = defaultdict(dict)
    owed: dict[int, int] = defaultdict(int)
    dues: dict[int, list[datetime]] = defaultdict(list)
    is_owed = case((IS_OWED, 1), else_=0)
    counted = (
        select(
            RequestLine.request_id,
            RequestLine.state,
            func.count(),
            func.sum(is_owed),
            func.min(case((IS_OWED, RequestLine.due_at))),
        )
        .where(
            RequestLine.request_id.in_(request_ids),
            or_(RequestLine.request_id.in_(seen_whole), answers.for_sql),
        )
        .group_by(RequestLine.request_id, RequestLine.state)
    )
    for request_id, state, count, owing, due_at in session.execute(counted, given(actor)):
        states[request_id][state] = count
        owed[request_id] += owing
        if due_at is not None:
            dues[request_id].append(due_at)
    return {
        one: Progress(states[one], owed[one], min(dues[one], default=None)) for one in request_ids
    }


@dataclass(frozen=True)
class Arrived:
    """A document that came in."""

    id: int
    agency_id: int
    issuer: str
    reference: str


def find(session: Session, request_id: int) -> Request:
    """NotFound when there is none; whoever asks decides who may see it."""
    request = session.get(Request, request_id)
    if request is None:
        raise NotFound
    return request


def standing_of(session: Session, record_id: int) -> tuple[str, int | None, str]:
    """Of a document its kind, agency and state; nothing of what is none."""
    rows = select(Document.kind, Document.agency_id, Document.state)
    found = session.execute(rows.where(Document.id == record_id)).one_or_none()
    return (found.kind, found.agency_id, found.state) if found is not None else ("", None, "")


def arrived(session: Session, record_id: int) -> Arrived | None:
    """A document that came in, as far as it may be an answer."""
    rows = select(Document.id, Document.agency_id, Document.issuer, Document.reference)
    rows = rows.where(Document.id == record_id, Document.kind == "incoming")
    found = session.execute(rows).one_or_none()
    return Arrived(*found) if found is not None else None


def cited(session: Session, document: Arrived, keys: Collection[str]) -> list[tuple[int, str]]:
    """The open requests of its agency that these references name, each with the one it bears."""
    rows = (
        select(Request.id, Document.reference_key)
        .join(Document, Document.id == Request.record_id)
        .where(
            Request.agency_id == document.agency_id,
            IS_OPEN,
            Request.record_id != document.id,
        )
        .order_by(Request.id)
    )
    return [(row.id, row.reference_key) for row in session.execute(rows) if row[1] in keys]


def left_behind(session: Session) -> list[tuple[int, int | None, int | None, str]]:
    """Lines whose unit or agency is no more: the unit or agency that answers for it, its name."""
    given_day = {"ended_before": clock.today()}
    units = session.execute(_OF_UNITS, given_day).all()
    agencies_ = session.execute(_OF_AGENCIES, given_day).all()
    return [
        *((row.id, row.successor_id, None, row.short_name) for row in units),
        *((row.id, None, row.successor_id, row.short_name) for row in agencies_),
    ]


def _left_behind(body: Any, column: Any) -> Any:
    successor = aliased(body)
    return (
        select(RequestLine.id, body.successor_id, successor.short_name)
        .join(body, body.id == column)
        .join(successor, successor.id == body.successor_id)
        .where(
            RequestLine.state.in_((*AWAITED, "answered")),
            body.valid_to < bindparam("ended_before"),
        )
        .order_by(RequestLine.id)
    )


_OF_UNITS = _left_behind(Unit, RequestLine.unit_id)
_OF_AGENCIES = _left_behind(Agency, RequestLine.agency_id)


def awaited_dues(session: Session, line_ids: Collection[int]) -> list[datetime | None]:
    """By when those of these lines are due that owe an answer still."""
    rows = select(RequestLine.due_at).where(RequestLine.id.in_(line_ids), IS_OWED)
    return list(session.scalars(rows))


def guessed_in(session: Session, request_id: int) -> set[int]:
    """The lines of a request of which something that came may be the answer."""
    rows = select(RequestLine.id).where(RequestLine.request_id == request_id, IS_AWAITED, _PROPOSED)
    return set(session.scalars(rows))


def with_papers(session: Session, line_id: int) -> list[RequestAnswer]:
    """The answers of this line on which files of their own hang."""
    rows = select(RequestAnswer).where(
        RequestAnswer.line_id == line_id, RequestAnswer.record_id.is_not(None)
    )
    return list(session.scalars(rows.order_by(RequestAnswer.id)))


def request_of(session: Session, line_id: int) -> int | None:
    return session.scalar(select(RequestLine.request_id).where(RequestLine.id == line_id))


def is_readable_by(session: Session, actor: Actor, request: Request) -> bool:
    """Whose request it is still reads what was asked by."""
    return may_read(actor, readers_of(session, request.record_id))


def request_on(session: Session, record_id: int) -> Request | None:
    """What is asked by this record."""
    return session.scalar(select(Request).where(Request.record_id == record_id))


IS_NEWS = exists().where(
    RequestLine.request_id == Request.id,
    Request.record_id == RECORD,
    IS_AWAITED,
    RequestLine.seen_at.is_(None),
    answers.for_sql,
)
"""Whether the actor is asked by the record, and nobody of theirs has had it before them yet."""


def copy_of(session: Session, request: Request, line: RequestLine) -> int | None:
    """What is asked by, as it was delivered to the agency of this line, or to the one it succeeded
    that was asked."""
    own = Document.agency_id == line.agency_id
    rows = select(Document.id).where(
        Document.source_id == request.record_id,
        Document.agency_id.in_(left_to(session, line.agency_id or 0)),
    )
    return session.scalar(rows.order_by(own if line.is_passed_on else own.desc()).limit(1))


def has_open_for(session: Session, record_id: int) -> bool:
    """A request is still open that was made for this document."""
    rows = select(Request.id).where(Request.made_for_id == record_id, IS_OPEN).limit(1)
    return session.scalar(rows) is not None


def people_of(session: Session, line: RequestLine) -> set[int]:
    """Who answers a line today: the heads of the unit, and whom they let answer; of an agency, who
    reads all of it."""
    if line.agency_id is not None:
        return set(holders_of(session, line.agency_id, READS_ALL))
    heads = head_of(session, line.unit_id) if line.unit_id is not None else []
    return acting_for(session, {*heads, *_officer_of(session, line)})


def _officer_of(session: Session, line: RequestLine) -> list[int]:
    """Whom the head of the unit lets answer, as long as they work in that agency."""
    here = living(session, line.unit_agency_id) if line.unit_agency_id is not None else None
    officer_id = line.officer_id
    is_here = officer_id is not None and works_in(session, officer_id, here, clock.today())
    return [officer_id] if officer_id is not None and is_here else []


def officers_of(session: Session, line: Any) -> list[tuple[int, str]]:
    """Who works today in the unit that is asked, by name, but for its head."""
    rows = (
        select(Person.id, Person.name)
        .join(Post, Post.person_id == Person.id)
        .where(Post.unit_id == line.unit_id, valid_on(Post), ~Post.is_head)
        .group_by(Person.id, Person.name, Person.name_key)
        .order_by(Person.name_key, Person.id)
    )
    return [(row.id, row.name) for row in session.execute(rows)]


def people_asking(session: Session, request: Request) -> set[int]:
    return acting_for(session, {request.asked_by_id})
