"""Requests for leave: the list, and who is to decide."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.access.queries.presence import has_head, holds_post, may_sign_in
from app.access.queries.roles import holders_of
from app.core.asking import ME, MY_UNITS, TODAY
from app.core.errors import NotFound
from app.core.feature import Question
from app.core.lists import Listing, among
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.leave.filters import LeaveFilter
from app.leave.models import LeaveRequest
from app.leave.policy import DIRECT, decides, sees
from app.leave.rules import APPROVED, ASKED
from app.organisation.models import Absence, Delegation, Person
from app.organisation.queries import head_of
from app.organisation.queries.bodies import heads_of_agency
from app.organisation.queries.validity import running_on

falls_due: Question[[Session, int, int, date, date], list[tuple[int, datetime]]] = Question(
    "records on which a person's open work in an agency falls due within some days, and when"
)
_WAITS = and_(
    LeaveRequest.state == ASKED,
    decides.for_sql,
    or_(LeaveRequest.unit_id.in_(MY_UNITS), ~has_head(func.coalesce(LeaveRequest.unit_id, 0))),
)
"""What waits for the head of a unit does not wait for leaders, though they may decide it."""
_TABS = {
    "mine": LeaveRequest.person_id == ME,
    "decide": _WAITS,
    "away": and_(
        LeaveRequest.state == APPROVED,
        LeaveRequest.starts_on <= TODAY,
        LeaveRequest.ends_on >= TODAY,
    ),
    "all": true(),
}
LEAVE = Listing(
    name="leave.index",
    title=N_("Leave"),
    filter=LeaveFilter,
    id=LeaveRequest.id,
    rows=select(
        LeaveRequest.id,
        LeaveRequest.person_id,
        LeaveRequest.stand_in_id,
        LeaveRequest.starts_on,
        LeaveRequest.ends_on,
        LeaveRequest.from_noon,
        LeaveRequest.until_noon,
        LeaveRequest.reason,
        LeaveRequest.state,
        LeaveRequest.answer,
    ),
    readers=lambda _actor: sees.for_sql,
    where={"tab": among(_TABS)},
    counted=("mine", "decide", "away"),
)


def get_request(session: Session, actor: Actor, leave_id: int) -> LeaveRequest:
    """NotFound where there is none that this actor may see."""
    request = session.get(LeaveRequest, leave_id)
    if request is None or not sees.for_row(actor, request):
        raise NotFound
    return request


def deciding_unit(session: Session, post: HeldPost) -> int | None:
    """The unit whose head decides for whoever holds this post: their own, unless they head it or
    nobody does; then a leader of the agency."""
    if post.unit_id is None or post.is_head:
        return None
    return post.unit_id if session.scalar(select(has_head(post.unit_id))) else None


def deciders(session: Session, request: LeaveRequest) -> set[int]:
    """Who is told of it: the head of the unit; else the head of the agency; else every leader."""
    if request.unit_id is not None:
        found = set(head_of(session, request.unit_id))
    else:
        found = heads_of_agency(session, request.agency_id)
    others = found - {request.person_id}
    return others or holders_of(session, request.agency_id, DIRECT) - {request.person_id}


def made_by_leave(session: Session, absence_id: int) -> bool:
    """Whether this absence is that of a leave which was approved."""
    rows = select(LeaveRequest.id).where(
        LeaveRequest.absence_id == absence_id, LeaveRequest.state == APPROVED
    )
    return session.scalar(rows.limit(1)) is not None


def overlapping(session: Session, request: LeaveRequest) -> list[LeaveRequest]:
    """What the same person asked for days of it, and is not decided."""
    rows = select(LeaveRequest).where(
        LeaveRequest.person_id == request.person_id,
        LeaveRequest.id != (request.id or 0),
        LeaveRequest.state == ASKED,
        LeaveRequest.starts_on <= request.ends_on,
        LeaveRequest.ends_on >= request.starts_on,
    )
    return list(session.scalars(rows))


class GoneStandIn(NamedTuple):
    """A leave that was approved and is not over, whose stand-in will not be there."""

    leave_id: int
    person_id: int
    name: str
    stand_in: str
    lacks: str
    """A key of rules.LACKS."""


def gone_stand_ins(
    session: Session, *which: ColumnElement[bool], states: Sequence[str] = (APPROVED,)
) -> list[GoneStandIn]:
    """Who stands in although they may not sign in, hold no post, or are away on one of the days."""
    away, other, stand_in = aliased(Person), aliased(Absence), aliased(Person)
    first = case((LeaveRequest.starts_on > TODAY, LeaveRequest.starts_on), else_=TODAY)
    is_away = exists().where(
        other.person_id == LeaveRequest.stand_in_id,
        other.starts_on <= LeaveRequest.ends_on,
        other.ends_on >= first,
    )
    lacks: Any = case(
        (~may_sign_in(LeaveRequest.stand_in_id), "account"),
        (~holds_post(LeaveRequest.stand_in_id), "post"),
        (is_away, "away"),
        else_="",
    )
    rows = (
        select(LeaveRequest.id, LeaveRequest.person_id, away.name, stand_in.name, lacks)
        .join(away, away.id == LeaveRequest.person_id)
        .join(stand_in, stand_in.id == LeaveRequest.stand_in_id)
        .where(LeaveRequest.state.in_(states), LeaveRequest.ends_on >= TODAY, lacks != "", *which)
        .order_by(LeaveRequest.starts_on, LeaveRequest.id)
    )
    return [GoneStandIn(*row) for row in session.execute(rows)]


LEFT_BEHIND = (
    select(Person.id, Person.name, LeaveRequest.starts_on)
    .join(Person, Person.id == LeaveRequest.person_id)
    .where(LeaveRequest.state != APPROVED, LeaveRequest.ends_on >= TODAY)
    .where(
        or_(
            exists().where(Absence.id == LeaveRequest.absence_id, Absence.ends_on >= TODAY),
            exists().where(Delegation.id == LeaveRequest.delegation_id, running_on()),
        )
    )
    .order_by(LeaveRequest.id)
)
"""Leave that does not hold, whose absence or delegation still does."""
