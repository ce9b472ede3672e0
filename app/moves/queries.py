"""What somebody holds, who could take it over, and what was handed over before."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.core import clock
from app.core.errors import NotFound
from app.core.feature import Held, Holding, installed
from app.core.policy import Actor, agency_token, unit_token
from app.moves.models import HandedItem, Handover
from app.moves.policy import may_hand_over
from app.moves.rules import Receiver
from app.organisation.models import Agency, Post, Unit
from app.organisation.queries import head_of, holder_names, left_to, living, pages, receivers
from app.organisation.queries.bodies import colleagues_of, heads_of_agency
from app.organisation.service.succession import changed_since


class Group(NamedTuple):
    """What somebody holds of one sort."""

    holding: Holding
    things: list[Held]


def held_by(session: Session, source: str, agency_id: int) -> list[Group]:
    """Everything that this holder has open in the agency, in a statement for each sort."""
    asked = [one for one in installed().holdings.values() if one.of == source[0]]
    where = one_by_now(session, agency_id)
    groups = [Group(one, one.held(session, source, where)) for one in asked]
    return [group for group in groups if group.things]


def one_by_now(session: Session, agency_id: int) -> set[int]:
    """This agency, and those that are one with it since: what they left may bear their name."""
    return left_to(session, living(session, agency_id))


def could_take(session: Session, actor: Actor, source: str, agency_id: int) -> list[Receiver]:
    """Who could take over some of it: people for people, units for units; nobody their own. Across
    units it is handed over by whoever keeps the organisation: others would give out work so."""
    able = {f"p{one}" for one in takers(session, agency_id, "assignments.work")}
    if source.startswith("p") and not actor.may("organisation.manage"):
        able &= {f"p{one}" for one in colleagues_of(session, int(source[1:]), agency_id)}
    found = [
        Receiver(one.token, f"{one.name} – {one.note}" if one.note else one.name, one.name)
        for one in receivers(session, agency_id)
        if one.token[0] == source[0] and one.token != source
        if one.is_unit or one.token in able
    ]
    labels = [one.label for one in found]
    return [
        one if labels.count(one.label) == 1 else replace(one, label=f"{one.label} ({one.token})")
        for one in found
    ]


def get_handover(session: Session, handover_id: int) -> Handover:
    found = session.get(Handover, handover_id)
    if found is None:
        raise NotFound
    return found


class Moved(NamedTuple):
    """A person whose post went to another unit ("u7") or agency ("a3"), or who heads no more; to
    None where the post ended, or where it is undone."""

    person_id: int
    body: str
    was_head: bool
    to: str | None
    is_head: bool


def moved_people(session: Session, act: Handover) -> list[Moved]:
    """Whose posts went along when units or agencies were reorganised, and as what."""
    found: list[Moved] = []
    new: Post | None = None
    for one in act.changes:
        row = session.get(Post, one["id"]) if one["kind"] == "post" else None
        was = one["was"] or {}
        if not was:
            new = row
        elif row is not None and "unit_id" in was:
            before = _body(was.get("agency_id", row.agency_id), was["unit_id"])
            now = _body(row.agency_id, row.unit_id), row.is_head
            found.append(Moved(row.person_id, before, was["is_head"], *now))
        elif row is not None:
            then = _body(row.agency_id, row.unit_id), row.is_head
            to = (_body(new.agency_id, new.unit_id), new.is_head) if new else (None, False)
            found.append(Moved(row.person_id, *then, *to))
            new = None
    return found


def _body(agency_id: int, unit_id: int | None) -> str:
    return unit_token(unit_id) if unit_id else agency_token(agency_id)


class Ended(NamedTuple):
    """An agency or a unit that ended by an act: its last day, and what succeeds it."""

    name: str
    last_day: date
    successor: str
    goes_on: bool
    """As a unit of the same name, made for it in the agency that took over."""


def ended(session: Session, act: Handover) -> list[Ended]:
    """The agency first."""
    kinds: dict[str, type[Agency | Unit]] = {"agency": Agency, "unit": Unit}
    new = {unit_token(one["id"]) for one in act.changes if one["kind"] == "unit" and not one["was"]}
    rows: dict[str, Any] = {
        one["kind"][0] + str(one["id"]): session.get_one(kinds[one["kind"]], one["id"])
        for one in act.changes
        if one["kind"] in kinds and "valid_to" in (one["was"] or {})
    }
    to = {key: f"{key[0]}{row.successor_id}" for key, row in rows.items() if row.successor_id}
    names = holder_names(session, to.values())
    return [
        Ended(
            row.name,
            row.valid_to,
            names.get(to.get(key, ""), ""),
            to.get(key) in new and names[to[key]] == row.name,
        )
        for key, row in sorted(rows.items(), key=lambda one: one[0][0])
        if row.valid_to is not None
    ]


def stood_down(session: Session, act: Handover) -> list[Moved]:
    """Who is head no more by it."""
    moved = moved_people(session, act) if act.taken_back_at is None else []
    return [one for one in moved if one.was_head and one.to and not one.is_head]


def heads_now(session: Session, body: str | None) -> list[int]:
    """Who heads this unit, or agency, today."""
    if body is None:
        return []
    number = int(body[1:])
    is_unit = body.startswith("u")
    return list(head_of(session, number)) if is_unit else sorted(heads_of_agency(session, number))


def items_for(session: Session, actor: Actor, act: Handover) -> list[HandedItem]:
    """What of it the actor may know: all, who may hand over; what came to them; what went from a
    unit or an agency that they headed. NotFound where it does not concern them."""
    if may_hand_over(session, actor, act.source, act.agency_id):
        return list(act.items)
    own = [one for one in moved_people(session, act) if one.person_id in actor.person_ids]
    headed = {one.body for one in own if one.was_head}
    items = [one for one in act.items if one.target in actor.holders or one.source in headed]
    if not items and not own and act.source not in actor.holders:
        raise NotFound
    return items


class Hindrances(NamedTuple):
    """Why an act that reorganised units or agencies cannot be undone."""

    over: list[HandedItem]
    """What a unit or post that is new since holds no more: it was finished there, or went on."""
    changed: list[str]
    """Agencies, units and posts that are not as they were left."""


def hindrances(session: Session, act: Handover) -> Hindrances:
    """Nothing where it can be undone as far as is known before, or where no unit was changed."""
    new = {
        f"{'u' if one['kind'] == 'unit' else 'o'}{one['id']}"
        for one in act.changes
        if not one["was"]
    }
    groups: dict[tuple[str, str], list[HandedItem]] = {}
    for one in act.items:
        if one.target in new:
            groups.setdefault((one.holding, one.target), []).append(one)
    over: list[HandedItem] = []
    where = one_by_now(session, act.agency_id)
    for (name, target), group in groups.items():
        holding = installed().holdings.get(name)
        ids = [one.item_id for one in group]
        held = holding.held(session, target, where, ids) if holding else []
        standing = {one.id for one in held}
        over += [one for one in group if one.item_id not in standing]
    return Hindrances(over, changed_since(session, act.changes))


CHANGES_BODIES = ~Handover.source.startswith("p")
"""What people hand over, day by day, changes no unit, agency or post."""


def later(session: Session, act: Handover) -> list[Handover]:
    """What changed units, agencies or posts of this act after it, and stands: it is taken back
    first."""
    touched = {(one["kind"], one["id"]) for one in act.changes}
    rows = select(Handover).where(
        Handover.id > act.id, Handover.taken_back_at.is_(None), CHANGES_BODIES
    )
    return [
        one
        for one in session.scalars(rows.order_by(Handover.id.desc()))
        if touched & {(change["kind"], change["id"]) for change in one.changes}
    ]


class Earlier(NamedTuple):
    """A handing over of the same person or unit."""

    id: int
    made_at: datetime
    made_by_id: int
    things: int
    taken_back_at: datetime | None


def earlier(session: Session, source: str, agency_id: int | None = None) -> list[Earlier]:
    """What was handed over of this holder before (in this agency), the latest first."""
    count = select(func.count()).where(HandedItem.handover_id == Handover.id).scalar_subquery()
    rows = (
        select(Handover.id, Handover.made_at, Handover.made_by_id, count, Handover.taken_back_at)
        .where(Handover.source == source)
        .order_by(Handover.id.desc())
        .limit(20)
    )
    if agency_id is not None:
        rows = rows.where(Handover.agency_id == agency_id)
    return [Earlier(*row) for row in session.execute(rows)]


Place = Callable[[pages.PostRow], str]
"""Where a post goes on ("u7", "a3", "n1"): what it is of, where it stays; "" where it ends."""


def heads_of(session: Session, agency_ids: Iterable[int]) -> list[pages.PostRow]:
    """The posts that head one of these agencies or a unit of it, today or later."""
    rows = (pages.posts_of_agency(session, one) for one in dict.fromkeys(agency_ids))
    return [post for posts in rows for post in posts if post.is_head]


def heads_together(
    heads: Iterable[pages.PostRow], goes_to: Place
) -> dict[str, list[pages.PostRow]]:
    """Those of today that come together in one unit, or at the head of one agency, by its key."""
    found: dict[str, list[pages.PostRow]] = {}
    for one in heads:
        if one.valid_from <= clock.today() and (key := goes_to(one)):
            found.setdefault(key, []).append(one)
    return {key: rows for key, rows in found.items() if len(rows) > 1}


def goes_to(sources: Collection[int], targets: Sequence[str], posts: Mapping[int, str]) -> Place:
    """Where each post stands, of these targets, when these units are reorganised; where `posts`
    says nothing, that is the first."""

    def place(post: pages.PostRow) -> str:
        key = posts.get(post.id, targets[0]) if post.unit_id in sources else post.body
        return key if key in targets else ""

    return place


def carried_to(
    agency_id: int, into_id: int, units: Mapping[int, int], ending: Collection[int]
) -> Place:
    """Where each post stands when one agency is merged into another, units of it into these of the
    other; a unit that goes on as one of its own keeps its head."""

    def place(post: pages.PostRow) -> str:
        if post.id in ending:
            return ""
        if post.unit_id is None:
            return agency_token(into_id if post.agency_id == agency_id else post.agency_id)
        return unit_token(units.get(post.unit_id, post.unit_id))

    return place


def names_of(together: Mapping[str, Sequence[pages.PostRow]]) -> dict[str, dict[int, str]]:
    """Who holds each of these posts."""
    return {key: {one.id: one.person for one in rows} for key, rows in together.items()}


def standing_down(
    heads: Sequence[pages.PostRow], goes_to: Place, chosen: Mapping[str, int]
) -> dict[int, str]:
    """The posts that are head no more, each with the key of where it goes on, once it is chosen who
    heads each; with the post of today those that were to follow it as head."""
    found: dict[int, str] = {}
    for key, rows in heads_together(heads, goes_to).items():
        bodies = {one.body for one in rows if one.id != chosen[key]}
        found |= {one.id: key for one in heads if one.body in bodies and goes_to(one) == key}
        found.pop(chosen[key], None)
    return found
