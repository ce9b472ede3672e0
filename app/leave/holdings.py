"""Leave that is asked for: its unit's head decides, whichever unit the asker's post goes to."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, literal, null, select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.feature import Holding
from app.core.policy import Actor
from app.core.text import N_
from app.leave.events import Asked
from app.leave.models import LeaveRequest
from app.leave.rules import ASKED
from app.organisation.models import Post


def hand_asked(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """The head of the post's unit decides now, and is asked as the one before was."""
    post = session.get_one(Post, int(target[1:]))
    for request in session.scalars(select(LeaveRequest).where(LeaveRequest.id.in_(ids))):
        before_id, request.unit_id = request.unit_id, post.unit_id
        outbox.publish(session, Asked(request.id, before_id))
    session.flush()


def _asked_in(post_id: int) -> Any:
    return exists().where(
        Post.id == post_id,
        Post.person_id == LeaveRequest.person_id,
        Post.unit_id == LeaveRequest.unit_id,
    )


_ROWS: Any = select(
    LeaveRequest.id, LeaveRequest.version, null(), LeaveRequest.reason, null(), literal("")
)
HOLDINGS = (
    Holding(
        name="leave.asked",
        words=N_("Leave that is asked for"),
        of="o",
        rows=_ROWS.where(LeaveRequest.state == ASKED),
        id=LeaveRequest.id,
        agency_id=LeaveRequest.agency_id,
        held_by=_asked_in,
        move=hand_asked,
        icon="calendar3",
    ),
)
