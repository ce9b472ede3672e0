"""A letter that corrects the wording of an issued document (Decree 30/2020, article 18.3).

The document stays as it was issued. Everybody who received it receives the letter, also whoever is
sent the document later; when the letter is recalled, nothing is corrected any more.
"""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core import outbox
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import called
from app.correspondence.service import changed
from app.outgoing.events import Reworded
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.common import subject_of
from app.outgoing.service.recipients import plan, recipients_of, told_too
from app.records.service import link, take_turn

_HAVE_IT = frozenset({"sent", "delivered", "accepted"})


def tell_receivers(session: Session, letter: OutgoingDocument) -> None:
    """Plan that the letter goes to all who received what it corrects, until it is issued."""
    if letter.corrects_id is not None:
        rows = recipients_of(session, letter.corrects_id)
        plan(session, letter, [told_too(row) for row in rows if row.state in _HAVE_IT])


def correct_wording(session: Session, actor: Actor, letter: OutgoingDocument) -> None:
    """Let the newly issued letter correct what it was written for; both show each other.

    Refused where that was recalled or replaced meanwhile: what is no longer valid is not corrected.
    """
    if letter.corrects_id is None:
        return
    original = session.get_one(OutgoingDocument, letter.corrects_id)
    take_turn(session, original.id)
    session.refresh(original)
    if original.state != "issued":
        message = N_("%(reference)s, which it is to correct, was recalled or replaced.")
        values = {"reference": called(original.reference, subject=original.subject)}
        raise Refused(Problem(message, values))
    link(session, letter.id, original.id, "corrects", actor)
    note_reworded(session, actor, letter, holds=True)


def note_reworded(session: Session, actor: Actor, letter: OutgoingDocument, *, holds: bool) -> None:
    """The letter was issued or recalled: tell of the document whose wording it corrects."""
    if letter.corrects_id is None:
        return
    original = session.get_one(OutgoingDocument, letter.corrects_id)
    action = "outgoing.wording_corrected" if holds else "outgoing.correction_ended"
    names = original.reference, letter.reference
    record(session, actor, action, subject_of(original), reference=names[0], by=names[1])
    rows = recipients_of(session, original.id)
    copies = tuple(row.delivered_id for row in rows if row.delivered_id is not None)
    outbox.publish(session, Reworded(original.id, letter.reference, holds, copies))
    changed(session, original)
