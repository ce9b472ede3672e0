"""What is noted beside the text: who has seen a version, and that the draft was given up."""

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Forbidden, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.drafting.models import Draft, DraftLook
from app.drafting.policy import get_draft, is_author, stands_in_for
from app.drafting.service.changed import changed
from app.records.service import mark_seen


def cancel(session: Session, actor: Actor, draft_id: int, reason: str) -> None:
    """Give a draft up; it stays readable, with the reason in the trail."""
    draft = get_draft(session, draft_id, actor, lock=True)
    if not is_author(actor, draft):
        raise Forbidden
    may_be_given_up(draft)
    refuse_for(reason_problems(reason))
    draft.state = "cancelled"
    changed(session, draft)
    subject = Subject("draft", draft.id, draft.answers_id)
    name = stands_in_for(actor, draft)
    record(session, actor, "drafting.cancelled", subject, on_behalf_of=name, reason=reason)


def may_be_given_up(draft: Draft) -> None:
    """Refused for one that is on its way, signed, or given up already."""
    if draft.state != "drafting":
        raise Refused(Problem(N_("Only a draft that is not in a circuit can be given up.")))


def note_look(session: Session, actor: Actor, draft_id: int, version_number: int) -> None:
    """Note that this person has seen this version; once."""
    key = (actor.person_id, draft_id, version_number)
    if session.get(DraftLook, key) is None:
        session.add(
            DraftLook(person_id=key[0], draft_id=key[1], version_number=key[2], at=clock.now())
        )
        mark_seen(session, session.get_one(Draft, draft_id).record_id, actor)
