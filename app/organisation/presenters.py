"""Agencies, units, people and days as the components show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Suggestion, installed
from app.core.lists import Page
from app.core.memory import remembered
from app.core.policy import Actor, unit_token
from app.core.text import N_, likeliest
from app.organisation.filters import AgencyFilter
from app.organisation.models import Person, Post
from app.organisation.queries import DelegationOfPost, receivers
from app.organisation.queries.pages import AGENCIES, PostRow, UnitRow
from app.organisation.rules import covers
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, Empty, Listed, TablePage, TableRow

DEEPEST = 6

AGENCY_WORDS = {
    "all": N_("All agencies"),
    "today": N_("In office today"),
    "ended": N_("Ended"),
}


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    empty: Empty


@dataclass(frozen=True)
class UnitBox:
    """A unit of the chart with its people; `id` 0 is the agency itself. `depth` is its level."""

    id: int
    depth: int
    name: str
    symbol: str
    note: str
    head: str
    is_ended: bool
    people: Table
    count: int
    edit_href: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Chart:
    boxes: tuple[UnitBox, ...]
    ended: tuple[UnitBox, ...]
    people: int


def agency_list(wanted: AgencyFilter, found: Page[Any], counts: Mapping[str, int]) -> TablePage:
    here = Listed(AGENCIES.name, wanted)
    return TablePage(
        label=_("Agencies"),
        columns=(
            here.column("name", _("Agency")),
            here.column("code", _("Code")),
            Column(_("Symbol")),
            Column(_("Belongs to")),
            Column(_("Units"), number=True),
            Column(_("People"), number=True),
        ),
        rows=tuple(_agency_row(row) for row in found.rows),
        empty=_no_agency(wanted),
        pager=here.pager(found),
        tabs=here.tabs(AGENCY_WORDS, counts),
        words=here.words("words", _("Name or code of an agency, with or without marks")),
    )


def _no_agency(wanted: AgencyFilter) -> Empty:
    if wanted.words:
        return Empty(_("Nothing found"), _("Try fewer letters, or another tab."), "search")
    return Empty(_("No agency here"), _("Add one; then its units and people."), "diagram-3")


def _agency_row(row: Any) -> TableRow:
    href = url_for("organisation.agency", agency_id=row.id)
    name = Cell(row.name, href=href, note=_validity(row.valid_from, row.valid_to, row.successor))
    figures = (str(row.units), str(row.people))
    return TableRow(
        (name, row.code, row.symbol, row.parent or "", *figures), muted=_is_over(row.valid_to)
    )


def chart(
    units: Sequence[UnitRow], posts: Sequence[PostRow], roles: Mapping[str, str], actor: Actor
) -> Chart:
    """The agency's own posts, then its units with theirs in the order of the tree."""
    by_unit: dict[int | None, list[PostRow]] = {}
    for post in posts:
        by_unit.setdefault(post.unit_id, []).append(post)
    boxes = [
        _box(depth, unit, by_unit.get(unit.id, []), roles, actor) for depth, unit in _by_tree(units)
    ]
    own = UnitBox(
        id=0,
        depth=0,
        name=_("The agency itself"),
        symbol="",
        note="",
        head=_heads(by_unit.get(None, [])),
        is_ended=False,
        people=_people_table(by_unit.get(None, []), roles),
        count=len(by_unit.get(None, [])),
        edit_href="",
    )
    return Chart(
        boxes=(own, *(box for box in boxes if not box.is_ended)),
        ended=tuple(box for box in boxes if box.is_ended),
        people=len({post.person_id for post in posts}),
    )


def _box(
    depth: int,
    unit: UnitRow,
    posts: Sequence[PostRow],
    roles: Mapping[str, str],
    actor: Actor,
) -> UnitBox:
    return UnitBox(
        id=unit.id,
        depth=min(depth, DEEPEST),
        name=unit.name,
        symbol=unit.symbol,
        note=_validity(unit.valid_from, unit.valid_to, unit.successor),
        head=_heads(posts),
        is_ended=_is_over(unit.valid_to),
        people=_people_table(posts, roles),
        count=len(posts),
        edit_href=url_for("organisation.edit_unit", unit_id=unit.id),
        actions=()
        if _is_over(unit.valid_to)
        else installed().on_holder(unit_token(unit.id), actor),
    )


def _heads(posts: Iterable[PostRow]) -> str:
    today = clock.today()
    heads = (post for post in posts if post.is_head)
    return ", ".join(h.person for h in heads if covers(h.valid_from, h.valid_to, today))


def _people_table(posts: Iterable[PostRow], roles: Mapping[str, str]) -> Table:
    columns = (
        Column(_("Full name")),
        Column(_("Title of the post")),
        Column(_("Role")),
        Column(_("In the post")),
    )
    rows = tuple(_post_row(post, roles, with_person=True) for post in posts)
    return Table(columns, rows, Empty(_("Nobody yet"), _("Add a person to this unit."), "people"))


def post_table(posts: Iterable[PostRow], roles: Mapping[str, str]) -> Table:
    """Posts of one person, in all agencies."""
    columns = (
        Column(_("Title of the post")),
        Column(_("Place")),
        Column(_("Role")),
        Column(_("In the post")),
    )
    rows = tuple(_post_row(post, roles, with_person=False) for post in posts)
    return Table(
        columns, rows, Empty(_("No post yet"), _("Give one: without it nobody works here."))
    )


def _post_row(post: PostRow, roles: Mapping[str, str], *, with_person: bool) -> TableRow:
    place = post.agency if post.unit is None else f"{post.unit}, {post.agency}"
    href = url_for("access.person", person_id=post.person_id)
    marks = [_("main post")] if post.is_main and not with_person else []
    marks += [_head_word(post)] if post.is_head else []
    marks += [_("deputy")] if post.is_deputy else []
    title = Cell(post.title, note=", ".join(marks))
    person = Cell(post.person, href=href, note=_whereabouts(post))
    cells = (person, title) if with_person else (title, place)
    role = _(roles.get(post.role_code, post.role_code))
    return TableRow(
        (*cells, role, _span(post.valid_from, post.valid_to)),
        actions=() if _is_over(post.valid_to) else _post_actions(post),
        muted=_is_over(post.valid_to),
    )


def _head_word(post: PostRow) -> str:
    return str(_("head of the agency") if post.unit_id is None else _("head of the unit"))


def _post_actions(post: PostRow) -> tuple[Action, ...]:
    return (
        Action(_("Change"), url_for("organisation.edit_post", post_id=post.id), quiet=True),
        Action(_("End"), url_for("organisation.end", post_id=post.id), quiet=True, dialog=True),
    )


def _whereabouts(post: PostRow) -> str:
    said = []
    if post.away_until:
        said.append(_("away until %(day)s", day=day(post.away_until)))
    if post.deputy:
        said.append(_("%(name)s acts in this post", name=post.deputy))
    return ", ".join(said)


def what_ends(
    post: Post, person: Person, delegations: Sequence[DelegationOfPost]
) -> tuple[str, ...]:
    """What a post's end brings with it, in sentences."""
    said = [
        _(
            "After this day %(name)s no longer does anything as %(title)s.",
            name=person.name,
            title=post.title,
        ),
        _(
            "Work and drafts that %(name)s still holds stay with them: hand them on first.",
            name=person.name,
        ),
    ]
    said += [
        _(
            "The delegation to %(name)s until %(day)s ends with it.",
            name=one.name,
            day=day(one.ends_on),
        )
        for one in delegations
    ]
    if post.is_head:
        said.append(_("The unit then has no head: urgent documents would reach nobody there."))
    return tuple(said)


def _by_tree(rows: Sequence[UnitRow]) -> list[tuple[int, UnitRow]]:
    """Parents before children, each with its level; a row whose parent is elsewhere is a root."""
    ids = {row.id for row in rows}
    children: dict[int | None, list[UnitRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)

    return _below(children, None, 0)


def _below(
    children: Mapping[int | None, list[UnitRow]], parent: int | None, depth: int
) -> list[tuple[int, UnitRow]]:
    found: list[tuple[int, UnitRow]] = []
    for row in children.get(parent, []):
        found.append((depth, row))
        found.extend(_below(children, row.id, depth + 1))
    return found


def _span(first: date, last: date | None) -> str:
    if last is None:
        return str(_("since %(day)s", day=day(first)))
    return f"{day(first)} – {day(last)}"


def _validity(first: date, last: date | None, successor: str | None) -> str:
    said = []
    if first > clock.today():
        said.append(_("from %(day)s", day=day(first)))
    if last is not None:
        said.append(_("until %(day)s", day=day(last)))
    if successor:
        said.append(_("then %(name)s", name=successor))
    return ", ".join(said)


def _is_over(last: date | None) -> bool:
    return last is not None and last < clock.today()


SUGGESTED = 4


def suggested(session: Session, actor: Actor, typed: str) -> Sequence[Suggestion]:
    """People and units at work in the agency today, for whoever types into the search box."""
    agency_id = actor.agency_id
    if agency_id is None or not typed:
        return ()
    key = ("suggested", agency_id, clock.today())
    known = remembered(session, key, lambda: _names(session, agency_id))
    names = likeliest(known, typed, SUGGESTED)
    return [Suggestion(name, known[name], asked=f'"{name}"') for name in names]


def _names(session: Session, agency_id: int) -> dict[str, str]:
    return {one.name: one.note for one in receivers(session, agency_id)}
