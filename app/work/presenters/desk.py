"""The work on the desk: what presses, who holds it, what was given out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import PanelContent
from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Empty, Figure, HolderBar, ListPage, Row
from app.work import queries
from app.work.filters import WorkFilter
from app.work.list_position import Place
from app.work.presenters.lists import work_row
from app.work.presenters.wording import work_total
from app.work.queries import AgencyLoad, HolderLoad, Pressing, WorkRow
from app.work.tiles import ASKED, LATE_IN_AGENCY, OPEN_AND_GIVEN, RETURNED, SOON_IN_AGENCY

ROWS_OF_A_KIND = 5
GIVEN_SHOWN = 4
BAR_COLOURS = ("late", "soon", "track", "new")


@dataclass(frozen=True)
class Holders:
    """What templates/work/_holders.html shows."""

    bars: Sequence[HolderBar]
    note: str
    """What the bars count, which is less than the tiles do."""


def to_decide(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    return _waiting(session, actor, ASKED, horizon)


def to_give_again(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    return _waiting(session, actor, RETURNED, horizon)


def pressing(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    return _waiting(session, actor, WorkFilter(), horizon)


def _waiting(session: Session, actor: Actor, wanted: WorkFilter, horizon: Horizon) -> Sequence[Row]:
    found = queries.work_page(session, actor, wanted, horizon, size=ROWS_OF_A_KIND)
    return _rows(found.rows, actor, wanted, horizon)


_GIVEN = Pressing(OPEN_AND_GIVEN)


def _rows(
    found: Sequence[WorkRow], actor: Actor, wanted: WorkFilter, horizon: Horizon
) -> Sequence[Row]:
    here = Place(url_for("work.index", **wanted.to_args()), 0)
    return [work_row(row, actor, horizon, here) for row in found]


def holders(session: Session, actor: Actor, horizon: Horizon) -> PanelContent:
    """The bars, and with them what the tiles of the agency would count once more."""
    load = queries.agency_load(session, actor, horizon)
    return PanelContent(
        Holders([_bar(holder) for holder in load.holders], _held_directly(load)),
        url_for("work.index", scope="agency"),
        _("All work of the agency"),
        counted={LATE_IN_AGENCY: load.late, SOON_IN_AGENCY: load.soon},
        notes={LATE_IN_AGENCY: _late_words(load.late, load.late_records)} if load.late else {},
    )


def _late_words(lines: int, records: int) -> str:
    """The bars count less: not what was passed on."""
    return str(_("%(total)s, passed on ones too", total=work_total(lines, records)))


def _held_directly(load: AgencyLoad) -> str:
    held = sum(holder.all for holder in load.holders)
    if not held:
        return ""
    return ngettext(
        "%(num)s line, late or not, given by directives; those passed on are not counted here.",
        "%(num)s lines, late or not, given by directives; those passed on are not counted here.",
        held,
    )


def _bar(load: HolderLoad) -> HolderBar:
    wanted = WorkFilter(whose="agency", holder=load.holder)

    def href(colour: str) -> str:
        return url_for("work.index", **wanted.but(colour=colour).to_args())

    return HolderBar(
        name=load.name,
        figures=tuple(Figure(c, getattr(load, c), href(c)) for c in BAR_COLOURS),
        href=href(""),
        is_idle=not load.all,
    )


def given(session: Session, actor: Actor, horizon: Horizon) -> PanelContent:
    text = _("Lines you give out by a directive, or pass on, stand here until they are done.")
    found = _GIVEN.first(session, actor, horizon, GIVEN_SHOWN)
    page = ListPage(
        rows=tuple(_rows(found, actor, OPEN_AND_GIVEN, horizon)),
        label=_("What I gave out"),
        empty=Empty(_("You await nothing from others."), text, "diagram-3"),
    )
    rest = url_for("work.index", **OPEN_AND_GIVEN.to_args()) if page.rows else ""
    return PanelContent(page, rest, _("Open all"))
