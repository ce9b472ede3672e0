"""What somebody holds, who could take it over, and what was handed over before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.core.errors import NotFound
from app.core.feature import Face, Held, Holding, installed
from app.core.policy import Actor
from app.moves.models import HandedItem, Handover
from app.moves.rules import Receiver
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries import receivers
from app.records.kinds import faces
from app.records.models import Record, RecordReader


class Group(NamedTuple):
    """What somebody holds of one sort."""

    holding: Holding
    things: list[Held]


def held_by(session: Session, source: str, agency_id: int) -> list[Group]:
    """Everything that this holder has open in the agency, in a statement for each sort."""
    asked = [one for one in installed().holdings.values() if one.of == source[0]]
    groups = [Group(one, one.held(session, source, agency_id)) for one in asked]
    return [group for group in groups if group.things]


def could_take(session: Session, source: str, agency_id: int) -> list[Receiver]:
    """Who could take over some of it: people for people, units for units; nobody their own."""
    able = {f"p{one}" for one in takers(session, agency_id, "assignments.work")}
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


def readable_faces(
    session: Session, actor: Actor, record_ids: Collection[int | None]
) -> dict[int, Face | None]:
    """The faces of these records; None for those that the actor may not read."""
    ids = {one for one in record_ids if one is not None}
    if not ids:
        return {}
    kinds = select(Record.id, Record.kind).where(Record.id.in_(ids))
    readable = set(
        session.scalars(
            select(RecordReader.record_id)
            .where(RecordReader.record_id.in_(ids), RecordReader.token.in_(actor.tokens))
            .distinct()
        )
    )
    found = faces(session, (row for row in session.execute(kinds) if row[0] in readable))
    return {one: found.get(one) for one in ids}


def get_handover(session: Session, handover_id: int) -> Handover:
    found = session.get(Handover, handover_id)
    if found is None:
        raise NotFound
    return found


class Earlier(NamedTuple):
    """A handing over of the same person or unit."""

    id: int
    made_at: datetime
    by: str
    count: int
    taken_back_at: datetime | None


def earlier(session: Session, source: str, agency_id: int) -> list[Earlier]:
    """What was handed over of this holder before, the latest first."""
    count = select(func.count()).where(HandedItem.handover_id == Handover.id).scalar_subquery()
    rows = (
        select(Handover.id, Handover.made_at, Person.name, count, Handover.taken_back_at)
        .join(Person, Person.id == Handover.made_by_id)
        .where(Handover.source == source, Handover.agency_id == agency_id)
        .order_by(Handover.id.desc())
        .limit(20)
    )
    return [Earlier(*row) for row in session.execute(rows)]


def names_of(session: Session, tokens: Iterable[str]) -> Mapping[str, str]:
    """The names of people and units by their tokens."""
    ids: dict[str, set[int]] = {"p": set(), "u": set()}
    for token in tokens:
        ids[token[0]].add(int(token[1:]))
    found: dict[str, str] = {}
    for letter, named in (("p", Person), ("u", Unit)):
        if ids[letter]:
            rows = session.execute(select(named.id, named.name).where(named.id.in_(ids[letter])))
            found |= {f"{letter}{number}": name for number, name in rows}
    return found


def agencies_of(session: Session, person_id: int) -> list[tuple[int, str]]:
    """Where this person ever held a post: work of theirs may lie there still; now, then before."""
    rows = (
        select(Agency.id, Agency.short_name)
        .join(Post, Post.agency_id == Agency.id)
        .where(Post.person_id == person_id)
        .group_by(Agency.id, Agency.short_name)
        .order_by(func.max(Post.id).desc())
    )
    return [(number, name) for number, name in session.execute(rows)]
