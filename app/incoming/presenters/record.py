"""An incoming document on its page: its head, and what the clerk's side may do with it."""

from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.presenters import document_head
from app.correspondence.queries import replies_to
from app.incoming.models import IncomingDocument
from app.incoming.presenters.actions import document_actions
from app.incoming.presenters.pages import due_part
from app.incoming.rules import OPEN_STATES
from app.web.listing import Addition, DocumentHead, Fact
from app.work.presenters import parts_in
from app.work.queries import lines_of

STATE_WORDS = {
    "waiting": N_("Waiting to be accepted by the clerk"),
    "refused": N_("Refused"),
    "cancelled": N_("Registration cancelled"),
    "registered": N_("Awaits a directive"),
    "recalled": N_("Recalled by its issuer"),
    "closed": N_("Document closed"),
}


def head(session: Session, _actor: Actor, opened: Opened) -> DocumentHead:
    document: IncomingDocument = opened.record
    parts = parts_in(opened.ask(lines_of, session, document.id), opened.horizon)
    answer = replies_to(session, [document.id]).get(document.id)
    shown = document_head(
        document,
        direction="in",
        stamped_on=document.arrived_on,
        state=_state(document),
        answer=answer,
        is_owed=document.state in OPEN_STATES,
        back=Fact(_("Incoming documents"), href=url_for("incoming.index")),
    )
    return replace(shown, **due_part(document, parts, opened.horizon, answer))


def _state(document: IncomingDocument) -> str:
    if document.recall_reason and document.state in ("directed", "registered", "closed"):
        return str(_("Recalled by its issuer: %(reason)s", reason=document.recall_reason))
    if document.state not in STATE_WORDS:
        return ""
    said, reason = _(STATE_WORDS[_state_of(document)]), _reason(document)
    return f"{said}: {reason}" if reason else said


def _state_of(document: IncomingDocument) -> str:
    """What was refused without having been delivered was registered by mistake."""
    if document.state == "refused" and document.recipient_id is None:
        return "cancelled"
    return document.state


def _reason(document: IncomingDocument) -> str:
    """Why it ended, as it was said."""
    if document.state == "refused":
        return document.refused_reason
    return document.closed_reason if document.state in ("closed", "recalled") else ""


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition:
    return Addition(actions=document_actions(actor, opened.record), actions_place=30)
