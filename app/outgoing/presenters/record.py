"""An outgoing document on its page: its head, its receivers, and what may be done with it."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.presenters import document_head
from app.correspondence.presenters.record import linked_part
from app.correspondence.queries import LinkedDocument, to_be_linked
from app.outgoing import queries, rules
from app.outgoing.models import OutgoingDocument
from app.outgoing.presenters.document import document_actions, due_part, recipient_lines
from app.outgoing.queries import RecipientFact
from app.web.i18n import gettext as _
from app.web.listing import Addition, DocumentHead, Fact, Part

STATE_WORDS = {
    "signed": N_("Signed, waiting for its number"),
    "returned": N_("Returned to its drafter"),
    "unsigned": N_("The signature was taken back"),
    "recalled": N_("Recalled"),
}


def head(session: Session, _actor: Actor, opened: Opened) -> DocumentHead:
    document: OutgoingDocument = opened.record
    receivers = opened.ask(_receivers, session, document.id)
    shown = document_head(
        document,
        direction="out",
        stamped_on=document.issued_on,
        state=_state(document),
        is_owed=any(one.is_awaited for one in receivers),
        answer=_answer(session, _actor, receivers),
        back=Fact(_("Outgoing documents"), href=url_for("outgoing.index")),
    )
    return replace(shown, **due_part(document, receivers, opened.horizon))


def _answer(session: Session, actor: Actor, receivers: Sequence[RecipientFact]) -> str | None:
    """What answered it, once everybody who was asked has."""
    answered = [one for one in receivers if one.answered_at is not None]
    if not answered or any(one.is_awaited for one in receivers):
        return None
    known = queries.readable_answers(session, actor, answered)
    notes = (known.get(one.answer_id or 0) or one.answer_note or one.name for one in answered)
    return ", ".join(notes)


def _receivers(session: Session, document_id: int) -> Sequence[RecipientFact]:
    return queries.recipients_of(session, [document_id]).get(document_id, [])


def _state(document: OutgoingDocument) -> str:
    standing = rules.standing(document.state, document.closed_reason)
    if standing not in STATE_WORDS:
        return ""
    said = _(STATE_WORDS[standing])
    if document.state == "recalled" and document.recall_reason:
        return f"{said}: {document.recall_reason}"
    return said


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    document = opened.record
    if not isinstance(document, OutgoingDocument):
        return None
    planned = _planned(session, actor, document)
    return Addition(
        parts=(
            _recipients(session, actor, opened),
            *([linked_part(session, planned)] if planned else []),
        ),
        actions=document_actions(session, actor, document),
        actions_place=40,
    )


def _recipients(session: Session, actor: Actor, opened: Opened) -> Part:
    document = opened.record
    facts = opened.ask(_receivers, session, document.id)
    facts = queries.as_reached(session, document, facts)
    known = queries.readable_answers(session, actor, facts)
    lines = recipient_lines(actor, document, facts, known, opened.horizon)
    return Part(
        name="recipients",
        label=_("Recipients"),
        template="outgoing/_part.html",
        content=lines,
        count=len(lines),
        place=20,
    )


def _planned(
    session: Session, actor: Actor, document: OutgoingDocument
) -> Sequence[tuple[LinkedDocument, str, bool]]:
    """What a signed document is linked with once it is issued."""
    if document.state != "signed":
        return ()
    words = {
        document.answers_id: _("will be answered by this document"),
        document.replaces_id: _("will be replaced by this document"),
        document.corrects_id: _("will be corrected by this document"),
    }
    ids = [one for one in words if one is not None]
    found = to_be_linked(session, actor, ids)
    return [(found[one], words[one], True) for one in ids if one in found]
