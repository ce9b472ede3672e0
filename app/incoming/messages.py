"""Who is told what of incoming documents."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import holders_of
from app.core.feature import FILED, MessageKind, Occasion, Telling
from app.core.text import N_
from app.correspondence.telling import tell_of
from app.incoming import events
from app.incoming.models import IncomingDocument
from app.work.messages import written_day
from app.work.queries import handlers_of


def _presented(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """It was presented to a leader for a directive."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    leader_id = document.presented_to_id
    if leader_id is None:
        return None
    words = N_("%(reference)s waits for your directive: %(subject)s")
    return tell_of(document, {leader_id}, f"presented:{document.id}:{leader_id}", words)


def _due_corrected(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever works on it, each once; the dates of their own lines stay as they were given."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    people = handlers_of(session, document.id) - {payload["by_id"]}
    words = N_("%(reference)s itself is due on %(new)s, not %(old)s: %(subject)s")
    dates = {"new": written_day(payload["due_at"]), "old": written_day(payload["old_due_at"])}
    key = f"due corrected:{document.id}:{payload['version']}"
    return tell_of(document, people, key, words, **dates)


def _delivered(session: Session, payload: Mapping[str, Any]) -> Telling:
    document = session.get_one(IncomingDocument, payload["document_id"])
    clerks = holders_of(session, document.agency_id, "incoming.register")
    words = N_("%(issuer)s sent %(reference)s; accept or refuse it: %(subject)s")
    return tell_of(document, clerks, _delivery(document), words, issuer=document.issuer)


def _delivery(document: IncomingDocument) -> str:
    return f"delivered:{document.id}"


def _decided(session: Session, payload: Mapping[str, Any]) -> Telling:
    """It was accepted or refused: nobody is asked to any more."""
    recipient_id = payload["recipient_id"]
    rows = select(IncomingDocument).where(IncomingDocument.recipient_id == recipient_id)
    document = session.scalars(rows).one()
    return Telling(people=(), key="", words="", path="", settles=(_delivery(document),))


def _recalled(session: Session, payload: Mapping[str, Any]) -> Telling:
    """The clerk hears of it, and once it was accepted whoever it was given to as well: what becomes
    of it is for them to say. What was not accepted is not theirs to read any more."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    clerks = holders_of(session, document.agency_id, "incoming.register")
    key, values = f"recalled:{document.id}", {"issuer": document.issuer}
    values |= {"reference": document.reference, "reason": payload["reason"]}
    if document.number is None:
        words = N_("%(issuer)s recalled %(reference)s before it was accepted: %(reason)s")
        settles = (_delivery(document),)
        return Telling(
            people=clerks, key=key, words=words, path="/incoming", values=values, settles=settles
        )
    words = N_("%(issuer)s recalled %(reference)s: %(reason)s. End the work on it, or go on.")
    if document.state == "closed":
        words = N_(
            "%(issuer)s recalled %(reference)s, which is closed here: %(reason)s. Put it away, or "
            "keep it."
        )
    return tell_of(document, clerks | _given(session, document), key, words, **values)


def _reinstated(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever was told that it was recalled."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    clerks = holders_of(session, document.agency_id, "incoming.register")
    words = N_("%(issuer)s took the recall of %(reference)s back: it holds again.")
    key, people = f"reinstated:{document.id}:{document.version}", clerks | _given(session, document)
    told = tell_of(document, people, key, words, issuer=document.issuer)
    return replace(told, settles=(f"recalled:{document.id}",))


def _reworded(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever works on it; the clerk hears of the letter, which is delivered."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    words = N_("%(reference)s was corrected by %(by)s: read both versions.")
    if not payload["holds"]:
        words = N_(
            "%(reference)s stands as it was issued: %(by)s, which corrected it, was recalled"
        )
    key = f"reworded:{document.id}:{payload['by']}:{document.version}"
    return tell_of(document, _given(session, document), key, words, by=payload["by"])


def _superseded(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever works on it: what becomes of the work is for them to say."""
    document = session.get_one(IncomingDocument, payload["document_id"])
    words = N_("%(reference)s was replaced by %(by)s: see whether the work on it goes on.")
    if not payload["holds"]:
        words = N_("%(reference)s holds again: it is not replaced by %(by)s")
    key = f"superseded:{document.id}:{payload['by']}:{document.version}"
    return tell_of(document, _given(session, document), key, words, by=payload["by"])


def _given(session: Session, document: IncomingDocument) -> set[int]:
    """Whoever it was given to, at work on it or done, and the leader whom it was presented to."""
    leaders = {document.presented_to_id} if document.presented_to_id else set()
    return leaders | handlers_of(session, document.id, ("open", "done", "closed"))


_TOLD_ELSEWHERE = {"due_at", "presented_to_id"}
"""Of a due date and of being presented with a document people are told by messages of their own."""


def _corrected(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever works on it, and the leader it lies before, but for who corrected it."""
    if set(payload["columns"]) <= _TOLD_ELSEWHERE:
        return None
    document = session.get_one(IncomingDocument, payload["document_id"])
    leaders = {document.presented_to_id} if document.presented_to_id else set()
    people = (leaders | handlers_of(session, document.id)) - {payload["by_id"]}
    words = N_("The entry of %(reference)s was corrected: %(reason)s")
    key = f"corrected:{document.id}:{document.version}"
    return tell_of(document, people, key, words, reason=payload["reason"])


ARRIVED = Occasion(
    name="incoming.arrived",
    words=N_("Documents arrive for you to direct or to accept"),
    group=FILED,
)
CORRECTED = Occasion(
    name="incoming.corrected",
    words=N_("What you work on was corrected"),
    group=FILED,
)
DECIDED = Occasion(
    name="incoming.decided",
    words=N_("Another agency accepted, refused or took back a document"),
    group=FILED,
)

MESSAGES = (
    MessageKind("incoming.corrected", events.Corrected.topic, _corrected, occasion=CORRECTED),
    MessageKind("incoming.registered", events.Registered.topic, _presented, occasion=ARRIVED),
    MessageKind("incoming.presented", events.Presented.topic, _presented, occasion=ARRIVED),
    MessageKind(
        "incoming.due_corrected", events.DueCorrected.topic, _due_corrected, occasion=CORRECTED
    ),
    MessageKind("incoming.delivered", events.DeliveryReceived.topic, _delivered, occasion=ARRIVED),
    MessageKind(
        "incoming.delivery_accepted", events.DeliveryAccepted.topic, _decided, occasion=DECIDED
    ),
    MessageKind(
        "incoming.delivery_refused", events.DeliveryRefused.topic, _decided, occasion=DECIDED
    ),
    MessageKind(
        "incoming.delivery_recalled", events.DeliveryRecalled.topic, _recalled, occasion=DECIDED
    ),
    MessageKind(
        "incoming.delivery_reinstated",
        events.DeliveryReinstated.topic,
        _reinstated,
        occasion=DECIDED,
    ),
    MessageKind(
        "incoming.delivery_superseded",
        events.DeliverySuperseded.topic,
        _superseded,
        occasion=CORRECTED,
    ),
    MessageKind(
        "incoming.delivery_reworded",
        events.DeliveryReworded.topic,
        _reworded,
        occasion=CORRECTED,
    ),
)
