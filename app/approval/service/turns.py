"""A person's turn: approved, initialled, signed, an opinion given, returned, or let lapse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.events import SentBack, StepDone
from app.approval.inputs import Decision
from app.approval.models import IS_CURRENT, Approval, CircuitStep
from app.approval.policy import Matter, acting_post, get_matter, matter_of, turn_of_actor
from app.approval.queries import step_of, steps_of, turns_of
from app.approval.rules import circuit
from app.approval.rules.circuit import OPINION, SIGN, Turns
from app.approval.service.circuit import DEALT_WITH, end, refuse_stale
from app.approval.service.rounds import keep, names_of, tell
from app.core import clock, outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, Stale, refuse_for
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.core.workflow import TAKEN_BACK_WITHIN
from app.deadlines.queries.colours import is_late as past_due
from app.deadlines.rules.colours import is_late
from documents.storage import Storage

DONE_ACTIONS = {
    "review": "drafting.reviewed",
    "initial": "drafting.initialled",
    "sign": "drafting.signed",
    "opinion": "drafting.opinion_given",
}


@dataclass(frozen=True)
class _Taken:
    """A turn that its holder, or whoever stands in for them, takes now."""

    sent: Matter
    approval: Approval
    steps: Sequence[CircuitStep]
    step: CircuitStep
    post: HeldPost | None


def decide(
    session: Session, storage: Storage, actor: Actor, record_id: int, decision: Decision
) -> CircuitStep:
    """Approve, initial, sign, or give an opinion, as the step asks.

    What the last signature makes, its kind makes in the same transaction.
    """
    taken = _take(session, actor, record_id, decision)
    step, version = taken.step, taken.sent.proposed.version
    if step.kind == OPINION and not decision.comment:
        raise Refused(Problem(N_("Write your opinion."), field="comment"))
    if step.kind == SIGN:
        _sign(session, storage, actor, taken)
    acted_at = _note_act(step, actor, decision.comment)
    turns = circuit.settle(turns_of(taken.steps), step.id, version)
    told_from = acted_at + TAKEN_BACK_WITHIN
    keep(session, taken.approval, taken.steps, turns, told_from)
    _end_if_complete(session, taken.sent, taken.approval, turns)
    done = StepDone(step_id=step.id, at=acted_at.isoformat())
    outbox.publish(session, done, not_before=told_from)
    _tell(session, actor, taken, DONE_ACTIONS[step.kind])
    return step


def _sign(session: Session, storage: Storage, actor: Actor, taken: _Taken) -> None:
    """Raises Refused with what makes signing impossible, also when the author alone approves."""
    if taken.post is None:
        raise Forbidden
    sent = taken.sent
    problems = list(sent.ways.unsignable(session, sent.record_id, None))
    before = [s for s in taken.steps if s.is_live and s.kind in circuit.APPROVALS]
    before.remove(taken.step)
    if any(s.state != "done" or s.version_number != sent.proposed.version for s in before):
        problems.append(Problem(N_("Not everyone before you has approved this version.")))
    acted = [s.acted_by_id for s in before if s.acted_by_id is not None]
    alone = circuit.separation_problem(sent.proposed.author_id, [*acted, actor.person_id])
    if alone is not None:
        problems.append(alone)
    refuse_for(problems)
    taken.approval.state = "approved"
    sent.ways.signed(session, storage, actor, sent.record_id, taken.post)


def return_to(
    session: Session,
    actor: Actor,
    record_id: int,
    decision: Decision,
    to_step_id: int | None = None,
) -> CircuitStep:
    """Send the record back with a reason: to its author, or to an earlier step of the round."""
    taken = _take(session, actor, record_id, decision)
    if taken.step.kind == OPINION:
        raise Forbidden
    if not decision.comment:
        raise Refused(Problem(N_("Say why you return it."), field="comment"))
    _note_act(taken.step, actor, decision.comment)
    to_person = _send_back(session, taken, to_step_id)
    event = SentBack(taken.step.id, to_person_id=to_person, reason=decision.comment)
    outbox.publish(session, event)
    _tell(session, actor, taken, "drafting.returned", to=names_of(session, [to_person]))
    return taken.step


def _send_back(session: Session, taken: _Taken, to_step_id: int | None) -> int:
    """Do it, and tell to whom the record goes."""
    turns, step_id, version = turns_of(taken.steps), taken.step.id, taken.sent.proposed.version
    if to_step_id is None:
        turns = circuit.settle(turns, step_id, version, state="returned")
        keep(session, taken.approval, taken.steps, circuit.stop(turns))
        end(session, taken.sent, taken.approval, "returned")
        return taken.sent.proposed.author_id
    own = next(turn for turn in turns if turn.id == step_id)
    target = next((t for t in circuit.earlier(turns, own) if t.id == to_step_id), None)
    if target is None:
        raise Refused(Problem(N_("It cannot be returned to that step."), field="to_step"))
    again = circuit.send_back(turns, step_id, target.position, version)
    keep(session, taken.approval, taken.steps, again)
    return target.person_id


def _take(session: Session, actor: Actor, record_id: int, decision: Decision) -> _Taken:
    """The locked record and the step, when it is this actor's turn and they saw what it says now.

    Raises Stale naming whoever dealt with it or wrote it before, Refused when the round is over.
    """
    sent = get_matter(session, record_id, actor, lock=True)
    approval = session.get(Approval, record_id, populate_existing=True)
    steps = steps_of(session, record_id)
    step = next((row for row in steps if row.id == decision.step_id), None)
    if step is None or approval is None:
        if step_of(session, record_id, decision.step_id) is None:
            raise NotFound
        raise Refused(Problem(DEALT_WITH))
    if step.state != "current":
        _say_who_was_quicker(session, step)
    if not turn_of_actor.for_row(actor, step):
        raise Forbidden
    refuse_stale(session, sent, decision.seen_version)
    return _Taken(sent, approval, steps, step, acting_post(actor, step))


def _say_who_was_quicker(session: Session, step: CircuitStep) -> None:
    if step.acted_by_id is None or step.acted_at is None:
        raise Refused(Problem(DEALT_WITH))
    name = names_of(session, [step.acted_by_id])
    raise Stale(name, step.acted_at)


def _note_act(step: CircuitStep, actor: Actor, comment: str) -> datetime:
    step.acted_by_id = actor.person_id
    step.acted_at = at = clock.now()
    step.comment = comment
    return at


def _tell(session: Session, actor: Actor, taken: _Taken, action: str, **values: Any) -> None:
    post = taken.post
    on_behalf_of = post.giver if post is not None else ""
    said = {"comment": taken.step.comment, **values}
    tell(session, actor, action, taken.sent, on_behalf_of=on_behalf_of, **said)


def _end_if_complete(session: Session, sent: Matter, approval: Approval, turns: Turns) -> None:
    """A round without a signature ends with its last answer; the author goes on from there."""
    if approval.state == "circulating" and circuit.is_complete(turns):
        end(session, sent, approval, "ended")


def lapse_opinions(session: Session) -> int:
    """Let opinions past their limit go, and their circuits on; tell how many. Safe to repeat."""
    late = select(CircuitStep.record_id).where(
        IS_CURRENT, CircuitStep.kind == OPINION, past_due(CircuitStep.due_at)
    )
    found = set(session.scalars(late, {"now": clock.now()}))
    return sum(_lapse_of(session, record_id) for record_id in sorted(found))


def _lapse_of(session: Session, record_id: int) -> int:
    sent = matter_of(session, record_id, lock=True)
    approval = session.get_one(Approval, record_id, populate_existing=True)
    steps = steps_of(session, record_id)
    late = [step for step in steps if _is_late_opinion(step)]
    turns = turns_of(steps)
    for step in late:
        turns = circuit.settle(turns, step.id, None, state="lapsed")
        person = names_of(session, [step.person_id])
        tell(session, None, "drafting.opinion_lapsed", sent, person=person)
    keep(session, approval, steps, turns)
    _end_if_complete(session, sent, approval, turns)
    return len(late)


def _is_late_opinion(step: CircuitStep) -> bool:
    return step.kind == OPINION and step.state == "current" and is_late(step.due_at, clock.now())
