"""The way of a record: sent round, changed on it, called back, given back after it was signed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.approval.inputs import RoundEntry
from app.approval.models import Approval, Remark
from app.approval.policy import Matter, get_matter, is_author, matter_of
from app.approval.queries import approvers, is_stuck, steps_of, turns_of
from app.approval.rules import circuit
from app.approval.rules.circuit import OPINION, SIGN, PlannedStep, Turn
from app.approval.service.rounds import begin_round, keep, names_of, tell
from app.core import clock
from app.core.errors import Forbidden, Problem, Refused, Stale, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries import due_moment
from app.deadlines.rules.colours import is_late
from documents.storage import Storage

DEALT_WITH = N_("This was already dealt with: it is no longer possible here.")


def send_round(
    session: Session, storage: Storage, actor: Actor, record_id: int, entry: RoundEntry
) -> None:
    """Send the record on its way. Raises Refused with every reason, Stale, Forbidden, NotFound."""
    sent = get_matter(session, record_id, actor, lock=True)
    if not sent.ways.may_send(session, actor, record_id):
        raise Forbidden
    must_be_unsent(session, sent)
    approval = _approval_of(session, sent)
    refuse_stale(session, sent, entry.base_version)
    _refuse_bad_round(session, sent, entry.steps)
    begin_round(session, approval, tuple(_turn(session, sent, step) for step in entry.steps))
    sent.ways.sent(session, storage, actor, record_id, _sign_post(entry.steps))
    names = names_of(session, [step.person_id for step in entry.steps])
    tell(session, actor, "drafting.sent_round", sent, people=names)


def must_be_unsent(session: Session, about: Matter) -> None:
    """Refused, saying why, where it goes round already or can go round no more."""
    approval = session.get(Approval, about.record_id)
    if approval is not None and approval.state == "circulating":
        raise Refused(Problem(DEALT_WITH))
    if about.proposed.problem is not None:
        raise Refused(about.proposed.problem)


def _approval_of(session: Session, sent: Matter) -> Approval:
    """The record's approval, begun where it was never sent round."""
    approval = session.get(Approval, sent.record_id, populate_existing=True)
    if approval is None:
        approval = Approval(record_id=sent.record_id, round=0, state="ended")
        session.add(approval)
    approval.author_id, approval.sort = sent.proposed.author_id, sent.proposed.sort
    approval.due_at = sent.proposed.due_at
    return approval


def refuse_stale(session: Session, sent: Matter, seen: int) -> None:
    """Somebody saved another version than the one this person was looking at."""
    proposed = sent.proposed
    if seen != proposed.version:
        name = names_of(session, [proposed.version_by_id])
        raise Stale(name, proposed.version_at)


def _refuse_bad_round(session: Session, sent: Matter, steps: Sequence[PlannedStep]) -> None:
    proposed = sent.proposed
    people = approvers(session, proposed.agency_id)
    may_sign = [person.post_id for person in people if person.may_sign]
    problems = circuit.circuit_problems(steps, proposed.author_id, may_sign, clock.today())
    known = {(person.post_id, person.person_id) for person in people}
    if any((step.post_id, step.person_id) not in known for step in steps):
        problems.append(
            Problem(N_("Somebody who was chosen no longer holds that post."), field="steps")
        )
    sign_post = _sign_post(steps)
    if sign_post is not None:
        problems.extend(sent.ways.unsignable(session, sent.record_id, sign_post))
    refuse_for(problems)


def _sign_post(steps: Sequence[PlannedStep]) -> int | None:
    return next((step.post_id for step in steps if step.kind == SIGN), None)


def _turn(session: Session, sent: Matter, step: PlannedStep) -> Turn:
    day = step.due_on if step.kind == OPINION else None
    due = due_moment(session, sent.proposed.agency_id, day)
    return Turn(step.kind, step.person_id, step.position, post_id=step.post_id, due_at=due)


def changed(session: Session, actor: Actor, record_id: int) -> None:
    """It says something else now: what was approved no longer counts, and it goes round anew.

    The caller has the record's turn and has told the actor; opinions whose day is past are not
    asked once more. Does nothing while nobody has approved anything.
    """
    steps = steps_of(session, record_id)
    turns = turns_of(steps)
    approval = session.get(Approval, record_id)
    if approval is None or approval.state != "circulating" or not circuit.has_approval(turns):
        return
    now = clock.now()
    again = tuple(turn for turn in circuit.afresh(turns) if not is_late(turn.due_at, now))
    begin_round(session, approval, again)
    keep(session, approval, steps, circuit.stop(turns))
    sent = matter_of(session, record_id)
    tell(session, actor, "drafting.round_restarted", sent, round=approval.round)


def call_back(session: Session, actor: Actor, record_id: int) -> None:
    """The author takes the record back, as long as nobody in this round has acted.

    When it waits for a post that has ended meanwhile, it may be taken back at any time.
    """
    sent = get_matter(session, record_id, actor, lock=True)
    if not is_author(actor, sent):
        raise Forbidden
    approval = session.get(Approval, record_id, populate_existing=True)
    if approval is None or approval.state != "circulating":
        raise Refused(Problem(DEALT_WITH))
    steps = steps_of(session, record_id)
    turns = turns_of(steps)
    if circuit.has_acted(turns) and not is_stuck(session, record_id):
        names = names_of(session, [s.acted_by_id for s in steps if s.acted_by_id is not None])
        message = N_("It can no longer be called back: %(people)s has acted. Ask for its return.")
        raise Refused(Problem(message, {"people": names}))
    called_off(session, record_id)
    sent.ways.ended(session, record_id)
    tell(session, actor, "drafting.called_back", sent)


def called_off(session: Session, record_id: int) -> None:
    """Nobody is asked any more, if anybody was: the record itself is over, or its author's again.

    The caller has the record's turn, and tells.
    """
    approval = session.get(Approval, record_id)
    if approval is not None and approval.state == "circulating":
        steps = steps_of(session, record_id)
        keep(session, approval, steps, circuit.stop(turns_of(steps)))
        approval.state = "ended"


def redate(session: Session, record_id: int, due_at: datetime | None) -> None:
    """The record has to be done by another moment than was said when it was sent round."""
    approval = session.get(Approval, record_id)
    if approval is not None:
        approval.due_at = due_at


def end(session: Session, sent: Matter, approval: Approval, state: str) -> None:
    """The round is over without a signature, and the record is its author's again."""
    approval.state = state
    sent.ways.ended(session, sent.record_id)


def give_back(session: Session, record_id: int, version: int, by_id: int, reason: str) -> None:
    """What was signed is its author's again, as its kind has heard; the reason stands beside it."""
    approval = session.get(Approval, record_id)
    if approval is not None:
        approval.state = "returned"
    session.add(
        Remark(
            record_id=record_id,
            version_number=version,
            author_id=by_id,
            text=reason,
            is_return=True,
            at=clock.now(),
        )
    )
