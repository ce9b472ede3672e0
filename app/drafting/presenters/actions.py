"""What a person may do about a document by drafting."""

from dataclasses import replace

from flask import url_for
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.words import COPY_TYPES
from app.correspondence.models import Document
from app.drafting.policy import WRITE
from app.drafting.queries.lists import reply_on_its_way
from app.drafting.service.start import CORRECTABLE, REPLACEABLE, UNANSWERABLE
from app.web.i18n import gettext as _
from app.web.listing import Action


def document_actions(session: Session, actor: Actor, document: Document) -> list[Action]:
    """ "Trả lời" on a request of one's own agency; "Soạn văn bản thay thế" on an issued one; a copy
    of either (article 25)."""
    if not actor.may(WRITE) or not actor.works_for(document.agency_id):
        return []
    if document.kind == "incoming" and document.state not in UNANSWERABLE:
        return [*_replying(session, actor, document), _copying(document)]
    if document.kind == "outgoing" and document.state in REPLACEABLE:
        href = url_for("drafting.new", replaces=document.id, type=document.type_code)
        again = Action(_("Draft a replacement"), href, icon="arrow-repeat", quiet=True)
        correcting = [_correcting(document)] if document.state == CORRECTABLE else []
        return [*correcting, again, _copying(document)]
    return []


def _correcting(document: Document) -> Action:
    href = url_for("drafting.correct", document_id=document.id)
    return Action(_("Correct its wording"), href, icon="pencil", dialog=True, quiet=True)


def _copying(document: Document) -> Action:
    href = url_for("drafting.new", copy_of=document.id, type=COPY_TYPES[0])
    return Action(_("Draft a copy"), href, icon="files", quiet=True)


def _replying(session: Session, actor: Actor, document: Document) -> list[Action]:
    """To the reply that is on its way, as long as there is one; another can still be begun."""
    href = url_for("drafting.new", answers=document.id)
    reply = Action(_("Reply"), href, icon="reply", primary=document.reply_required)
    draft_id = reply_on_its_way(session, actor, document.id)
    if draft_id is None:
        return [reply]
    href = url_for("drafting.show", draft_id=draft_id)
    on_its_way = Action(_("Open the draft"), href, icon="pen", primary=document.reply_required)
    return [on_its_way, replace(reply, label=_("Another reply"), primary=False, quiet=True)]
