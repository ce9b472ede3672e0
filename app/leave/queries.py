"""Requests for leave: the list, and who is to decide."""

from sqlalchemy import and_, select, true
from sqlalchemy.orm import Session, aliased

from app.access.queries.presence import has_head
from app.access.queries.roles import holders_of
from app.core.asking import ME, TODAY
from app.core.errors import NotFound
from app.core.lists import Listing, among
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.leave.filters import LeaveFilter
from app.leave.models import LeaveRequest
from app.leave.policy import DECIDES, DIRECT, sees
from app.leave.rules import APPROVED, ASKED
from app.organisation.models import Person, Post, Unit
from app.organisation.queries import head_of, valid_on

_STAND_IN = aliased(Person)
_TABS = {
    "mine": LeaveRequest.person_id == ME,
    "decide": and_(LeaveRequest.state == ASKED, DECIDES),
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
        LeaveRequest.starts_on,
        LeaveRequest.ends_on,
        LeaveRequest.from_noon,
        LeaveRequest.until_noon,
        LeaveRequest.reason,
        LeaveRequest.state,
        LeaveRequest.answer,
        Person.name,
        Unit.short_name.label("unit"),
        _STAND_IN.name.label("stand_in"),
    )
    .join(Person, Person.id == LeaveRequest.person_id)
    .outerjoin(Unit, Unit.id == LeaveRequest.unit_id)
    .outerjoin(_STAND_IN, _STAND_IN.id == LeaveRequest.stand_in_id),
    readers=lambda _actor: sees.for_sql,
    where={"tab": among(_TABS)},
    counted=("mine", "decide", "away"),
)


def get_request(session: Session, actor: Actor, request_id: int) -> LeaveRequest:
    """NotFound where there is none that this actor may see."""
    request = session.get(LeaveRequest, request_id)
    if request is None or not sees.for_row(actor, request):
        raise NotFound
    return request


def deciding_unit(session: Session, post: HeldPost) -> int | None:
    """The unit whose head decides for whoever holds this post: their own, unless they head it or
    nobody does; then a leader of the agency."""
    if post.unit_id is None or post.is_head:
        return None
    return session.scalar(select(Unit.id).where(Unit.id == post.unit_id, has_head(Unit.id)))


def deciders(session: Session, request: LeaveRequest) -> set[int]:
    """Who is told of it: the head of the unit; else the head of the agency; else every leader."""
    if request.unit_id is not None:
        found = set(head_of(session, request.unit_id))
    else:
        heads = select(Post.person_id).where(
            Post.agency_id == request.agency_id,
            Post.unit_id.is_(None),
            Post.is_head,
            valid_on(Post),
        )
        found = set(session.scalars(heads))
    others = found - {request.person_id}
    return others or holders_of(session, request.agency_id, DIRECT) - {request.person_id}


def main_post(session: Session, person_id: int, agency_id: int) -> Post | None:
    """The post in which whoever stands in acts."""
    rows = select(Post).where(
        Post.person_id == person_id, Post.agency_id == agency_id, valid_on(Post)
    )
    return session.scalars(rows.order_by(Post.is_main.desc(), Post.id)).first()


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
