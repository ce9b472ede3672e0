"""Lines of work as rows of a list."""

from flask import url_for

from app.core.policy import Actor
from app.core.words import written_number
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import (
    ROLE_WORDS,
    Row,
)
from app.web.records import peek_at
from app.web.sequels import sequel_marks
from app.work.list_position import Place
from app.work.presenters.extending import put_off_text
from app.work.presenters.wording import ENDED_WORDS, due_text
from app.work.queries import Neighbour, WorkRow


def work_row(row: WorkRow, actor: Actor, horizon: Horizon, here: Place) -> Row:
    """A line in a list; `here` keeps the list in the address of its record."""
    face = row.face
    peek = peek_at(face.kind, row.record_id)
    return Row(
        href=here.page_of(Neighbour(row.id, face.path)),
        subject=face.subject,
        state=row.colour or "new",
        state_text=None if row.colour else _(ENDED_WORDS[row.state]),
        due_text=due_text(row, horizon),
        due_title=due_title(row.due_at),
        due_href=url_for("work.why", record_id=row.record_id, line=row.id),
        number=written_number(face.number),
        number_note=short_day(row.given_at),
        number_label=_("arrival number") if face.number else "",
        reference=face.reference,
        issuer=face.source,
        urgency=face.urgency,
        who=_who(row, actor, horizon),
        unread=row.opened_at is None and row.state == "open",
        select_value=str(row.record_id),
        peek_href=here.on(peek, row.id) if peek else None,
        marks=tuple(sequel_marks(face.sequels)),
        due_at=row.due_at,
        since=row.given_at,
    )


def _who(row: WorkRow, actor: Actor, horizon: Horizon) -> str:
    """Role and holder; the giver when it is not the reader; how often it was put off; the outcome
    when there is one."""
    said = [f"{_(ROLE_WORDS[row.role])}: {row.name}"]
    if row.given_by_id not in actor.person_ids:
        said.append(_("given by %(name)s", name=row.given_by))
    if row.extended:
        said.append(put_off_text(row.extended, row.first_due_at, row.due_at, horizon))
    if row.outcome and row.state != "open":
        said.append(row.outcome)
    return "; ".join(said)
