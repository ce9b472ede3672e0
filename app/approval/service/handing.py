"""Turns that wait for somebody who moves are asked of whoever takes them over."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access.queries.roles import grants
from app.approval.events import StepLeft
from app.approval.models import Approval, CircuitStep
from app.approval.policy import APPROVE
from app.core import outbox
from app.core.policy import Actor, reader_token
from app.organisation.queries.bodies import main_post
from app.records.events import RecordChanged
from app.records.models import Record
from app.records.rules import STEP
from app.records.service import hand_on


def hand_turns(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Whoever takes a turn over is asked in the post by which they approve in that agency."""
    rows = select(CircuitStep.id, CircuitStep.record_id, CircuitStep.state, Record.agency_id).join(
        Record, Record.id == CircuitStep.record_id
    )
    steps = session.execute(rows.where(CircuitStep.id.in_(ids))).all()
    for agency_id in {step.agency_id for step in steps}:
        own = [step for step in steps if step.agency_id == agency_id]
        post = main_post(session, int(target[1:]), agency_id, grants(APPROVE))
        values = {"person_id": int(target[1:]), "post_id": post.id if post else None}
        these = CircuitStep.id.in_([step.id for step in own])
        session.execute(update(CircuitStep).where(these).values(values))
        hands = reader_token(source, agency_id), reader_token(target, agency_id)
        act = "handed back" if back else "handed over"
        hand_on(session, actor, STEP, [(one.record_id, one.id) for one in own], hands, act)
    outbox.publish_all(session, (RecordChanged(step.record_id) for step in steps))
    outbox.publish_all(session, (StepLeft(step.id) for step in steps if step.state == "current"))
    session.expire_all()


def move_turns(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """The same person is asked in the post that follows theirs in another unit."""
    changed = update(CircuitStep).where(CircuitStep.id.in_(ids))
    session.execute(changed.values(post_id=int(target[1:])))
    session.expire_all()


def change_author(session: Session, record_ids: Collection[int], person_id: int) -> None:
    """What is on its way comes back to somebody else."""
    changed = update(Approval).where(Approval.record_id.in_(record_ids))
    session.execute(changed.values(author_id=person_id))
