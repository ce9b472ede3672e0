"""Giving a signed document back before it is numbered; recalling, replacing an issued one.

What an act did ends when the act is taken back."""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.core.words import called
from app.core.workflow import target_of
from app.correspondence.models import Document
from app.correspondence.service import changed
from app.outgoing import rules
from app.outgoing.events import Recalled, Reinstated, Replaced, Returned
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.answers import ask_no_more, await_again, link_reply, summarise
from app.outgoing.service.common import (
    must_be,
    subject_of,
    take_in_hand,
    touched,
)
from app.outgoing.service.correcting import correct_wording, note_reworded
from app.outgoing.service.recipients import recipients_of
from app.records.rules import DELIVERED, SIGNED, Ground
from app.records.service import end_everywhere, end_ground, link, take_turn
from app.work.service import answered


def return_to_drafter(
    session: Session, actor: Actor, document: OutgoingDocument, reason: str, version: int
) -> None:
    """Give a signed document back before it has a number; its draft must be approved again."""
    take_in_hand(session, actor, document, version=version)
    must_be(document, "signed")
    refuse_for(reason_problems(reason))
    document.state = target_of(rules.MOVES, "return", document.state)
    document.closed_at, document.closed_reason = clock.now(), reason
    event = Returned(document_id=document.id, reason=reason, by_id=actor.person_id)
    outbox.publish(session, event)
    touched(session, actor, document, "outgoing.returned", reason=reason)
    end_everywhere(session, Ground(SIGNED, document.id), "returned", actor)


def take_back_signature(session: Session, actor: Actor, document_id: int) -> None:
    """Whoever signed it takes that back at once, before anybody was told.

    The caller gave the signature. Raises Refused where the clerk has gone on with it.
    """
    take_turn(session, document_id)
    document = session.get_one(OutgoingDocument, document_id, populate_existing=True)
    must_be(document, "signed")
    document.state = target_of(rules.MOVES, "return", document.state)
    document.closed_at = clock.now()
    touched(session, actor, document, "outgoing.taken_back")
    end_everywhere(session, Ground(SIGNED, document.id), "returned", actor)


def recall(
    session: Session, actor: Actor, document: OutgoingDocument, reason: str, version: int
) -> None:
    """Call an issued document back: it is frozen. Receivers that did not accept it lose it, those
    that did are asked; what it answered is not answered by it any more. What it replaced holds
    again, what it corrected stands as it was issued.

    Its number stays used (Decree 30/2020, article 18; annex VI).
    """
    take_in_hand(session, actor, document, version=version)
    must_be(document, "issued")
    refuse_for(reason_problems(reason))
    document.state = target_of(rules.MOVES, "recall", document.state)
    document.recalled_at, document.recall_reason = clock.now(), reason
    copies = _call_back(session, document, reason)
    answers_id, reference = document.answers_id, document.reference
    outbox.publish(session, Recalled(document.id, reason, copies, answers_id, reference))
    await_again(session, document)
    ask_no_more(session, document, reason)
    summarise(session, document)
    values = {"reference": document.reference, "reason": reason}
    touched(session, actor, document, "outgoing.recalled", **values)
    note_reworded(session, actor, document, holds=False)
    _end_replacing(session, actor, document)


def take_back_recall(
    session: Session, actor: Actor, document: OutgoingDocument, version: int | None = None
) -> None:
    """Undo a recall, until a receiver has followed it: everything is as it was before.

    Refused with every receiver that has put its copy away; another document has to be issued then.
    """
    take_in_hand(session, actor, document, version=version)
    must_be(document, "recalled")
    rows = recipients_of(session, document.id)
    copies = {row.id: session.get(Document, row.delivered_id or 0) for row in rows}
    message = N_("%(name)s has already put its copy away: issue it once more.")
    refuse_for([Problem(message, {"name": row.name}) for row in rows if _put_away(copies[row.id])])
    for row in rows:
        if row.state == "recalled":
            row.state, row.changed_at = _state_of(copies[row.id]), clock.now()
            row.reason = "" if row.reason == document.recall_reason else row.reason
    document.state, document.recalled_at, document.recall_reason = "issued", None, None
    reinstated = Reinstated(document.id, tuple(_delivered(rows)), document.answers_id)
    outbox.publish(session, reinstated)
    take_effect(session, actor, document)
    summarise(session, document)
    touched(session, actor, document, "outgoing.recall_undone", reference=document.reference)


def take_effect(session: Session, actor: Actor, document: OutgoingDocument) -> None:
    """What an issued document does to others: it answers, replaces or corrects them."""
    if document.answers_id is not None:
        # The lines of work that asked for it close with it.
        link_reply(session, document.id, document.answers_id, actor)
        reference = document.reference
        answered(session, actor, document.answers_id, reference, right="outgoing.issue")
    if document.replaces_id is not None:
        old = session.get_one(OutgoingDocument, document.replaces_id)
        replace(session, actor, old, document)
    correct_wording(session, actor, document)


def _put_away(copy: Document | None) -> bool:
    return copy is not None and copy.state == "recalled" and copy.number is not None


def _state_of(copy: Document | None) -> str:
    """How the line of a receiver stands by what became of its copy."""
    if copy is None:
        return "sent"
    if copy.state == "refused":
        return "refused"
    return "delivered" if copy.number is None else "accepted"


def replace(session: Session, actor: Actor, old: OutgoingDocument, new: OutgoingDocument) -> None:
    """Let the newly issued document stand in the old one's place; both show each other."""
    session.flush()
    take_turn(session, old.id)
    session.refresh(old)
    if old.state not in rules.MOVES["replace"].sources:
        raise Refused(
            Problem(
                N_("%(reference)s, which it is to replace, was already replaced or never issued."),
                {"reference": called(old.reference, subject=old.subject)},
            )
        )
    old.state = target_of(rules.MOVES, "replace", old.state)
    old.version += 1
    old.changed_by_id, old.changed_at = actor.person_id, clock.now()
    link(session, new.id, old.id, "replaces", actor)
    ask_no_more(session, old, f"→ {new.reference}")
    copies = tuple(_delivered(recipients_of(session, old.id)))
    outbox.publish(session, Replaced(old.id, new.id, f"→ {new.reference}", copies))
    record(
        session,
        actor,
        "outgoing.replaced",
        subject_of(old),
        reference=old.reference,
        by=new.reference,
    )
    changed(session, old)


def _end_replacing(session: Session, actor: Actor, document: OutgoingDocument) -> None:
    """What a recalled document had replaced holds again, unless it had itself been recalled."""
    if document.replaces_id is None:
        return
    take_turn(session, document.replaces_id)
    old = session.get_one(OutgoingDocument, document.replaces_id, populate_existing=True)
    if old.state != "replaced":
        return
    old.state = "issued" if old.recalled_at is None else "recalled"
    if old.state == "issued":
        copies = tuple(_delivered(recipients_of(session, old.id)))
        outbox.publish(session, Reinstated(old.id, copies))
    values = {"reference": old.reference, "by": document.reference}
    touched(session, actor, old, "outgoing.reinstated", **values)


def _call_back(session: Session, document: OutgoingDocument, reason: str) -> tuple[int, ...]:
    rows = recipients_of(session, document.id)
    for row in rows:
        row.state = target_of(rules.RECIPIENT_MOVES, "recall", row.state)
        row.reason = row.reason or reason
        row.changed_at = clock.now()
        if row.delivered_id is not None:
            end_ground(session, row.delivered_id, Ground(DELIVERED, row.id), "recalled")
    return tuple(_delivered(rows))


def _delivered(rows: list[Recipient]) -> list[int]:
    return [row.delivered_id for row in rows if row.delivered_id is not None]
