"""The approval circuit: sent round, decided, returned, called back, lapsed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock, outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, Stale, refuse_for
from app.core.policy import Actor, HeldPost
from app.core.text import N_
from app.deadlines.queries import due_moment
from app.deadlines.queries.colours import is_late as past_due
from app.deadlines.rules.colours import is_late
from app.drafting.events import ReturnedDraft, StepDone
from app.drafting.inputs import Decision, RoundEntry
from app.drafting.models import CircuitStep, Draft, DraftVersion
from app.drafting.policy import acting_post, get_draft, is_author, turn_of_actor
from app.drafting.queries.drafts import is_stuck
from app.drafting.queries.people import approvers
from app.drafting.rules import circuit
from app.drafting.rules.circuit import OPINION, SIGN, PlannedStep, Turn
from app.drafting.service import rounds
from app.drafting.service.readers import let_leading_read
from app.drafting.service.signing import finish_signing, prepare_signer, signing_problems
from app.drafting.service.versions import latest_version, refuse_stale
from app.organisation.queries import person_names
from documents.storage import Storage

DONE_ACTIONS = {
    "review": "drafting.reviewed",
    "initial": "drafting.initialled",
    "sign": "drafting.signed",
    "opinion": "drafting.opinion_given",
}
DEALT_WITH = N_("This was already dealt with: it is no longer possible here.")


def send_round(
    session: Session, storage: Storage, actor: Actor, draft_id: int, entry: RoundEntry
) -> Draft:
    """The author sends the draft on its way. Raises Refused with every reason, Stale, Forbidden."""
    draft = get_draft(session, draft_id, actor, lock=True)
    if not is_author(actor, draft) and draft.unit_id not in actor.headed_unit_ids:
        raise Forbidden
    if draft.state != "drafting":
        raise Refused(Problem(DEALT_WITH))
    latest = latest_version(session, draft.id)
    refuse_stale(session, draft, latest, entry.base_version)
    _refuse_bad_round(session, draft, latest, entry.steps)
    prepare_signer(session, storage, actor, draft, latest, _sign_post(entry.steps))
    rounds.begin_round(session, draft, tuple(_turn(session, draft, step) for step in entry.steps))
    let_leading_read(session, draft)
    draft.version += 1
    subject = Subject("draft", draft.id, draft.answers_id)
    names = _names(session, [step.person_id for step in entry.steps])
    record(session, actor, "drafting.sent_round", subject, people=names)
    return draft


def _refuse_bad_round(
    session: Session, draft: Draft, latest: DraftVersion, steps: Sequence[PlannedStep]
) -> None:
    people = approvers(session, draft.agency_id)
    may_sign = [person.post_id for person in people if person.may_sign]
    problems = circuit.circuit_problems(steps, draft.author_id, may_sign, clock.today())
    known = {(person.post_id, person.person_id) for person in people}
    if any((step.post_id, step.person_id) not in known for step in steps):
        problems.append(
            Problem(N_("Somebody who was chosen no longer holds that post."), field="steps")
        )
    sign_post = _sign_post(steps)
    if sign_post is not None:
        problems.extend(signing_problems(session, draft, latest, sign_post))
    refuse_for(problems)


def _sign_post(steps: Sequence[PlannedStep]) -> int | None:
    return next((step.post_id for step in steps if step.kind == SIGN), None)


def _turn(session: Session, draft: Draft, step: PlannedStep) -> Turn:
    day = step.due_on if step.kind == OPINION else None
    due = due_moment(session, draft.agency_id, day)
    return Turn(step.kind, step.person_id, step.position, post_id=step.post_id, due_at=due)


def decide(
    session: Session, storage: Storage, actor: Actor, draft_id: int, decision: Decision
) -> CircuitStep:
    """Approve, initial, sign, or give an opinion, as the step asks.

    The last approval that is a signature makes the outgoing document in the same transaction.
    """
    draft, steps, step = _turn_of(session, actor, draft_id, decision)
    latest = latest_version(session, draft.id)
    refuse_stale(session, draft, latest, decision.seen_version)
    if step.kind == OPINION and not decision.comment:
        raise Refused(Problem(N_("Write your opinion."), field="comment"))
    post = acting_post(actor, step)
    if step.kind == SIGN:
        finish_signing(session, storage, actor, draft, latest, steps, step, post)
    _note_act(step, actor, decision.comment)
    turns = circuit.settle(rounds.turns_of(steps), step.id, latest.number)
    rounds.keep(session, draft, steps, turns)
    _end_if_complete(session, draft, turns)
    draft.version += 1
    outbox.publish(session, StepDone(step_id=step.id))
    _record_step(session, actor, draft, step, post, DONE_ACTIONS[step.kind])
    return step


def return_to(
    session: Session,
    actor: Actor,
    draft_id: int,
    decision: Decision,
    to_step_id: int | None = None,
) -> CircuitStep:
    """Send the draft back with a reason: to its author, or to an earlier step of the round."""
    draft, steps, step = _turn_of(session, actor, draft_id, decision)
    if step.kind == OPINION:
        raise Forbidden
    latest = latest_version(session, draft.id)
    refuse_stale(session, draft, latest, decision.seen_version)
    if not decision.comment:
        raise Refused(Problem(N_("Say why you return it."), field="comment"))
    post = acting_post(actor, step)
    _note_act(step, actor, decision.comment)
    to_person = _send_back(session, draft, steps, step, latest.number, to_step_id)
    draft.version += 1
    event = ReturnedDraft(
        draft_id=draft.id, step_id=step.id, to_person_id=to_person, reason=decision.comment
    )
    outbox.publish(session, event)
    names = _names(session, [to_person])
    _record_step(session, actor, draft, step, post, "drafting.returned", to=names)
    return step


def _send_back(
    session: Session,
    draft: Draft,
    steps: Sequence[CircuitStep],
    step: CircuitStep,
    version: int,
    to_step_id: int | None,
) -> int:
    """Do it, and tell to whom the draft goes."""
    turns = rounds.turns_of(steps)
    own = next(turn for turn in turns if turn.id == step.id)
    if to_step_id is None:
        stopped = circuit.settle(turns, step.id, version, state="returned")
        rounds.keep(session, draft, steps, circuit.stop(stopped))
        draft.state = "drafting"
        return draft.author_id
    target = next((t for t in circuit.earlier(turns, own) if t.id == to_step_id), None)
    if target is None:
        raise Refused(Problem(N_("It cannot be returned to that step."), field="to_step"))
    rounds.keep(session, draft, steps, circuit.send_back(turns, step.id, target.position, version))
    return target.person_id


def call_back(session: Session, actor: Actor, draft_id: int) -> Draft:
    """The author takes the draft back, as long as nobody in this round has acted.

    When it waits for a post that has ended meanwhile, it may be taken back at any time.
    """
    draft = get_draft(session, draft_id, actor, lock=True)
    if not is_author(actor, draft):
        raise Forbidden
    if draft.state != "circulating":
        raise Refused(Problem(DEALT_WITH))
    steps = rounds.steps_of(session, draft)
    turns = rounds.turns_of(steps)
    if circuit.has_acted(turns) and not is_stuck(session, draft):
        names = _names(session, [s.acted_by_id for s in steps if s.acted_by_id is not None])
        message = N_("It can no longer be called back: %(people)s has acted. Ask for its return.")
        raise Refused(Problem(message, {"people": names}))
    rounds.keep(session, draft, steps, circuit.stop(turns))
    draft.state = "drafting"
    draft.version += 1
    record(session, actor, "drafting.called_back", Subject("draft", draft.id, draft.answers_id))
    return draft


def lapse_opinions(session: Session) -> int:
    """Let opinions past their limit go, and their circuits on; tell how many. Safe to repeat."""
    late = select(CircuitStep.draft_id).where(
        CircuitStep.state == "current",
        CircuitStep.kind == OPINION,
        CircuitStep.is_live,
        past_due(CircuitStep.due_at),
    )
    found = set(session.scalars(late, {"now": clock.now()}))
    return sum(_lapse_of(session, draft_id) for draft_id in sorted(found))


def _lapse_of(session: Session, draft_id: int) -> int:
    draft = session.get_one(Draft, draft_id, with_for_update=True, populate_existing=True)
    steps = rounds.steps_of(session, draft)
    late = [s for s in steps if _is_late_opinion(s)] if draft.state == "circulating" else []
    turns = rounds.turns_of(steps)
    for step in late:
        turns = circuit.settle(turns, step.id, None, state="lapsed")
    rounds.keep(session, draft, steps, turns)
    for step in late:
        names = _names(session, [step.person_id])
        subject = Subject("draft", draft.id, draft.answers_id)
        record(
            session,
            None,
            "drafting.opinion_lapsed",
            subject,
            agency_id=draft.agency_id,
            person=names,
        )
    if late:
        _end_if_complete(session, draft, turns)
    return len(late)


def _is_late_opinion(step: CircuitStep) -> bool:
    if step.kind != OPINION or step.state != "current":
        return False
    return step.is_live and is_late(step.due_at, clock.now())


def _turn_of(
    session: Session, actor: Actor, draft_id: int, decision: Decision
) -> tuple[Draft, list[CircuitStep], CircuitStep]:
    """The locked draft and the step, when it is this actor's turn.

    Raises Stale naming whoever dealt with it before, Refused when the round is over.
    """
    draft = get_draft(session, draft_id, actor, lock=True)
    steps = rounds.steps_of(session, draft)
    step = next((row for row in steps if row.id == decision.step_id), None)
    if step is None:
        earlier = session.get(CircuitStep, decision.step_id)
        if earlier is None or earlier.draft_id != draft.id:
            raise NotFound
        raise Refused(Problem(DEALT_WITH))
    if step.state != "current" or draft.state != "circulating":
        _say_who_was_quicker(session, step)
    if not turn_of_actor.for_row(actor, step):
        raise Forbidden
    return draft, steps, step


def _say_who_was_quicker(session: Session, step: CircuitStep) -> None:
    if step.acted_by_id is None or step.acted_at is None:
        raise Refused(Problem(DEALT_WITH))
    name = _names(session, [step.acted_by_id])
    raise Stale(name, step.acted_at)


def _note_act(step: CircuitStep, actor: Actor, comment: str) -> None:
    step.acted_by_id = actor.person_id
    step.acted_at = clock.now()
    step.comment = comment


def _end_if_complete(session: Session, draft: Draft, turns: circuit.Turns) -> None:
    """A round without a signature ends with its last answer; the author goes on from there."""
    if draft.state == "circulating" and circuit.is_complete(turns):
        draft.state = "drafting"


def _record_step(
    session: Session,
    actor: Actor,
    draft: Draft,
    step: CircuitStep,
    post: HeldPost | None,
    action: str,
    **values: Any,
) -> None:
    on_behalf_of = post.person_name if post is not None and post.is_delegated else ""
    subject = Subject("draft", draft.id, draft.answers_id)
    record(
        session, actor, action, subject, on_behalf_of=on_behalf_of, comment=step.comment, **values
    )


def _names(session: Session, person_ids: Sequence[int]) -> str:
    """The persons' names in this order, each once."""
    wanted = list(dict.fromkeys(person_ids))
    names = person_names(session, wanted)
    return ", ".join(names.get(person_id, "") for person_id in wanted)
