"""Giving a signed document back before it is numbered; recalling and replacing an issued one."""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.core.words import called
from app.core.workflow import target_of
from app.correspondence.service import changed
from app.outgoing import rules
from app.outgoing.events import Recalled, Replaced, Returned
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.service.answers import ask_no_more, await_again, summarise
from app.outgoing.service.common import (
    must_be,
    subject_of,
    take_in_hand,
    touched,
)
from app.outgoing.service.recipients import recipients_of
from app.records.rules import DELIVERED, SIGNED, Ground
from app.records.service import end_everywhere, end_ground, link, take_turn


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
    that did are asked; what it answered is not answered by it any more.

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
