"""What work adds to the page of a record: directives over their lines, colour, the next one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.correspondence.models import Document
from app.web.formats import day, moment
from app.web.listing import ROLE_WORDS, Addition, Empty, Fact, Part, Position
from app.web.records import link_to
from app.work import due_dates, policy, queries, rules
from app.work.list_position import Place, beside, place
from app.work.presenters.actions import View, actions_of
from app.work.presenters.lines import DirectiveView, directive_views
from app.work.presenters.wording import words
from app.work.queries import Horizon, LineRow, Neighbour
from app.work.tree import Tree


@dataclass(frozen=True)
class WorkPart:
    """What templates/work/_part.html shows."""

    directives: Sequence[DirectiveView]
    nobody_leads: bool
    no_work: Empty


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition | None:
    document, at = opened.record, opened.at
    if not isinstance(document, Document):
        return None
    rows = opened.ask(queries.lines_of, session, document.id)
    directs = policy.may_direct(actor, document)
    view = View(actor, document, directs, at)
    directives = queries.directives_of(session, document.id)
    shown = WorkPart(
        directive_views(view, directives, rows), _nobody_leads(document, rows), _no_work(directs)
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
        parts=(part,) if rows or opened.kind.invites_work else (),
        facts=_holder(rows),
        facts_place=10,
        actions=actions_of(actor, document, rows, directs),
        actions_place=10,
        state=_state(rows, at),
        due_text=_due_text(document, at),
        due_title=words(due_dates.full_words(document.due_at)) if document.due_at else "",
        position=_position(session, actor),
    )


def _state(rows: Sequence[LineRow], at: Horizon) -> str | None:
    """The worst colour among the lines, as in lists."""
    colours = {
        rules.colour(r.state, r.opened_at, r.due_at, r.finished_at, at.now, at.soon_limit)
        for r in rows
    }
    return next((colour for colour in rules.WORST_FIRST if colour in colours), None)


def _due_text(document: Document, at: Horizon) -> str:
    if document.due_at is None:
        return ""
    if document.state == "closed":
        return str(_("Due %(day)s", day=day(document.due_at)))
    left = words(due_dates.due_words(document.due_at, at.now, at.calendar))
    return str(_("Due %(day)s, %(left)s", day=moment(document.due_at), left=left))


def _holder(rows: Sequence[LineRow]) -> tuple[Fact, ...]:
    """Who has the lead in hand now: on a phone the lines themselves stand below the pages."""
    leads = Tree(rows).lead_lines()
    if not leads:
        return ()
    return (Fact(f"{_(ROLE_WORDS['lead'])}: {leads[-1].name}", "person", "#work"),)


def _nobody_leads(document: Document, rows: Sequence[LineRow]) -> bool:
    top = [row for row in rows if row.parent_id is None and row.state in ("open", "done")]
    working = [row for row in top if row.role != "information"]
    return document.state == "directed" and bool(working) and all(r.role != "lead" for r in top)


def _position(session: Session, actor: Actor) -> Position | None:
    here = place()
    if here is None:
        return None
    found = beside(session, actor, here)
    counted = found.total is not None
    return Position(
        _("%(place)s of %(total)s", place=found.place, total=found.total) if counted else "",
        _neighbour(here, found.newer),
        _neighbour(here, found.older),
    )


def _neighbour(here: Place, row: Neighbour | None) -> str | None:
    if row is None:
        return None
    return link_to(row.kind, row.document_id, **here.at(row.line_id).args)


def _no_work(directs: bool) -> Empty:
    text = _("Lines of work stand here once a leader has written a directive.")
    if directs:
        text = _("Write a directive: who leads, who co-handles and who is informed stand here.")
    return Empty(_("Given to nobody yet."), text, "diagram-3")
