"""The first page of every role: what waits, what comes first, what was asked of others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.desk.drafts import draft_row
from app.desk.tiles import (
    DIRECT,
    LATE_IN_AGENCY,
    RETURNED,
    SOON_IN_AGENCY,
    TO_ACCEPT,
    TO_APPROVE,
    TO_DIRECT,
    TO_GIVE_AGAIN,
    TO_NUMBER,
    TO_REVISE,
    WORK,
    Kind,
    counted,
)
from app.drafting.queries import lists as drafts
from app.drafting.queries.returned import returns
from app.incoming import presenters as arrivals
from app.incoming import queries as incoming
from app.incoming.filters import Filter as IncomingFilter
from app.outgoing import presenters as issuing
from app.outgoing import queries as outgoing
from app.outgoing import rules
from app.outgoing.queries import Filters as OutgoingFilter
from app.web.listing import Empty, Figure, HolderBar, ListPage, Row, Tile
from app.work import due_dates
from app.work import presenters as lines
from app.work import queries as work
from app.work.list_position import Place
from app.work.queries import AgencyLoad, HolderLoad, Horizon, WorkFilter

ROWS_OF_A_KIND = 5
GIVEN_SHOWN = 4
BAR_COLOURS = ("late", "soon", "track", "new")
OPEN_AND_GIVEN = WorkFilter(scope="given")


@dataclass(frozen=True)
class Home:
    """What templates/desk/home.html shows; None leaves a part out for this person."""

    today: str
    tiles: Sequence[Tile]
    first: ListPage | None
    first_href: str
    first_link: str
    holders: Sequence[HolderBar] | None
    given: ListPage | None
    given_href: str
    awaited: ListPage | None
    awaited_href: str

    @property
    def has_side(self) -> bool:
        """Something stands beside the rows; without it, what was given out does."""
        return self.holders is not None or self.awaited is not None


def home(session: Session, actor: Actor) -> Home:
    at = work.horizon(session, actor.agency_id)
    works = actor.may(WORK)
    load = work.agency_load(session, actor, at) if actor.may(DIRECT) else None
    counts = counted(session, actor, at, _known(load))
    tiles = {kind: _tile(kind, count) for kind, count in counts.items()}
    pressing = _pressing(session, actor, at) if works else ()
    first_href, first_link = _all_of_first(tiles, pressing)
    return Home(
        today=lines.today_text(),
        tiles=[tile for kind, tile in tiles.items() if _is_shown(kind, tile, actor)],
        first=_first(session, actor, at, tiles, pressing) if works else None,
        first_href=first_href,
        first_link=first_link,
        holders=[_bar(holder) for holder in load.holders] if load else None,
        given=_given(session, actor, at) if works else None,
        given_href=url_for("desk.work", **OPEN_AND_GIVEN.to_args()),
        awaited=_awaited(session, actor, at) if actor.may("documents.read_agency") else None,
        awaited_href=url_for("outgoing.index", tab="awaited"),
    )


def _is_shown(kind: Kind, tile: Tile, actor: Actor) -> bool:
    """All that belong to the role; of those that seldom do, the ones that are not empty."""
    return tile.count != 0 or not kind.is_minor_for(actor)


def _tile(kind: Kind, count: int | None) -> Tile:
    return Tile(_(kind.label), kind.href(), count, kind.state, _(kind.note))


# -- What comes first ------------------------------------------------------------------------------

Source = Callable[[Session, Actor, Horizon], Sequence[Row]]


def _first(
    session: Session, actor: Actor, at: Horizon, tiles: Mapping[Kind, Tile], pressing: Sequence[Row]
) -> ListPage:
    """A few of each kind that waits for this person, the kinds in the order of their haste."""
    sources = [source for kind, source in SOURCES if _waits(tiles, kind)]
    rows = [row for source in sources for row in source(session, actor, at)]
    text = _("Documents, drafts and lines of work that wait for you will stand here.")
    return ListPage(
        rows=(*rows, *pressing),
        label=_("What needs you first"),
        empty=Empty(_("Nothing waits for you now."), text, "check-circle"),
    )


def _waits(tiles: Mapping[Kind, Tile], kind: Kind) -> bool:
    return kind in tiles and tiles[kind].count != 0


def _all_of_first(tiles: Mapping[Kind, Tile], pressing: Sequence[Row]) -> tuple[str, str]:
    """Where the rest of what comes first is, and the words of the link; never an empty list."""
    waiting = next((kind for kind, _source in SOURCES if _waits(tiles, kind)), None)
    if pressing or waiting is None:
        return url_for("desk.work"), _("Open all my work")
    return waiting.href(), _("Open all")


def _deliveries(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    return _arrived(session, actor, IncomingFilter(view="waiting"), at)


def _to_direct(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    return _arrived(session, actor, IncomingFilter(view="to_direct", presented_to_me=True), at)


def _arrived(session: Session, actor: Actor, wanted: IncomingFilter, at: Horizon) -> Sequence[Row]:
    found = incoming.list_page(session, actor, wanted, at)
    few = replace(found, rows=found.rows[:ROWS_OF_A_KIND], has_newer=False, has_older=False)
    return arrivals.list_page(actor, wanted, few, at).rows


def _to_number(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    wanted = OutgoingFilter(tab="waiting")
    found, _newer, _older = outgoing.listing(session, actor, wanted)
    shown = issuing.list_page(wanted, found[:ROWS_OF_A_KIND], {}, False, False, at.calendar)
    return shown.rows


def _to_approve(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    found = drafts.drafts_page(session, actor, "waiting", before=None, after=None)
    return [draft_row(row) for row in found.rows[:ROWS_OF_A_KIND]]


def _to_revise(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    found = drafts.drafts_page(session, actor, "returned", before=None, after=None)
    few = found.rows[:ROWS_OF_A_KIND]
    back = returns(session, [row.id for row in few])
    return [draft_row(row, back.get(row.id)) for row in few]


def _to_give_again(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    return _lines(session, actor, RETURNED, at)


def _pressing(session: Session, actor: Actor, at: Horizon) -> Sequence[Row]:
    return _lines(session, actor, WorkFilter(), at)


def _lines(session: Session, actor: Actor, wanted: WorkFilter, at: Horizon) -> Sequence[Row]:
    found = work.most_pressing(session, actor, wanted, at, ROWS_OF_A_KIND)
    return [lines.work_row(row, actor, at, _place(wanted)) for row in found]


def _place(wanted: WorkFilter) -> Place:
    return Place(url_for("desk.work", **wanted.to_args()), 0)


SOURCES: Sequence[tuple[Kind, Source]] = (
    (TO_DIRECT, _to_direct),
    (TO_GIVE_AGAIN, _to_give_again),
    (TO_APPROVE, _to_approve),
    (TO_ACCEPT, _deliveries),
    (TO_NUMBER, _to_number),
    (TO_REVISE, _to_revise),
)
"""Not asked for when their tile counted nothing."""


# -- What others hold ------------------------------------------------------------------------------


def _known(load: AgencyLoad | None) -> dict[Kind, int]:
    """Tiles that count what the bars of the holders draw."""
    return {LATE_IN_AGENCY: load.late, SOON_IN_AGENCY: load.soon} if load else {}


def _bar(load: HolderLoad) -> HolderBar:
    wanted = WorkFilter(scope="agency", holder=load.holder)

    def href(colour: str) -> str:
        return url_for("desk.work", **wanted.but(colour=colour).to_args())

    return HolderBar(
        name=load.name,
        figures=tuple(Figure(c, getattr(load, c), href(c)) for c in BAR_COLOURS),
        href=href(""),
        is_idle=not load.all,
    )


def _given(session: Session, actor: Actor, at: Horizon) -> ListPage:
    found = work.most_pressing(session, actor, OPEN_AND_GIVEN, at, GIVEN_SHOWN)
    text = _("Lines you give out by a directive, or pass on, stand here until they are done.")
    return ListPage(
        rows=tuple(lines.work_row(row, actor, at, _place(OPEN_AND_GIVEN)) for row in found),
        label=_("What I gave out"),
        empty=Empty(_("You await nothing from others."), text, "diagram-3"),
    )


def _awaited(session: Session, actor: Actor, at: Horizon) -> ListPage:
    found = outgoing.awaited(session, actor, GIVEN_SHOWN)
    text = _("Receivers asked to answer what you issue stand here until they do.")
    return ListPage(
        rows=tuple(_awaited_row(row, at) for row in found),
        label=_("Answers awaited"),
        empty=Empty(_("No answer is awaited."), text, "reply"),
    )


def _awaited_row(row: Any, at: Horizon) -> Row:
    return Row(
        href=url_for("desk.document", document_id=row.document_id, _anchor="recipients"),
        subject=row.subject,
        state=rules.awaited_colour(row.due_at, at.now),
        due_text=lines.words(due_dates.due_words(row.due_at, at.now, at.calendar)),
        due_title=lines.words(due_dates.full_words(row.due_at)) if row.due_at else "",
        reference=row.reference,
        issuer=row.name,
        who=_("%(name)s has not answered", name=row.name),
    )
