"""Who decides about leave, and who sees a request: once for a row and once for SQL."""

from sqlalchemy import and_, or_

from app.core.asking import ME, MY_AGENCIES, MY_UNITS, may
from app.core.policy import Actor, Rule
from app.leave.models import LeaveRequest

DIRECT, KEEP = "assignments.direct", "organisation.manage"


def decides_row(actor: Actor, request: LeaveRequest) -> bool:
    """The head of the unit, or a leader of the agency; whoever acts for them; never one's own."""
    if request.person_id == actor.person_id or not actor.works_for(request.agency_id):
        return False
    return request.unit_id in actor.headed_unit_ids or actor.may(DIRECT)


DECIDES = and_(
    LeaveRequest.person_id != ME,
    LeaveRequest.agency_id.in_(MY_AGENCIES),
    or_(LeaveRequest.unit_id.in_(MY_UNITS), may(DIRECT)),
)
decides = Rule(decides_row, DECIDES)
"""Approves or refuses it."""


def sees_row(actor: Actor, request: LeaveRequest) -> bool:
    concerned = actor.person_id in (request.person_id, request.stand_in_id)
    return concerned or (actor.may(KEEP) and actor.works_for(request.agency_id))


SEES = or_(
    LeaveRequest.person_id == ME,
    LeaveRequest.stand_in_id == ME,
    and_(may(KEEP), LeaveRequest.agency_id.in_(MY_AGENCIES)),
)
sees = decides | Rule(sees_row, SEES)
"""Whoever asked, stands in, decides, or keeps the organisation."""


def in_whose_name(actor: Actor, request: LeaveRequest) -> str:
    """For which head or leader the actor decides; one's own leave is nobody else's matter."""
    if actor.person_id == request.person_id:
        return ""
    return actor.in_name_of(lambda post: DIRECT in post.permissions or post.heads(request.unit_id))
