"""An agency that is merged into another, with its units, posts and all that is open, as one act."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.errors import NotFound, Problem, refuse_for
from app.core.feature import Holding, installed
from app.core.policy import Actor, agency_token, person_token, unit_token
from app.core.reasons import reason_problems
from app.core.text import N_
from app.moves.events import HandedOver
from app.moves.models import HandedItem, Handover
from app.moves.queries import (
    Place,
    carried_to,
    heads_of,
    heads_together,
    held_by,
    names_of,
    standing_down,
)
from app.moves.rules import head_problems
from app.moves.service.handing import moved_things
from app.moves.service.reorganising import give_all, move_posts
from app.organisation.queries.pages import get_agency, posts_of_agency, unit_options
from app.organisation.rules import covers
from app.organisation.service.common import take_turn_of
from app.organisation.service.succession import (
    Change,
    carry_unit,
    close_post,
    end_agency,
    end_unit,
    lasting_posts,
    lasting_units,
    latest,
)


@dataclass(frozen=True)
class Merger:
    """Which agency goes into which other, and what becomes of its units and posts.

    A unit that nothing is said of goes on as a unit of the successor, under its own name; a post
    goes where its unit goes.
    """

    agency_id: int
    into_id: int
    reason: str
    units: Mapping[int, int] = field(default_factory=dict)
    """Units of the agency, with the unit of the successor that each goes into."""
    ending: frozenset[int] = frozenset()
    """Posts that go on nowhere."""
    heads: Mapping[str, int] = field(default_factory=dict)
    """By the successor ("a3"), or a unit of it ("u7"), in which several heads come together: the
    post that heads it from now on."""


def merge(session: Session, actor: Actor, wanted: Merger) -> Handover:
    """From today on. The agency ended yesterday, and what is open of it is its successor's.

    Papers, books and numbers keep the old name: they are read, and dealt with, by whoever is in the
    same right in the successor (`Actor.works_for`).
    """
    actor.needs("organisation.manage")
    ends = (agency_token(wanted.agency_id), agency_token(wanted.into_id))
    names = {one: take_turn_of(session, one) for one in sorted(set(ends))}
    for unit in lasting_units(session, wanted.agency_id):
        take_turn_of(session, unit_token(unit.id))
    refuse_for(_problems(session, wanted))
    act = Handover(
        agency_id=wanted.into_id,
        source=ends[0],
        name=names[ends[0]][:200],
        reason=wanted.reason,
        made_by_id=actor.person_id,
        changes=[],
    )
    session.add(act)
    session.flush()
    marks = _marks(session, ends[0])
    units, changes = _targets(session, actor, wanted)
    bodies = {unit_token(source): unit_token(target) for source, target in units.items()}
    changes += _move_posts(session, actor, act, wanted, dict([ends]) | bodies)
    for hands in bodies.items():
        give_all(session, actor, act, hands)
    _move_things(session, actor, act, ends, marks)
    for source, target in reversed(units.items()):  # lower ones first
        changes += end_unit(session, actor, source, target)
    changes += end_agency(session, actor, wanted.agency_id, wanted.into_id)
    act.changes = latest(changes)
    session.flush()
    session.refresh(act, ["items"])
    said = {"name": act.name, "to": names[ends[1]], "reason": wanted.reason}
    for agency_id in (wanted.agency_id, wanted.into_id):
        subject = Subject("agency", agency_id)
        note(session, actor, "moves.merged", subject, agency_id=agency_id, **said)
    outbox.publish(session, HandedOver(act.id, actor.person_id))
    return act


def _problems(session: Session, wanted: Merger) -> list[Problem]:
    problems = reason_problems(wanted.reason)
    today, agency = clock.today(), get_agency(session, wanted.agency_id)
    into = get_agency(session, wanted.into_id)
    if into is agency:
        return [*problems, Problem(N_("It cannot succeed itself."), field="into")]
    for one in (agency, into):
        if not covers(one.valid_from, one.valid_to, today):
            problems.append(Problem(N_("%(name)s does not exist today."), {"name": one.name}))
    begun = [(one.name, one.valid_from) for one in lasting_units(session, agency.id)]
    for name, first_day in ((agency.name, agency.valid_from), *begun):
        if first_day >= today:
            message = N_("%(name)s exists only since today: it can end from tomorrow on.")
            problems.append(Problem(message, {"name": name}))
    if not dict(unit_options(session, into.id, today)).keys() >= set(wanted.units.values()):
        raise NotFound
    together = heads_together(heads_of(session, (agency.id, into.id)), _place(wanted))
    return [
        *problems,
        *head_problems(names_of(together), wanted.heads),
        *_ending_problems(session, wanted),
    ]


def _place(wanted: Merger) -> Place:
    return carried_to(wanted.agency_id, wanted.into_id, wanted.units, wanted.ending)


def _ending_problems(session: Session, wanted: Merger) -> list[Problem]:
    """What somebody holds is handed over before they leave: it would lie with nobody."""
    posts = posts_of_agency(session, wanted.agency_id)
    staying = {one.person_id for one in posts if one.id not in wanted.ending}
    leaving = [one for one in posts if one.id in wanted.ending]
    holders = {f"o{one.id}": one.person for one in leaving}
    holders |= {
        person_token(one.person_id): one.person for one in leaving if one.person_id not in staying
    }
    names = [
        name
        for holder, name in holders.items()
        for group in held_by(session, holder, wanted.agency_id)
        if any(not thing.stays for thing in group.things)
    ]
    message = N_("%(name)s still holds open work: hand it over first.")
    return [Problem(message, {"name": name}) for name in dict.fromkeys(names)]


def _targets(session: Session, actor: Actor, wanted: Merger) -> tuple[dict[int, int], list[Change]]:
    """What each unit goes into; those that go on are made now, where they stand."""
    units, changes = dict[int, int](), list[Change]()
    for unit in lasting_units(session, wanted.agency_id):
        if unit.id in wanted.units:
            units[unit.id] = wanted.units[unit.id]
            take_turn_of(session, unit_token(units[unit.id]))
        else:
            above = units.get(unit.parent_id) if unit.parent_id else None
            made = carry_unit(session, actor, unit.id, wanted.into_id, above)
            units[unit.id] = made[0]
            changes.append(made[1])
    return units, changes


def _move_posts(
    session: Session,
    actor: Actor,
    act: Handover,
    wanted: Merger,
    bodies: Mapping[str, str],
) -> list[Change]:
    rows = heads_of(session, (wanted.agency_id, wanted.into_id))
    moves = standing_down(rows, _place(wanted), wanted.heads)
    heads = {one.id for one in rows} - moves.keys()
    ending: list[int] = []
    for source, target in bodies.items():
        for post_id in lasting_posts(session, source):
            if post_id in wanted.ending:
                ending.append(post_id)
            else:
                moves.setdefault(post_id, target)
    changes = move_posts(session, actor, act, moves, heads)
    return changes + [close_post(session, actor, post_id) for post_id in ending]


def _of_agencies() -> list[Holding]:
    return [one for one in installed().holdings.values() if one.of == "a"]


def _marks(session: Session, source: str) -> dict[str, dict[int, int]]:
    """How all that is the agency's stands before anything of it goes to other units and posts."""
    return {
        one.name: {thing.id: thing.mark for thing in one.held(session, source, ())}
        for one in _of_agencies()
    }


def _move_things(
    session: Session,
    actor: Actor,
    act: Handover,
    hands: tuple[str, str],
    marks: Mapping[str, Mapping[int, int]],
) -> None:
    for one in _of_agencies():
        moved = moved_things(session, actor, act, one.name, hands, before=marks[one.name])
        if moved:
            session.execute(insert(HandedItem), moved)
