"""Who is told what of outgoing documents."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import holders_of
from app.core.feature import FILED, GIVEN_WORK, MessageKind, Occasion, Telling
from app.core.text import N_
from app.correspondence.telling import tell_of
from app.organisation.queries import head_of
from app.outgoing import events
from app.outgoing.models import OutgoingDocument, Recipient
from app.outgoing.queries import own_receivers


def _refused(session: Session, payload: Mapping[str, Any]) -> Telling:
    recipient, document = _received(session, payload)
    clerks = holders_of(session, document.agency_id, "outgoing.issue")
    words = N_("%(name)s refused %(reference)s: %(reason)s")
    key = f"refused:{recipient.id}:{recipient.changed_at}"
    return tell_of(document, clerks, key, words, name=recipient.name, reason=payload["reason"])


def _answered(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever drafted the request, or its clerk, hears of the answer."""
    recipient, document = _received(session, payload)
    people = {document.drafter_id or document.created_by_id}
    words = N_("%(name)s answered %(reference)s")
    return tell_of(document, people, f"answered:{recipient.id}", words, name=recipient.name)


def _received(session: Session, payload: Mapping[str, Any]) -> tuple[Recipient, OutgoingDocument]:
    recipient = session.get_one(Recipient, payload["recipient_id"])
    return recipient, session.get_one(OutgoingDocument, recipient.document_id)


def _signed(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """The clerks are told, but for the one who entered it from paper and has it before them."""
    document = session.get_one(OutgoingDocument, payload["document_id"])
    if document.state != "signed":
        return None
    clerks = holders_of(session, document.agency_id, "outgoing.issue") - {document.created_by_id}
    words = N_("A signed document waits for its number: %(subject)s")
    return tell_of(document, clerks, f"signed:{document.id}", words)


def _issued(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    document = session.get_one(OutgoingDocument, payload["document_id"])
    if document.drafter_id is None:
        return None
    words = N_("Your document was issued as %(reference)s: %(subject)s")
    return tell_of(document, {document.drafter_id}, f"issued:{document.id}", words)


def _handed_out(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Who of the agency is to have it hears so, once: the heads of its units, and people."""
    return _tell_own(
        session, payload, "received", N_("%(reference)s was issued to you: %(subject)s")
    )


def _called_back(session: Session, payload: Mapping[str, Any]) -> Telling:
    words = N_("%(reference)s, which was issued to you, was recalled: %(reason)s")
    return _tell_own(session, payload, "called_back", words, reason=payload["reason"])


def _tell_own(
    session: Session, payload: Mapping[str, Any], what: str, words: str, **values: Any
) -> Telling:
    document = session.get_one(OutgoingDocument, payload["document_id"])
    people: set[int] = set()
    for one in own_receivers(session, document).values():
        people |= {one.person_id} if one.person_id else set(head_of(session, one.unit_id or 0))
    return tell_of(document, people, f"{what}:{document.id}", words, **values)


ISSUED = Occasion(
    name="outgoing.issued",
    words=N_("What you drafted or signed is issued or recalled"),
    group=FILED,
)
ANSWERED = Occasion(
    name="outgoing.answered",
    words=N_("An answer arrives, or a document reaches you"),
    group=GIVEN_WORK,
)

MESSAGES = (
    MessageKind("outgoing.refused", "incoming.delivery_refused", _refused, occasion=ISSUED),
    MessageKind("outgoing.answered", events.Answered.topic, _answered, occasion=ANSWERED),
    MessageKind("outgoing.signed", events.Signed.topic, _signed, occasion=ISSUED),
    MessageKind("outgoing.issued", events.Issued.topic, _issued, occasion=ISSUED),
    MessageKind("outgoing.received", events.Issued.topic, _handed_out, occasion=ANSWERED),
    MessageKind("outgoing.received_later", events.Sent.topic, _handed_out, occasion=ANSWERED),
    MessageKind("outgoing.called_back", events.Recalled.topic, _called_back, occasion=ISSUED),
)
