"""A draft's round in the database: rows become turns for the rules, and what they say is kept."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.policy import Actor, person_token
from app.deadlines.rules.colours import is_late
from app.drafting.events import SentRound, StepBegan
from app.drafting.models import CircuitStep, Draft
from app.drafting.rules import circuit
from app.drafting.rules.circuit import Turn, Turns
from app.records.rules import STEP, Ground
from app.records.service import end_ground, let_read


def steps_of(session: Session, draft: Draft) -> list[CircuitStep]:
    """The steps of the present round, in the order in which they are asked."""
    rows = select(CircuitStep).where(
        CircuitStep.draft_id == draft.id, CircuitStep.round == draft.round
    )
    return list(session.scalars(rows.order_by(CircuitStep.position, CircuitStep.id)))


def turns_of(steps: Iterable[CircuitStep]) -> Turns:
    return tuple(
        Turn(
            kind=step.kind,
            person_id=step.person_id,
            position=step.position,
            post_id=step.post_id,
            due_at=step.due_at,
            state=step.state,
            version=step.version_number,
            id=step.id,
            is_live=step.is_live,
        )
        for step in steps
    )


def keep(
    session: Session, draft: Draft, steps: Sequence[CircuitStep], turns: Turns
) -> list[CircuitStep]:
    """Write what the rules made of the turns; whoever's turn began is told. All steps come back."""
    known = {step.id: step for step in steps}
    began, moved, kept = [], [], []
    for turn in turns:
        step = known.get(turn.id) if turn.id is not None else None
        was = step.state if step is not None else None
        if step is None:
            step = _new_step(session, draft, turn)
        step.state, step.is_live, step.version_number = turn.state, turn.is_live, turn.version
        if turn.state == "current" and was != "current":
            step.began_at = clock.now()
            began.append(step)
        if step.state != was:
            moved.append(step)
        kept.append(step)
    session.flush()
    for step in moved:
        _let_see(session, draft, step)
    for step in began:
        outbox.publish(session, StepBegan(step_id=step.id))
    return kept


def _let_see(session: Session, draft: Draft, step: CircuitStep) -> None:
    """Whoever is asked sees the draft; whose turn was taken back no longer does."""
    ground = Ground(STEP, step.id)
    if step.state in ("waiting", "current"):
        let_read(session, draft.record_id, [person_token(step.person_id)], ground)
    else:
        end_ground(session, draft.record_id, ground, step.state)


def _new_step(session: Session, draft: Draft, turn: Turn) -> CircuitStep:
    step = CircuitStep(
        draft_id=draft.id,
        round=draft.round,
        position=turn.position,
        kind=turn.kind,
        person_id=turn.person_id,
        post_id=turn.post_id,
        due_at=turn.due_at,
    )
    session.add(step)
    return step


def begin_round(session: Session, draft: Draft, turns: Turns) -> list[CircuitStep]:
    """Give the draft its next round with these turns, the first of them current."""
    draft.round += 1
    draft.state = "circulating"
    steps = keep(session, draft, (), circuit.begin(turns))
    outbox.publish(session, SentRound(draft_id=draft.id, round=draft.round))
    return steps


def changed_on_the_way(
    session: Session, actor: Actor, draft: Draft, steps: Sequence[CircuitStep]
) -> None:
    """The text changed while it was being approved: what was approved no longer counts."""
    turns = turns_of(steps)
    if not circuit.has_approval(turns):
        return
    begin_round(session, draft, _without_past_opinions(circuit.afresh(turns)))
    keep(session, draft, steps, circuit.stop(turns))
    subject = Subject("draft", draft.id, draft.answers_id)
    record(session, actor, "drafting.round_restarted", subject, round=draft.round)


def _without_past_opinions(turns: Turns) -> Turns:
    """Opinions whose day is past are not asked once more."""
    now = clock.now()
    return tuple(turn for turn in turns if not is_late(turn.due_at, now))
