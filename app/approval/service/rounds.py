"""A record's round in the database: what the rules made of its turns is kept, and told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.approval.events import StepBegan, StepLeft
from app.approval.models import Approval, CircuitStep
from app.approval.policy import Matter
from app.approval.rules import circuit
from app.approval.rules.circuit import Turn, Turns
from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.policy import Actor, person_token
from app.organisation.queries import person_names
from app.records.events import RecordChanged
from app.records.rules import STEP, Ground
from app.records.service import end_ground, let_read


def keep(
    session: Session,
    approval: Approval,
    steps: Sequence[CircuitStep],
    turns: Turns,
    told_from: datetime | None = None,
) -> None:
    """Write what the rules made of the turns; whoever's turn began is told, from then on."""
    known = {step.id: step for step in steps}
    began, left, moved = [], [], []
    for turn in turns:
        step = known.get(turn.id) if turn.id is not None else None
        was = step.state if step is not None else None
        if step is None:
            step = _new_step(session, approval, turn)
        step.state, step.is_live, step.version_number = turn.state, turn.is_live, turn.version
        if turn.state == "current" and was != "current":
            step.began_at = clock.now()
            began.append(step)
        if was == "current" and turn.state != "current":
            left.append(step)
        if step.state != was:
            moved.append(step)
    session.flush()
    for step in moved:
        let_see(session, step)
    for step in began:
        assert step.began_at is not None
        event = StepBegan(step_id=step.id, at=step.began_at.isoformat())
        outbox.publish(session, event, not_before=told_from)
    for step in left:
        outbox.publish(session, StepLeft(step_id=step.id))


def let_see(session: Session, step: CircuitStep) -> None:
    """Whoever is asked sees the record; whose turn was taken back no longer does."""
    ground = Ground(STEP, step.id)
    if step.state in ("waiting", "current"):
        let_read(session, step.record_id, [person_token(step.person_id)], ground)
    else:
        end_ground(session, step.record_id, ground, step.state)


def _new_step(session: Session, approval: Approval, turn: Turn) -> CircuitStep:
    step = CircuitStep(
        record_id=approval.record_id,
        round=approval.round,
        position=turn.position,
        kind=turn.kind,
        person_id=turn.person_id,
        post_id=turn.post_id,
        due_at=turn.due_at,
    )
    session.add(step)
    return step


def begin_round(session: Session, approval: Approval, turns: Turns) -> None:
    """Give the record its next round with these turns, the first of them current."""
    approval.round += 1
    approval.state = "circulating"
    keep(session, approval, (), circuit.begin(turns))


def tell(session: Session, actor: Actor | None, action: str, matter: Matter, **values: Any) -> None:
    """A sentence of the trail about the record, on the page where its kind tells such things."""
    proposed = matter.proposed
    if actor is not None:
        values.setdefault("on_behalf_of", _stands_in_for(actor, matter))
    subject = Subject(matter.kind, proposed.row_id, proposed.told_with_id)
    note(session, actor, action, subject, agency_id=proposed.agency_id, **values)
    outbox.publish(session, RecordChanged(proposed.record_id))


def _stands_in_for(actor: Actor, matter: Matter) -> str:
    """Whoever sends it, calls it back or changes it does that as its author or their head."""
    proposed = matter.proposed
    return actor.in_name_of(lambda post: post.is_of(proposed.author_id, proposed.unit_id))


def names_of(session: Session, person_ids: Sequence[int]) -> str:
    """The persons' names in this order, each once."""
    wanted = list(dict.fromkeys(person_ids))
    names = person_names(session, wanted)
    return ", ".join(names.get(person_id, "") for person_id in wanted)
