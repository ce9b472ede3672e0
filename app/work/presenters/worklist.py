"""The list of work as view models."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.rules.colours import Horizon
from app.organisation import queries as organisation
from app.web.i18n import gettext as _
from app.web.listing import ROLE_WORDS, STATE_WORDS, Action, Chip, Empty, Listed, ListPage
from app.web.records import bulk_actions
from app.work import queries as work
from app.work.filters import PRESSING, WorkFilter
from app.work.list_position import Place
from app.work.presenters.lists import work_row
from app.work.presenters.wording import work_total
from app.work.queries import WORK, WorkRow

WHOSE_WORDS = {"mine": N_("Mine"), "given": N_("Given by me"), "agency": N_("Whole agency")}
STAGE_WORDS = {
    "open": N_("Open lines"),
    "ripe": N_("Finished below"),
    "asked": N_("Extension asked"),
    "done": N_("Finished"),
    "returned": N_("Returned"),
}
OPEN_TABS: Sequence[str] = ("late", "soon", "new", "track", "open")
TABS = {
    "open": OPEN_TABS,
    "ripe": OPEN_TABS,
    "asked": OPEN_TABS,
    "done": ("done", "donelate", "ended"),
}


def work_list(
    session: Session, actor: Actor, wanted: WorkFilter, found: Page[WorkRow], horizon: Horizon
) -> ListPage:
    counts = _counts(session, actor, wanted, horizon)
    here = Listed(WORK.name, wanted)
    place = Place(here.href(), 0)
    return ListPage(
        rows=tuple(work_row(row, actor, horizon, place) for row in found.rows),
        label=_("Lines of work"),
        empty=_no_work(actor, wanted),
        pager=here.pager(found),
        total_text=_total(session, actor, wanted, counts, horizon),
        tabs=here.tabs(tab_words(wanted), counts),
        chips=chips(session, actor, here),
        order=_orders(here),
        bulk=bulk_actions(actor),
    )


def _orders(here: Listed[WorkFilter]) -> Chip:
    if here.wanted.stage in PRESSING and not here.wanted.waits:
        newest = {"-given": N_("Newest first")}
        return here.order(newest, usual=N_("Most overdue first"))
    return here.order({"due": N_("Due first")})


def order_said(wanted: WorkFilter) -> str:
    """How the rows stand, in a sentence under the heading; empty for an order that was chosen."""
    if wanted.sort or wanted.stage not in PRESSING:
        return ""
    if wanted.waits:
        return str(
            _("The most urgent first, then what is overdue or due soonest, then what is oldest.")
        )
    return str(_("The longest overdue first, then what is due soonest, then what has no due date."))


def _counts(
    session: Session, actor: Actor, wanted: WorkFilter, horizon: Horizon
) -> Mapping[str, int]:
    """Open lines by colour; finished ones grow without end and are not counted."""
    if wanted.stage == "done":
        return {}
    counts = work.colour_counts(session, actor, wanted, horizon)
    return {"": sum(counts.values()), **counts}


def _total(
    session: Session, actor: Actor, wanted: WorkFilter, counts: Mapping[str, int], horizon: Horizon
) -> str:
    if not counts:
        return ""
    return work_total(counts[wanted.colour], work.count_records(session, actor, wanted, horizon))


def tab_words(wanted: WorkFilter) -> Mapping[str, str]:
    return {"": N_("All"), **{colour: STATE_WORDS[colour] for colour in TABS.get(wanted.stage, ())}}


def chips(session: Session, actor: Actor, here: Listed[WorkFilter]) -> list[Chip]:
    wanted, plain = here.wanted, Listed(here.endpoint, here.wanted.but(colour=""))
    may_direct = actor.may("assignments.direct")
    whose = [(s, _(word)) for s, word in WHOSE_WORDS.items() if s != "agency" or may_direct]
    menus = [
        plain.menu("whose", whose),
        plain.menu("stage", [(name, _(word)) for name, word in STAGE_WORDS.items()]),
        here.chip("role", _("Role"), [(code, _(word)) for code, word in ROLE_WORDS.items()]),
        here.switch("extended", _("Put off")),
    ]
    if wanted.holder and actor.agency_id is not None:
        names = organisation.receiver_names(session, actor.agency_id)
        name = names.get(wanted.holder, _("Who holds it no longer works here"))
        menus.append(Chip(name, here.href(holder=""), on=True))
    return menus


def _no_work(actor: Actor, wanted: WorkFilter) -> Empty:
    others = None
    if wanted.whose != "agency" and actor.may("assignments.direct"):
        whole = Listed(WORK.name, WorkFilter(whose="agency")).href()
        others = Action(_("All work of the agency"), whole, icon="diagram-3")
    if wanted.whose == "given":
        text = _("What you give out by a directive, or pass on, stands here until it is done.")
        return Empty(_("Nothing that you gave out."), text, "diagram-3", others)
    text = _("What a directive gives you, or your head passes on to you, stands here by colour.")
    return Empty(_("No work here."), text, "inbox", others)
