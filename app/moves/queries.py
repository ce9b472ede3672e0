"""What somebody holds, who could take it over, and what was handed over before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.core import clock
from app.core.errors import NotFound
from app.core.feature import Held, Holding, installed
from app.core.policy import Actor
from app.moves.models import HandedItem, Handover
from app.moves.rules import Receiver
from app.organisation.queries import pages, receivers
from app.organisation.queries.bodies import colleagues_of


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
