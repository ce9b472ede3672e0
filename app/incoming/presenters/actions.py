"""What may be done with a document, as the clerk's side sees it."""

from typing import Any

from flask import url_for

from app.core.policy import Actor
from app.correspondence.models import Document
from app.incoming import rules
from app.incoming.models import IncomingDocument
from app.web.i18n import gettext as _
from app.web.listing import Action


def document_actions(actor: Actor, document: Document) -> list[Action]:
    """What this person may do with the document as the clerk's side sees it, and nothing else."""
    if not isinstance(document, IncomingDocument) or not actor.works_for(document.agency_id):
        return []
    actions = []
    if actor.may("incoming.register"):
        actions += _clerk_actions(document)
    if actor.may("incoming.close"):
        actions += _closing_actions(document)
    return actions


def _clerk_actions(document: IncomingDocument) -> list[Action]:
    address: dict[str, Any] = {"document_id": document.id}
    if document.state == "waiting":
        return [
            Action(
                _("Accept and register"), url_for("incoming.accept", **address), "check-lg", True
            ),
            Action(_("Refuse"), url_for("incoming.refuse", **address), "x-lg", dialog=True),
        ]
    if document.state not in rules.OPEN_STATES:
        return []
    actions = [
        Action(_("Correct"), url_for("incoming.correct", **address), "pencil", quiet=True),
        Action(_("Files"), url_for("incoming.files", **address), "paperclip", quiet=True),
    ]
    if document.state == "registered" and document.recipient_id is None:
        href = url_for("incoming.cancel", **address)
        actions.append(
            Action(_("Cancel registration"), href, "slash-circle", quiet=True, dialog=True)
        )
    return actions


def _closing_actions(document: IncomingDocument) -> list[Action]:
    address: dict[str, Any] = {"document_id": document.id}
    is_asked = document.recalled_at and document.state in rules.MOVES["follow_recall"].sources
    following = [_following_recall(document)] if is_asked else []
    if document.state in rules.OPEN_STATES:
        href = url_for("incoming.close", **address)
        return [*following, Action(_("Close"), href, "check-circle", quiet=True, dialog=True)]
    if document.state == "closed" or (document.state == "recalled" and document.number is not None):
        href = url_for("incoming.reopen", **address)
        again = Action(_("Reopen"), href, "arrow-counterclockwise", quiet=True, dialog=True)
        return [*following, again]
    return []


def _following_recall(document: IncomingDocument) -> Action:
    return Action(
        _("Put away as recalled"),
        url_for("incoming.follow_recall", document_id=document.id),
        "slash-circle",
        method="post",
        confirm=_("Put it away as its sender asked? Open work on it is called off."),
        fields=(("version", str(document.version)),),
    )
