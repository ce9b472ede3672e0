"""A letter from outside corrects the wording of an earlier one: a clerk says so, no guess does."""

from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.policy import get_document
from app.correspondence.queries.sequels import sequels_of
from app.incoming.events import DeliveryReworded
from app.incoming.models import IncomingDocument
from app.incoming.service.common import must_be, note, take_in_hand, touched
from app.records.service import link, take_turn, unlink

REGISTERED = frozenset({"registered", "directed", "closed"})


def note_correction(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> None:
    """Let this letter correct that document; both show each other, and who works on it is told.

    Raises NotFound for what the actor may not read, Refused for what is no longer valid.
    """
    take_in_hand(session, actor, letter)
    must_be(letter, REGISTERED)
    original = _original(session, actor, letter, original_id)
    sequels = sequels_of(session, [original.id]).get(original.id, ())
    if any(one.kind != "corrected" for one in sequels):
        message = N_("%(reference)s was recalled or replaced: nothing is to be corrected in it.")
        raise Refused(Problem(message, {"reference": original.reference}))
    link(session, letter.id, original.id, "corrects", actor)
    _tell(session, actor, letter, original, holds=True)


def take_correction_off(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> None:
    """It does not correct that document after all; nothing where nobody had said so."""
    take_in_hand(session, actor, letter)
    original = _original(session, actor, letter, original_id)
    if unlink(session, letter.id, original.id, "corrects"):
        _tell(session, actor, letter, original, holds=False)


def _original(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> IncomingDocument:
    take_turn(session, original_id)
    original = get_document(session, IncomingDocument, original_id, actor)
    if original.agency_id != letter.agency_id or original.id == letter.id:
        raise Refused(Problem(N_("A letter corrects another document of your agency's book.")))
    return original


def _tell(
    session: Session,
    actor: Actor,
    letter: IncomingDocument,
    original: IncomingDocument,
    *,
    holds: bool,
) -> None:
    outbox.publish(session, DeliveryReworded(original.id, letter.reference, holds))
    action = "incoming.wording_corrected" if holds else "incoming.correction_taken_off"
    note(session, actor, original, action, by=letter.reference)
    touched(session, actor, original)
    touched(session, actor, letter)
