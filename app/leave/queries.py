"""Requests for leave: the list, and who is to decide."""

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session

from app.access.queries.presence import has_head
from app.access.queries.roles import holders_of
from app.core.asking import ME, TODAY
from app.core.errors import NotFound
from app.core.lists import Listing, among
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.leave.filters import LeaveFilter
from app.leave.models import LeaveRequest
from app.leave.policy import DIRECT, decides, sees
from app.leave.rules import APPROVED, ASKED
from app.organisation.queries import head_of
from app.organisation.queries.bodies import heads_of_agency

_TABS = {
    "mine": LeaveRequest.person_id == ME,
    "decide": and_(LeaveRequest.state == ASKED, decides.for_sql),
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
