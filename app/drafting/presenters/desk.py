"""Drafts on the desk: at whose step the reader is, and what came back to them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.approval.queries.returned import Return, returns
from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.wholes import PRESSED
from app.drafting.filters import DraftFilter
from app.drafting.presenters.lists import reason_words
from app.drafting.presenters.page import standing
from app.drafting.queries.lists import WAITING, DraftRow, drafts_page
from app.web.formats import moment, short_day
from app.web.listing import Fact, Row

ROWS_OF_A_KIND = 5


def to_approve(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    found = drafts_page(session, actor, WAITING, size=ROWS_OF_A_KIND)
    return [_row(row, horizon) for row in found.rows]


def to_revise(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    found = drafts_page(session, actor, DraftFilter(tab="returned"), size=ROWS_OF_A_KIND)
    back = returns(session, [row.record_id for row in found.rows])
    return [_row(row, horizon, back.get(row.record_id)) for row in found.rows]


def _row(row: DraftRow, horizon: Horizon, back: Return | None = None) -> Row:
    pressed = due_colour(row.due_at, horizon)
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
