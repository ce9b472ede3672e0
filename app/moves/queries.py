"""What somebody holds, who could take it over, and what was handed over before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.core import clock
from app.core.errors import NotFound
from app.core.feature import Held, Holding, installed
from app.core.policy import Actor
from app.moves.models import HandedItem, Handover
from app.moves.policy import may_hand_over
from app.moves.rules import Receiver
from app.organisation.models import Post, Unit
from app.organisation.queries import pages, receivers, unit_names
from app.organisation.queries.bodies import colleagues_of
from app.organisation.service.succession import changed_since


class Group(NamedTuple):
    """What somebody holds of one sort."""

    holding: Holding
    things: list[Held]


def held_by(session: Session, source: str, agency_id: int) -> list[Group]:
    """Everything that this holder has open in the agency, in a statement for each sort."""
    asked = [one for one in installed().holdings.values() if one.of == source[0]]
    groups = [Group(one, one.held(session, source, agency_id)) for one in asked]
    return [group for group in groups if group.things]


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
    """A person whose post went to another unit, or who heads no more; None where it is undone."""

    person_id: int
    unit_id: int | None
    was_head: bool
    to_unit_id: int | None
    is_head: bool


def moved_people(session: Session, act: Handover) -> list[Moved]:
    """Whose posts went along when units were reorganised, and as what."""
    found: list[Moved] = []
    new: Post | None = None
    for one in act.changes:
        row = session.get(Post, one["id"]) if one["kind"] == "post" else None
        was = one["was"] or {}
        if not was:
            new = row
        elif row is not None and "unit_id" in was:
            now = row.unit_id, row.is_head
            found.append(Moved(row.person_id, was["unit_id"], was["is_head"], *now))
        elif row is not None:
            now = (new.unit_id, new.is_head) if new is not None else (None, False)
            found.append(Moved(row.person_id, row.unit_id, row.is_head, *now))
    return found


def ended_units(session: Session, act: Handover) -> list[tuple[str, date, str]]:
    """The units that ended by it: name, last day, and what succeeds each."""
    rows = [
        session.get_one(Unit, one["id"])
        for one in act.changes
        if one["kind"] == "unit" and "valid_to" in (one["was"] or {})
    ]
    names = unit_names(session, [one.successor_id for one in rows if one.successor_id])
    return [
        (one.name, one.valid_to, names.get(one.successor_id or 0, ""))
        for one in rows
        if one.valid_to is not None
    ]


def stood_down(session: Session, act: Handover) -> list[Moved]:
    """Who is head no more by it."""
    moved = moved_people(session, act) if act.taken_back_at is None else []
    return [one for one in moved if one.was_head and not one.is_head]


def items_for(session: Session, actor: Actor, act: Handover) -> list[HandedItem]:
    """What of it the actor may know: all, who may hand over; what came to them; what went from a
    unit that they headed. NotFound where it does not concern them."""
    if may_hand_over(session, actor, act.source, act.agency_id):
        return list(act.items)
    own = [one for one in moved_people(session, act) if one.person_id in actor.person_ids]
    headed = {f"u{one.unit_id}" for one in own if one.was_head}
    items = [one for one in act.items if one.target in actor.holders or one.source in headed]
    if not items and not own and act.source not in actor.holders:
        raise NotFound
    return items


class Hindrances(NamedTuple):
    """Why an act that reorganised units cannot be undone."""

    over: list[HandedItem]
    """What a unit or post that is new since holds no more: it was finished there, or went on."""
    changed: list[str]
    """Units and posts that are not as they were left."""


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
    for (name, target), group in groups.items():
        holding = installed().holdings.get(name)
        ids = [one.item_id for one in group]
        held = holding.held(session, target, act.agency_id, ids) if holding else []
        standing = {one.id for one in held}
        over += [one for one in group if one.item_id not in standing]
    return Hindrances(over, changed_since(session, act.changes))


class Earlier(NamedTuple):
    """A handing over of the same person or unit."""

    id: int
    made_at: datetime
    made_by_id: int
    things: int
    taken_back_at: datetime | None


def earlier(session: Session, source: str, agency_id: int) -> list[Earlier]:
    """What was handed over of this holder before, the latest first."""
    count = select(func.count()).where(HandedItem.handover_id == Handover.id).scalar_subquery()
    rows = (
        select(Handover.id, Handover.made_at, Handover.made_by_id, count, Handover.taken_back_at)
        .where(Handover.source == source, Handover.agency_id == agency_id)
        .order_by(Handover.id.desc())
        .limit(20)
    )
    return [Earlier(*row) for row in session.execute(rows)]


def heads_together(
    session: Session,
    agency_id: int,
    sources: Collection[int],
    targets: Sequence[str],
    posts: Mapping[int, str],
) -> dict[str, list[pages.PostRow]]:
    """The posts that head a unit today and come together in each target, by its key: those that
    move there (where `posts` says nothing, to the first target), and its own."""
    found: dict[str, list[pages.PostRow]] = {key: [] for key in targets}
    for one in pages.posts_of_agency(session, agency_id):
        if not one.is_head or one.valid_from > clock.today():
            continue
        own = f"u{one.unit_id}"
        key = posts.get(one.id, targets[0]) if one.unit_id in sources else own
        if key in found:
            found[key].append(one)
    return found
