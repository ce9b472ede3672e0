"""Taking back what one has just decided: a press too quick is no decision."""

from sqlalchemy.orm import Session

from app.approval.models import Approval, CircuitStep
from app.approval.policy import acting_post, get_matter
from app.approval.queries import steps_of
from app.approval.service.rounds import let_see, tell
from app.core import clock
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN

TOO_LATE = N_("The ten seconds are over: it stands. Ask those who have it now for its return.")
GONE_ON = N_("Somebody has acted on it since: it can no longer be taken back.")


def take_back(session: Session, actor: Actor, record_id: int) -> CircuitStep:
    """The actor's last decision on this record never was: it is their turn as before.

    What it began for others has ended before they were told of it; what a signature made, the
    record's kind takes back. What was said in it is kept for the next try. Raises Refused,
    NotFound.
    """
    sent = get_matter(session, record_id, actor, lock=True)
    approval = session.get(Approval, record_id, populate_existing=True)
    steps = steps_of(session, record_id)
    acted = [step for step in steps if step.acted_at is not None]
    last = max(acted, key=lambda step: (step.acted_at, step.position, step.id), default=None)
    if approval is None or last is None or last.acted_at is None:
        raise Refused(Problem(GONE_ON))
    is_own = (last.state, last.acted_by_id) == ("done", actor.person_id)
    if not is_own or approval.state == "returned":
        raise Refused(Problem(GONE_ON))
    if clock.now() > last.acted_at + TAKEN_BACK_WITHIN:
        raise Refused(Problem(TOO_LATE))
    for step in steps:
        if step.is_live and step.position > last.position and step.state == "current":
            step.state, step.began_at = "waiting", None
    last.state, last.acted_by_id, last.acted_at, last.version_number = "current", None, None, None
    approval.state = "circulating"
    session.flush()
    let_see(session, last)
    sent.ways.taken_back(session, actor, record_id)
    post = acting_post(actor, last)
    name = post.giver if post is not None else ""
    tell(session, actor, "drafting.taken_back", sent, on_behalf_of=name)
    return last
