"""Drafts as the desk and the document's page show them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.models import Document
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.wholes import PRESSED
from app.desk.queries import draft_of
from app.drafting.presenters.lists import reason_words
from app.drafting.presenters.page import standing
from app.drafting.queries.lists import DraftRow, current_holders, drafts_of
from app.drafting.queries.returned import Return, returns
from app.drafting.rules.circuit import KINDS
from app.outgoing.models import OutgoingDocument
from app.web.formats import moment, short_day
from app.web.listing import Fact, Row, Version

Holders = Sequence[tuple[str, str]]


def draft_row(row: DraftRow, at: Horizon, back: Return | None = None) -> Row:
    """A draft at whose step the reader is, or that came back to them."""
    pressed = due_colour(row.due_at, at)
    presses = pressed in PRESSED
    word = standing(row.state, is_returned=True) if back else _("Waiting for you")
    return Row(
        href=url_for("drafting.show", draft_id=row.id),
        subject=row.subject or _("(no subject)"),
        state=pressed if presses else ("new" if back else "open"),
        state_text=None if presses else word,
        marks=(Fact(word),) if presses else (),
        due_text=_("by %(day)s", day=short_day(row.due_at)) if row.due_at else "",
        due_title=moment(row.due_at),
        number_note=short_day(row.changed_at),
        reference=row.type_name,
        issuer=row.author_name,
        urgency=row.urgency,
        who="" if back else _("Draft of %(name)s", name=row.author_name),
        excerpt=reason_words(back),
    )


def drafts_part(session: Session, actor: Actor, document: Document) -> list[Version]:
    """The drafts that answer the document; for an issued one, the draft it came from."""
    if isinstance(document, OutgoingDocument):
        return _origin(session, actor, document)
    found = drafts_of(session, actor, document.id)
    ids = [row.id for row in found]
    holders, returned = current_holders(session, ids), returns(session, ids)
    return [_version(row, holders.get(row.id, ()), returned.get(row.id)) for row in found]


def _version(row: DraftRow, holders: Holders, back: Return | None) -> Version:
    state = standing(row.state, is_returned=back is not None)
    held = "; ".join(f"{_(KINDS[kind])}: {name}" for kind, name in holders)
    said = ", ".join(part for part in (row.author_name, moment(row.changed_at)) if part)
    return Version(
        label=f"{row.type_name}: {state}",
        note=f"{said}. {held}" if held else said,
        href=url_for("drafting.show", draft_id=row.id),
        link=_("Open the draft"),
    )


def _origin(session: Session, actor: Actor, document: OutgoingDocument) -> list[Version]:
    draft_id = draft_of(session, actor, document.id)
    if draft_id is None:
        return []
    note = _("with its versions, comments and approvals")
    href = url_for("drafting.show", draft_id=draft_id)
    return [Version(_("The draft of this document"), note, href, _("Open the draft"))]
