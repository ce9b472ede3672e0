"""What work adds to the page of a record: directives over their lines, colour, the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.deadlines.presenters import due_sentence, due_title, pressing_title
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.wholes import Parts, pressing
from app.records.queries import work_on
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import ROLE_WORDS, Addition, Empty, Fact, Part, Position
from app.work import queries
from app.work.list_position import beside, place
from app.work.presenters.actions import View, actions_of
from app.work.presenters.lines import DirectiveView, directive_views, parts_in
from app.work.queries import LineRow
from app.work.tree import GIVEN_STATES, Tree


@dataclass(frozen=True)
class WorkPart:
    """What templates/work/_part.html shows."""

    directives: Sequence[DirectiveView]
    nobody_leads: str
    no_work: Empty


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    record_id, horizon, work = opened.record_id, opened.horizon, opened.kind.work
    rows = opened.ask(queries.lines_of, session, record_id)
    if work is None and not rows:
        due_at = opened.kind.faces(session, [record_id])[record_id].due_at
        return Addition(
            due_text=_due_text(due_at, Parts(), horizon),
            due_title=due_title(due_at),
            due_href=url_for("work.why", record_id=record_id),
        )
    parts = parts_in(rows, horizon)
    work = work_on(opened.kind.name)
    record = work.standing(session, record_id, False)
    directs = work.may_direct(session, actor, record_id)
    asked = queries.extensions_of(session, record_id)
    changes = queries.due_changes(session, record_id)
    view = View(actor, record, directs, horizon, asked, changes)
    directives = queries.directives_of(session, record_id)
    shown = WorkPart(
        directive_views(view, directives, rows), _nobody_leads(view, rows), _no_work(view.directs)
    )
    part = Part(
        name="work",
        label=_("Work"),
        template="work/_part.html",
        content=shown,
        count=len(rows),
        place=10,
    )
    return Addition(
        parts=(part,),
        facts=_holder(rows),
        facts_place=10,
        actions=actions_of(view, rows),
        actions_place=10,
        state=parts.colour,
        due_text=_due_text(record.due_at, parts, horizon, is_closed=record.is_closed),
        due_title=pressing_title(record.due_at, parts),
        due_href=url_for("work.why", record_id=record_id),
        position=_position(session, actor),
    )


def _due_text(
    due_at: datetime | None, parts: Parts, horizon: Horizon, *, is_closed: bool = False
) -> str:
    if is_closed:
        return str(_("Due %(day)s", day=day(due_at))) if due_at else ""
    return due_sentence(pressing(due_at, parts, horizon), horizon, due_at)


def _holder(rows: Sequence[LineRow]) -> tuple[Fact, ...]:
    """Who has the lead in hand now: on a phone the lines themselves stand below the pages."""
    tree: Tree[LineRow] = Tree(rows)
    leads, back = tree.lead_lines(), _came_back(tree)
    if not (leads or back):
        return ()
    name = leads[-1].name if leads or back is None else back.given_by
    return (Fact(f"{_(ROLE_WORDS['lead'])}: {name}", "person", "#work"),)


def _came_back(tree: Tree[LineRow]) -> LineRow | None:
    """The lead that was returned while others work on: it is with whoever had given it."""
    returned = (row for row in tree.below(None) if row.state == "returned")
    return next((row for row in returned if tree.lost_lead([row])), None)


def _nobody_leads(view: View, rows: Sequence[LineRow]) -> str:
    """Who leads where nobody who was given the lead does; empty where somebody does."""
    tree: Tree[LineRow] = Tree(rows)
    back = _came_back(tree)
    if back is not None:
        words = _(
            "%(name)s returned the lead, so it is with %(giver)s until another is given it.",
            name=back.name,
            giver=back.given_by,
        )
        return str(words)
    top = [row for row in tree.below(None) if row.state in GIVEN_STATES]
    working = [row for row in top if row.role != "information"]
    is_led = not working or any(row.role == "lead" for row in top)
    return "" if is_led or not view.is_open else str(_("Nobody leads this now."))


def _position(session: Session, actor: Actor) -> Position | None:
    here = place()
    if here is None:
        return None
    found = beside(session, actor, here)
    counted = found.total is not None
    return Position(
        _("%(place)s of %(total)s", place=found.place, total=found.total) if counted else "",
        here.page_of(found.newer) if found.newer else None,
        here.page_of(found.older) if found.older else None,
    )


def _no_work(directs: bool) -> Empty:
    text = _("Lines of work stand here once a leader has written a directive.")
    if directs:
        text = _("Write a directive: who leads, who co-handles and who is informed stand here.")
    return Empty(_("Given to nobody yet."), text, "diagram-3")
