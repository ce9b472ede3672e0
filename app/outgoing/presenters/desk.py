"""Outgoing documents on the desk: those to be numbered, and the answers awaited."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import PanelContent
from app.core.policy import Actor
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.words import due_words
from app.deadlines.wording import words
from app.outgoing import queries
from app.outgoing.presenters.lists import list_rows
from app.outgoing.queries import OUTGOING
from app.outgoing.tiles import UNNUMBERED
from app.web.i18n import gettext as _
from app.web.listing import Empty, ListPage, Row
from app.web.records import link_to
from app.web.sequels import sequel_marks

ROWS_OF_A_KIND = 5
AWAITED_SHOWN = 4


def to_number(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    found = OUTGOING.page(session, actor, UNNUMBERED, size=ROWS_OF_A_KIND)
    return list_rows(found.rows, queries.Beside({}, {}), horizon)


def awaited(session: Session, actor: Actor, horizon: Horizon) -> PanelContent:
    text = _("Receivers asked to answer what you issue stand here until they do.")
    found = queries.awaited(session, actor, AWAITED_SHOWN)
    page = ListPage(
        rows=tuple(_awaited_row(row, horizon) for row in found),
        label=_("Answers to what was issued"),
        empty=Empty(_("No answer is awaited."), text, "reply"),
    )
    rest = url_for("outgoing.index", tab="awaited") if page.rows else ""
    return PanelContent(page, rest, _("Open all"))


def _awaited_row(row: Any, horizon: Horizon) -> Row:
    return Row(
        href=link_to("outgoing", row.document_id, anchor="recipients"),
        subject=row.subject,
        state=due_colour(row.due_at, horizon),
        due_text=words(due_words(row.due_at, horizon)),
        due_title=due_title(row.due_at),
        due_href=url_for("work.why", record_id=row.document_id),
        reference=row.reference,
        issuer=row.name,
        who=_("%(name)s has not answered", name=row.name),
        marks=tuple(sequel_marks(row.sequels)),
    )
