"""A letter from outside corrects the wording of an earlier document, or replaces it: a clerk says
so, no guess does."""

from sqlalchemy.orm import Session

from app.core import outbox
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import Document
from app.correspondence.policy import get_document
from app.correspondence.queries.sequels import sequels_of
from app.incoming.events import DeliveryReworded, DeliverySuperseded
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
    if not isinstance(original, IncomingDocument):
        raise Refused(Problem(N_("A letter corrects another document of your agency's book.")))
    _must_hold(session, original)
    link(session, letter.id, original.id, "corrects", actor)
    _reworded(session, actor, letter, original, holds=True)


def take_correction_off(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> None:
    """It does not correct that document after all; nothing where nobody had said so."""
    take_in_hand(session, actor, letter)
    original = _original(session, actor, letter, original_id)
    if unlink(session, letter.id, original.id, "corrects"):
        _reworded(session, actor, letter, original, holds=False)


def note_replacement(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> None:
    """Let this letter replace that document, one that arrived or one of the agency's own; who works
    on what arrived is told.

    Raises NotFound for what the actor may not read, Refused for what is no longer valid.
    """
    take_in_hand(session, actor, letter)
    must_be(letter, REGISTERED)
    original = _original(session, actor, letter, original_id)
    _must_hold(session, original)
    link(session, letter.id, original.id, "replaces", actor)
    _superseded(session, actor, letter, original, holds=True)


def take_replacement_off(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> None:
    """It does not replace that document after all; nothing where nobody had said so."""
    take_in_hand(session, actor, letter)
    original = _original(session, actor, letter, original_id)
    if unlink(session, letter.id, original.id, "replaces"):
        _superseded(session, actor, letter, original, holds=False)


def _original(
    session: Session, actor: Actor, letter: IncomingDocument, original_id: int
) -> Document:
    take_turn(session, original_id)
    original = get_document(session, Document, original_id, actor)
    if original.agency_id != letter.agency_id or original.id == letter.id:
        raise Refused(Problem(N_("A letter corrects another document of your agency's book.")))
    return original


def _must_hold(session: Session, original: Document) -> None:
    sequels = sequels_of(session, [original.id]).get(original.id, ())
    if original.number is None or any(one.kind != "corrected" for one in sequels):
        message = N_("%(reference)s was recalled or replaced: nothing is to be changed about it.")
        raise Refused(Problem(message, {"reference": original.reference}))


def _reworded(
    session: Session, actor: Actor, letter: IncomingDocument, original: Document, *, holds: bool
) -> None:
    outbox.publish(session, DeliveryReworded(original.id, letter.reference, holds))
    action = "incoming.wording_corrected" if holds else "incoming.correction_taken_off"
    _change(session, actor, letter, original, action)


def _superseded(
    session: Session, actor: Actor, letter: IncomingDocument, original: Document, *, holds: bool
) -> None:
    if isinstance(original, IncomingDocument):
        outbox.publish(session, DeliverySuperseded(original.id, letter.reference, holds))
    action = "incoming.superseded" if holds else "incoming.replacement_taken_off"
    _change(session, actor, letter, original, action)


def _change(
    session: Session, actor: Actor, letter: IncomingDocument, original: Document, action: str
) -> None:
    note(session, actor, original, action, by=letter.reference)
    touched(session, actor, original)
    touched(session, actor, letter)
