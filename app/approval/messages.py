"""Who is told what of records on their way round."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.approval import events
from app.approval.models import Approval, CircuitStep
from app.core.feature import SIGNING, MessageKind, Occasion, Telling
from app.core.text import N_
from app.organisation.models import Person
from app.organisation.queries import acting_for
from app.records.queries import face_of

STEP_MESSAGES = {
    "review": N_("For your review: %(subject)s"),
    "initial": N_("For your initials: %(subject)s"),
    "sign": N_("For your signature: %(subject)s"),
    "opinion": N_("Your opinion is asked: %(subject)s"),
}
DONE_MESSAGES = {
    "review": N_("%(name)s approved: %(subject)s"),
    "initial": N_("%(name)s initialled: %(subject)s"),
    "sign": N_("%(name)s signed: %(subject)s"),
    "opinion": N_("%(name)s gave an opinion: %(subject)s"),
}
RETURNED = N_("Returned to you: %(subject)s. %(reason)s")


def _step_began(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    step = session.get_one(CircuitStep, payload["step_id"])
    if not _is_of(payload, step.began_at):
        return None
    people = acting_for(session, {step.person_id})
    return tell_of(session, step.record_id, people, f"step:{step.id}", STEP_MESSAGES[step.kind])


def _step_left(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Nothing is asked at this step any more."""
    return Telling(people=(), key="", words="", path="", settles=(f"step:{payload['step_id']}",))


def _step_done(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever wrote it hears what became of it at every step that others took."""
    step = session.get_one(CircuitStep, payload["step_id"])
    author_id = session.get_one(Approval, step.record_id).author_id
    actor_id = step.acted_by_id or step.person_id
    if actor_id == author_id or not _is_of(payload, step.acted_at):
        return None
    name, words = session.get_one(Person, actor_id).name, DONE_MESSAGES[step.kind]
    return tell_of(session, step.record_id, {author_id}, f"done:{step.id}", words, name=name)


def _is_of(payload: Mapping[str, Any], at: datetime | None) -> bool:
    """What was taken back meanwhile, or done again since, is told of by another event, or none."""
    told = payload.get("at")
    return told is None or (at is not None and at == datetime.fromisoformat(told))


def _sent_back(session: Session, payload: Mapping[str, Any]) -> Telling:
    step = session.get_one(CircuitStep, payload["step_id"])
    people, reason = {payload["to_person_id"]}, payload["reason"]
    key = f"draft returned:{step.id}"
    return tell_of(session, step.record_id, people, key, RETURNED, reason=reason)


def tell_of(
    session: Session, record_id: int, people: Collection[int], key: str, words: str, **values: Any
) -> Telling:
    """These words about the record, and the page of it that they lead to."""
    face = face_of(session, record_id)
    return Telling(
        people=people,
        key=key,
        words=words,
        path=face.path,
        record_id=record_id,
        values={"subject": face.subject, **values},
    )


TURN = Occasion(
    name="approval.turn",
    words=N_("It is your turn to review, initial or sign"),
    group=SIGNING,
)
DECIDED = Occasion(
    name="approval.decided",
    words=N_("What you sent round was signed or returned"),
    group=SIGNING,
    email=True,
)

MESSAGES = (
    MessageKind("drafting.step_began", events.StepBegan.topic, _step_began, occasion=TURN),
    MessageKind("approval.step_left", events.StepLeft.topic, _step_left, occasion=TURN),
    MessageKind("drafting.step_done", events.StepDone.topic, _step_done, occasion=DECIDED),
    MessageKind("drafting.returned", events.SentBack.topic, _sent_back, occasion=DECIDED),
)
