"""Who is told what of drafts and their way round."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import MessageKind, Telling
from app.core.text import N_
from app.drafting import events
from app.drafting.models import CircuitStep, Draft
from app.organisation.models import Person
from app.organisation.queries import acting_for

STEP_MESSAGES = {
    "review": N_("A draft waits for your review: %(subject)s"),
    "initial": N_("A draft waits for your initials: %(subject)s"),
    "sign": N_("A draft waits for your signature: %(subject)s"),
    "opinion": N_("Your opinion is asked on a draft: %(subject)s"),
}
DONE_MESSAGES = {
    "review": N_("%(name)s approved your draft: %(subject)s"),
    "initial": N_("%(name)s initialled your draft: %(subject)s"),
    "sign": N_("%(name)s signed your draft: %(subject)s"),
    "opinion": N_("%(name)s gave an opinion on your draft: %(subject)s"),
}


def _step_began(session: Session, payload: Mapping[str, Any]) -> Telling:
    step = session.get_one(CircuitStep, payload["step_id"])
    people = acting_for(session, {step.person_id})
    return _tell_of(session, step.draft_id, people, f"step:{step.id}", STEP_MESSAGES[step.kind])


def _step_done(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever wrote a draft hears what became of it at every step that others took."""
    step = session.get_one(CircuitStep, payload["step_id"])
    author_id = session.get_one(Draft, step.draft_id).author_id
    actor_id = step.acted_by_id or step.person_id
    if actor_id == author_id:
        return None
    name, words = session.get_one(Person, actor_id).name, DONE_MESSAGES[step.kind]
    return _tell_of(session, step.draft_id, {author_id}, f"done:{step.id}", words, name=name)


def _returned(session: Session, payload: Mapping[str, Any]) -> Telling:
    key = f"draft returned:{payload['step_id']}"
    words = N_("A draft was returned to you: %(subject)s. %(reason)s")
    people = {payload["to_person_id"]}
    return _tell_of(session, payload["draft_id"], people, key, words, reason=payload["reason"])


def _came_back(session: Session, payload: Mapping[str, Any]) -> Telling:
    """The clerk gave a signed document back to whoever wrote it."""
    draft_id = payload["draft_id"]
    author = {session.get_one(Draft, draft_id).author_id}
    words = N_("The clerk returned your signed draft: %(subject)s. %(reason)s")
    key = f"signed returned:{draft_id}:{payload['document_id']}"
    return _tell_of(session, draft_id, author, key, words, reason=payload["reason"])


def _tell_of(
    session: Session, draft_id: int, people: Collection[int], key: str, words: str, **values: Any
) -> Telling:
    draft = session.get_one(Draft, draft_id)
    return Telling(
        people=people,
        key=key,
        words=words,
        path=f"/drafts/{draft_id}",
        record_id=draft.record_id,
        values={"subject": draft.subject, **values},
    )


MESSAGES = (
    MessageKind("drafting.step_began", events.StepBegan.topic, _step_began),
    MessageKind("drafting.step_done", events.StepDone.topic, _step_done),
    MessageKind("drafting.returned", events.ReturnedDraft.topic, _returned),
    MessageKind("drafting.came_back", events.CameBack.topic, _came_back),
)
