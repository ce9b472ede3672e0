"""Who is told what of incoming documents."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import holders_of
from app.core.feature import MessageKind, Telling
from app.core.text import N_
from app.correspondence.telling import tell_of
from app.incoming import events
from app.incoming.models import IncomingDocument


def _presented(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """It was presented to a leader for a directive."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    leader_id = document.presented_to_id
    if leader_id is None:
        return None
    words = N_("%(reference)s waits for your directive: %(subject)s")
    return tell_of(document, {leader_id}, f"presented:{document.id}:{leader_id}", words)


def _delivered(session: Session, payload: Mapping[str, Any]) -> Telling:
    document = session.get_one(IncomingDocument, payload["document_id"])
    clerks = holders_of(session, document.agency_id, "incoming.register")
    words = N_("%(issuer)s sent %(reference)s; accept or refuse it: %(subject)s")
    return tell_of(document, clerks, f"delivered:{document.id}", words, issuer=document.issuer)


MESSAGES = (
    MessageKind("incoming.registered", events.Registered.topic, _presented),
    MessageKind("incoming.presented", events.Presented.topic, _presented),
    MessageKind("incoming.delivered", events.DeliveryReceived.topic, _delivered),
)
