"""Leave that is asked for: whoever heads the unit, or the agency, decides to which the asker's post
goes."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, literal, null, select, update
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


def hand_asked_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """Whoever decides in the successor decides; the absence will be noted there."""
    changed = update(LeaveRequest).where(LeaveRequest.id.in_(ids))
    session.execute(changed.values(agency_id=int(target[1:])))
    session.expire_all()


def _asked_in(post_id: int) -> Any:
    return exists().where(
        Post.id == post_id,
        Post.person_id == LeaveRequest.person_id,
        Post.unit_id == LeaveRequest.unit_id,
    )


_ASKED: dict[str, Any] = {
    "words": N_("Leave that is asked for"),
    "rows": select(
        LeaveRequest.id, LeaveRequest.version, null(), LeaveRequest.reason, null(), literal("")
    ).where(LeaveRequest.state == ASKED),
    "id": LeaveRequest.id,
    "agency_id": LeaveRequest.agency_id,
    "icon": "calendar3",
}
HOLDINGS = (
    Holding(name="leave.asked", of="o", held_by=_asked_in, move=hand_asked, **_ASKED),
    Holding(
        name="leave.asked_of_agency",
        of="a",
        held_by=lambda number: LeaveRequest.agency_id == number,
        move=hand_asked_of_agency,
        **_ASKED,
    ),
)
