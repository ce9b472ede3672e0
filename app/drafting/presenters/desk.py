"""Drafts on the desk: what came back to the reader."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.queries.returned import Return, returns
from app.core.policy import Actor
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.wholes import PRESSED
from app.drafting.presenters.lists import reason_words
from app.drafting.presenters.page import standing
from app.drafting.queries.lists import RETURNED, DraftRow, drafts_page
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import Fact, Row

ROWS_OF_A_KIND = 5


def to_revise(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    found = drafts_page(session, actor, RETURNED, size=ROWS_OF_A_KIND)
    back = returns(session, [row.record_id for row in found.rows])
    return [_row(row, horizon, back.get(row.record_id)) for row in found.rows]


def _row(row: DraftRow, horizon: Horizon, back: Return | None) -> Row:
    pressed = due_colour(row.due_at, horizon)
    presses = pressed in PRESSED
    word = standing(row.state, is_returned=True)
    return Row(
        href=url_for("drafting.show", draft_id=row.id),
        subject=row.subject or _("(no subject)"),
        state=pressed if presses else "new",
        state_text=None if presses else word,
        marks=(Fact(word),) if presses else (),
        due_text=_("by %(day)s", day=short_day(row.due_at)) if row.due_at else "",
        due_title=due_title(row.due_at),
        due_href=url_for("work.why", record_id=row.record_id),
        number_note=short_day(row.changed_at),
        reference=row.type_name,
        issuer=row.author_name,
        urgency=row.urgency,
        excerpt=reason_words(back),
        due_at=row.due_at,
        since=row.changed_at,
    )
