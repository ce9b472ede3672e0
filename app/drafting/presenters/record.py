"""What drafting adds to the page of a document: its drafts, and beginning one."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.queries import current_holders
from app.approval.queries.returned import Return, returns
from app.approval.rules.circuit import KINDS
from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.models import Document
from app.drafting.presenters.actions import document_actions
from app.drafting.presenters.page import standing
from app.drafting.queries.drafts import draft_of
from app.drafting.queries.lists import DraftRow, corrections_on_their_way, drafts_of
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Addition, Fact, Part, Version
from app.web.sequels import sequel_words
from app.work.presenters import works_on
from app.work.queries import lines_of

Holders = Sequence[tuple[str, str]]


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    document = opened.record
    if not isinstance(document, Document):
        return None
    drafts = _drafts(session, actor, document)
    part = Part(
        name="drafts",
        label=_("Drafts"),
        template="drafting/_part.html",
        content=drafts,
        count=len(drafts),
        place=40,
    )
    return Addition(
        facts=corrections_said(session, actor, document) if document.kind == "outgoing" else (),
        facts_place=70,
        parts=(part,) if drafts else (),
        actions=_actions(session, actor, opened),
        actions_place=20,
    )


def corrections_said(session: Session, actor: Actor, document: Document) -> tuple[Fact, ...]:
    """That somebody writes a correction of it already, and who; its draft for who may read it."""
    return tuple(
        Fact(
            _("A correction is being drafted (%(name)s)", name=one.author_name),
            "pencil",
            url_for("drafting.show", draft_id=one.id) if one.is_readable else None,
        )
        for one in corrections_on_their_way(session, actor, document.id)
    )


def _actions(session: Session, actor: Actor, opened: Opened) -> Sequence[Action]:
    """Replying is the next thing to do only for who works on the document."""
    actions = document_actions(session, actor, opened.record)
    if not actions or works_on(actor, opened.ask(lines_of, session, opened.record_id)):
        return actions
    return [replace(action, primary=False) for action in actions]


def _drafts(session: Session, actor: Actor, document: Document) -> Sequence[Version]:
    """The drafts that answer the document; for an issued one, the draft it came from."""
    if document.kind == "outgoing":
        return _origin(session, actor, document)
    found = drafts_of(session, actor, document.id)
    ids = [row.record_id for row in found]
    holders, returned = current_holders(session, ids), returns(session, ids)
    return [
        _version(row, holders.get(row.record_id, ()), returned.get(row.record_id)) for row in found
    ]


def _version(row: DraftRow, holders: Holders, back: Return | None) -> Version:
    state = standing(row.state, is_returned=back is not None)
    followed = sequel_words(row.sequels)
    followed = followed[:1].lower() + followed[1:]
    held = "; ".join(f"{_(KINDS[kind])}: {name}" for kind, name in holders)
    said = ", ".join(part for part in (row.author_name, moment(row.changed_at)) if part)
    return Version(
        label=f"{row.type_name}: {', '.join(filter(None, (state, followed)))}",
        note=f"{said}. {held}" if held else said,
        href=url_for("drafting.show", draft_id=row.id),
        link=_("Open the draft"),
    )


def _origin(session: Session, actor: Actor, document: Document) -> Sequence[Version]:
    draft_id = draft_of(session, actor, document.id)
    if draft_id is None:
        return ()
    note = _("with its versions, comments and approvals")
    href = url_for("drafting.show", draft_id=draft_id)
    return [Version(_("The draft of this document"), note, href, _("Open the draft"))]
