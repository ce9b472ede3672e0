"""An incoming document on its page: its head, and what the clerk's side may do with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.correspondence.models import Document
from app.correspondence.presenters import document_head
from app.correspondence.queries import (
    LinkedDocument,
    links_of,
    replaced_by_its_words,
    replies_to,
)
from app.correspondence.rules import is_correction, issuer_key
from app.incoming.models import IncomingDocument
from app.incoming.presenters.actions import document_actions
from app.incoming.presenters.pages import due_part
from app.incoming.queries import corrections_of
from app.incoming.rules import OPEN_STATES
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Addition, DocumentHead, Fact, Part
from app.web.records import link_to
from app.work.presenters import parts_in
from app.work.queries import lines_of

COLUMN_WORDS = {
    "reference": N_("Number and symbol"),
    "type_code": N_("Type"),
    "subject": N_("Subject"),
    "issuer": N_("Issuer"),
    "issued_on": N_("Document date"),
    "signer_name": N_("Signed by"),
    "signer_title": N_("Signer's post"),
    "urgency": N_("Urgency"),
    "pages": N_("Number of pages"),
    "copies": N_("Number of copies"),
    "note": N_("Note"),
    "reply_required": N_("A reply is required"),
    "due_at": N_("Reply or finish by"),
    "arrived_on": N_("Arrival date"),
    "presented_to_id": N_("Present to"),
}
CHOSEN_WORDS = frozenset({*URGENCY_WORDS, "no", "yes"})
STATE_WORDS = {
    "waiting": N_("Waiting to be accepted by the clerk"),
    "refused": N_("Refused"),
    "cancelled": N_("Registration cancelled"),
    "registered": N_("Awaits a directive"),
    "recalled": N_("Recalled by its issuer"),
    "closed": N_("Document closed"),
}


def head(session: Session, actor: Actor, opened: Opened) -> DocumentHead:
    document: IncomingDocument = opened.record
    parts = parts_in(opened.ask(lines_of, session, document.id), opened.horizon)
    answer = replies_to(session, actor, [document.id]).get(document.id)
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
    parts = (*_corrections(session, opened.record), *_replacing(session, actor, opened.record))
    actions = [
        *_correcting(session, actor, opened.record),
        *document_actions(actor, opened.record),
    ]
    return Addition(actions=actions, actions_place=30, parts=parts)


@dataclass(frozen=True)
class ReplacedView:
    """A document that this letter says it replaces: in which sentence, and what a clerk may say."""

    title: str
    subject: str
    href: str
    sentence: str
    action: Action


def _replacing(session: Session, actor: Actor, document: Document) -> tuple[Part, ...]:
    """By its own words it replaces others; that it does is for the clerk to say."""
    if not (_is_for_clerk(actor, document) and document.number is not None):
        return ()
    found = replaced_by_its_words(session, actor, document.id)
    if not found:
        return ()
    linked = {one.id for one in links_of(session, actor, document.id).replaces}
    part = Part(
        name="replacing",
        label=_("Says that it replaces"),
        template="incoming/_replacing.html",
        content=[_replaced(document, one, said, one.id in linked) for one, said in found],
        place=35,
        count=len(found),
    )
    return (part,)


def _is_for_clerk(actor: Actor, document: Document) -> bool:
    is_own = isinstance(document, IncomingDocument) and actor.works_for(document.agency_id)
    return is_own and actor.may("incoming.register")


def _replaced(
    document: Document, one: LinkedDocument, sentence: str, is_linked: bool
) -> ReplacedView:
    here: dict[str, Any] = {"document_id": document.id, "original": one.id}
    if is_linked:
        off = url_for("incoming.take_replacement_off", **here)
        label = _("Does not replace %(reference)s", reference=one.reference)
        action = Action(label, off, method="post", quiet=True)
    else:
        at = url_for("incoming.note_replacement", **here)
        label = _("It replaces %(reference)s", reference=one.reference)
        action = Action(label, at, "arrow-repeat", method="post")
    href = link_to(one.kind, one.id)
    return ReplacedView(one.reference, one.subject, href, sentence, action)


def _correcting(session: Session, actor: Actor, document: Document) -> Sequence[Action]:
    """A letter that says of itself that it corrects another: which one is proposed of those that it
    cites, and is for the clerk to say."""
    if not (_is_for_clerk(actor, document) and is_correction(document.subject)):
        return ()
    if document.source_id is not None or document.number is None:
        return ()
    links = links_of(session, actor, document.id)
    here: dict[str, Any] = {"document_id": document.id}
    taking_off = [
        Action(
            _("Does not correct %(reference)s", reference=one.reference),
            url_for("incoming.take_correction_off", original=one.id, **here),
            method="post",
            quiet=True,
        )
        for one in links.corrects
    ]
    key = issuer_key(document.issuer)
    likely = [
        one for one in links.cites if one.kind == "incoming" and issuer_key(one.issuer) == key
    ]
    proposed = [
        Action(
            _("It corrects %(reference)s", reference=one.reference),
            url_for("incoming.note_correction", original=one.id, **here),
            "pencil",
            method="post",
        )
        for one in likely[:PROPOSED]
    ]
    return (*proposed, *taking_off)


PROPOSED = 3


@dataclass(frozen=True)
class CorrectionView:
    """A correction as the page says it."""

    title: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def _corrections(session: Session, document: Document) -> tuple[Part, ...]:
    """What was put right in its line of the book, with what it said before."""
    if not isinstance(document, IncomingDocument):
        return ()
    found = [
        CorrectionView(
            f"{one.person}, {moment(one.at)}",
            one.reason,
            tuple((_(COLUMN_WORDS[name]), _said(a), _said(b)) for name, a, b in one.changes),
        )
        for one in corrections_of(session, document.id)
    ]
    if not found:
        return ()
    part = Part(
        name="corrections",
        label=_("Corrections"),
        template="incoming/_corrections.html",
        content=found,
        place=40,
        count=len(found),
    )
    return (part,)


def _said(value: str) -> str:
    """A day as people write it, a choice in the reader's language, else as it was written."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return _(value) if value in CHOSEN_WORDS else value
