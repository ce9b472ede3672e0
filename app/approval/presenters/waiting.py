"""What waits for one's turn as rows: what is asked, on which record, and for whom one answers."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy.orm import Session

from app.approval.filters import TurnFilter
from app.approval.queries.waiting import TURNS, WaitingTurn, turns_page
from app.approval.rules.circuit import KINDS
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.wholes import PRESSED
from app.records.kinds import kind_of
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import Action, Empty, Fact, Listed, ListPage, Row
from app.web.records import bulk_actions
from app.web.sequels import sequel_marks

FIRST_ROWS = 5


def to_approve(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    """The first few of them, for the desk."""
    found = turns_page(session, actor, TurnFilter(), size=FIRST_ROWS)
    return [_row(turn, actor, horizon) for turn in found.rows]


def turn_list(
    actor: Actor, wanted: TurnFilter, found: Page[WaitingTurn], horizon: Horizon
) -> ListPage:
    here = Listed(TURNS.name, wanted)
    text = _("Whatever is sent round stands here when it is your turn.")
    return ListPage(
        rows=[_row(turn, actor, horizon) for turn in found.rows],
        label=_("Waiting for my approval"),
        empty=_empty(text),
        pager=here.pager(found),
        order=here.order({"due": N_("Due first")}),
        bulk=(_decide(), *bulk_actions(actor)),
    )


def _decide() -> Action:
    return Action(_("Sign, approve"), url_for("approval.decide_several"), method="post")


def _empty(text: str) -> Empty:
    return Empty(_("Nothing waits for your approval."), text, icon="vector-pen")


def _row(turn: WaitingTurn, actor: Actor, horizon: Horizon) -> Row:
    face, asked = turn.face, _(KINDS[turn.kind])
    colour = due_colour(turn.due_at, horizon)
    presses = colour in PRESSED
    marks = [Fact(asked)] if presses else []
    if face.answers:
        marks.append(Fact(_("answers %(reference)s", reference=face.answers)))
    marks += sequel_marks(face.sequels)
    stands_in = turn.person_id != actor.person_id
    return Row(
        href=request.script_root + face.path,
        subject=face.subject or _("(no subject)"),
        state=colour if presses else "open",
        state_text=None if presses else asked,
        due_text=_("by %(day)s", day=short_day(turn.due_at)) if turn.due_at else "",
        due_title=due_title(turn.due_at),
        due_href=url_for("work.why", record_id=turn.record_id),
        number_note=short_day(turn.began_at),
        reference=face.reference or face.sort or _(kind_of(face.kind).label),
        issuer=face.source,
        urgency=face.urgency,
        who=_("You act for %(name)s.", name=turn.person) if stands_in else "",
        select_value=str(turn.record_id),
        select_seen=f"{turn.record_id}:{turn.id}:{face.version}:{face.called}",
        marks=tuple(marks),
        due_at=turn.due_at,
        since=turn.began_at,
    )
