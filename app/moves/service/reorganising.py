"""Units that are merged, split or succeeded, with their posts and what they hold, as one act."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.errors import Problem, refuse_for
from app.core.feature import installed
from app.core.policy import Actor, unit_token
from app.core.reasons import reason_problems
from app.core.text import N_
from app.moves.events import HandedOver
from app.moves.models import HandedItem, Handover
from app.moves.queries import goes_to, heads_of, heads_together, names_of, standing_down
from app.moves.rules import NewUnit, Thing, head_problems
from app.moves.service.handing import moved_things
from app.organisation.queries import unit_names
from app.organisation.queries.pages import parents_of_units, unit_options
from app.organisation.rules import stands_far_below
from app.organisation.service.common import take_turn_of
from app.organisation.service.succession import (
    Change,
    end_unit,
    lasting_posts,
    latest,
    move_post,
    new_unit,
)


@dataclass(frozen=True)
class Reorganisation:
    """Which units end, or give a part away, and what each thing of theirs goes to.

    Targets are named by keys: an existing unit ("u5"), or one of `new` ("n1", …). What nothing is
    said of goes to the first target. A unit that is a target too goes on.
    """

    sources: Sequence[int]
    targets: Sequence[str]
    reason: str
    new: Mapping[str, NewUnit] = field(default_factory=dict)
    """Name, short name and symbol of each new unit."""
    posts: Mapping[int, str] = field(default_factory=dict)
    things: Mapping[Thing, str] = field(default_factory=dict)
    heads: Mapping[str, int] = field(default_factory=dict)
    """By the key of a target in which several heads come together: the post that heads it."""


def reorganise(session: Session, actor: Actor, agency_id: int, wanted: Reorganisation) -> Handover:
    """From today on. The old units end yesterday with their successor; their posts, lower units and
    open work stand with it; what was written before keeps the old names. Series and registers are
    the agency's, and go on."""
    actor.needs("organisation.manage")
    ids = sorted(set(wanted.sources))
    names = [take_turn_of(session, unit_token(one)) for one in ids]
    refuse_for(_problems(session, wanted, ids, agency_id))
    act = Handover(
        agency_id=agency_id,
        source=unit_token(wanted.sources[0]),
        name=", ".join(names)[:200],
        reason=wanted.reason,
        made_by_id=actor.person_id,
        changes=[],
    )
    session.add(act)
    session.flush()
    units, changes = _targets(session, actor, wanted, wanted.sources[0])
    changes += _move_posts(session, actor, act, wanted, units)
    for source_id in ids:
        _move_things(session, actor, act, wanted, source_id, units)
        if source_id not in units.values():
            changes += end_unit(session, actor, source_id, units[wanted.targets[0]])
    act.changes = latest(changes)
    session.flush()
    session.refresh(act, ["items"])
    into = unit_names(session, units.values())
    said = {"name": act.name, "to": ", ".join(into.values()), "reason": wanted.reason}
    subject = Subject("unit", wanted.sources[0])
    note(session, actor, "moves.reorganised", subject, agency_id=agency_id, **said)
    outbox.publish(session, HandedOver(act.id, actor.person_id))
    return act


def _problems(
    session: Session, wanted: Reorganisation, ids: Sequence[int], agency_id: int
) -> list[Problem]:
    problems = reason_problems(wanted.reason)
    if not wanted.targets:
        message = N_("Choose a unit, or name a new one, that takes this over.")
        problems.append(Problem(message, field="into"))
    for key, (name, short_name, symbol) in wanted.new.items():
        if not (name and short_name) or len(name) > 200 or len(short_name) > 80 or len(symbol) > 30:
            message = N_("Unit %(number)s needs a name and a short name that fit.")
            problems.append(Problem(message, {"number": key[1:]}, "units"))
    if wanted.targets:
        place = goes_to(wanted.sources, wanted.targets, wanted.posts)
        together = heads_together(heads_of(session, [agency_id]), place)
        problems += head_problems(names_of(together), wanted.heads)
    lasting = dict(unit_options(session, agency_id, clock.today()))
    before = dict(unit_options(session, agency_id, clock.today() - timedelta(days=1)))
    named = {int(key[1:]) for key in wanted.targets if key not in wanted.new}
    for one in {*ids, *named} - lasting.keys():
        name = unit_names(session, [one])[one]
        problems.append(
            Problem(N_("%(name)s has ended, or is none of this agency."), {"name": name})
        )
    for target, source in product(sorted(named - set(ids)), ids):
        if stands_far_below(parents_of_units(session, agency_id), target, source):
            message = N_(
                "%(into)s stands below %(name)s with other units between: it would stand"
                " below itself. Move it up first."
            )
            values = {"into": lasting.get(target, ""), "name": lasting.get(source, "")}
            problems.append(Problem(message, values, "into"))
    for one in set(ids) & lasting.keys() - before.keys() - named:
        message = N_("%(name)s exists only since today: it can end from tomorrow on.")
        problems.append(Problem(message, {"name": lasting[one]}))
    return problems


def _targets(
    session: Session, actor: Actor, wanted: Reorganisation, first_id: int
) -> tuple[dict[str, int], list[Change]]:
    """The units that take over; those that are new are made now, where the first source stands."""
    units, changes = dict[str, int](), list[Change]()
    for key in wanted.targets:
        if key in wanted.new:
            units[key], change = new_unit(session, actor, first_id, *wanted.new[key])
            changes.append(change)
        else:
            units[key] = int(key[1:])
            take_turn_of(session, key)
    return units, changes


def _move_posts(
    session: Session,
    actor: Actor,
    act: Handover,
    wanted: Reorganisation,
    units: Mapping[str, int],
) -> list[Change]:
    rows = heads_of(session, [act.agency_id])
    place = goes_to(wanted.sources, wanted.targets, wanted.posts)
    stand_down = standing_down(rows, place, wanted.heads)
    moves = {post_id: unit_token(units[key]) for post_id, key in stand_down.items()}
    for source in (unit_token(one) for one in sorted(set(wanted.sources))):
        for post_id in lasting_posts(session, source):
            target = unit_token(units[wanted.posts.get(post_id, wanted.targets[0])])
            if target != source:
                moves.setdefault(post_id, target)
    return move_posts(session, actor, act, moves, {one.id for one in rows} - stand_down.keys())


def move_posts(
    session: Session,
    actor: Actor,
    act: Handover,
    moves: Mapping[int, str],
    heads: Collection[int],
) -> list[Change]:
    """Each goes on in its unit or agency, these as its head, with its delegations and what is asked
    of its holder in it; whoever is head no more comes first, so that nobody becomes head beside
    them."""
    changes: list[Change] = []
    for post_id, body in moves.items():
        moved, now = move_post(session, actor, post_id, body, is_head=post_id in heads)
        changes += moved
        if now != post_id:
            give_all(session, actor, act, (f"o{post_id}", f"o{now}"))
    return changes


def _move_things(
    session: Session,
    actor: Actor,
    act: Handover,
    wanted: Reorganisation,
    source_id: int,
    units: Mapping[str, int],
) -> None:
    """Single things as they were chosen, then whatever is left with the first target."""
    chosen: dict[tuple[str, str], list[int]] = {}
    for (name, number), key in wanted.things.items():
        chosen.setdefault((name, unit_token(units[key])), []).append(number)
    own = unit_token(source_id)
    first = unit_token(units[wanted.targets[0]])
    for (name, target), ids in chosen.items():
        if target != own:
            _give(session, actor, act, name, (own, target), ids)
    if first != own:
        give_all(session, actor, act, (own, first))


def give_all(session: Session, actor: Actor, act: Handover, hands: tuple[str, str]) -> None:
    """Whatever the first holds goes to the second."""
    for holding in installed().holdings.values():
        if holding.of == hands[0][0]:
            _give(session, actor, act, holding.name, hands, None)


def _give(
    session: Session,
    actor: Actor,
    act: Handover,
    name: str,
    hands: tuple[str, str],
    ids: Sequence[int] | None,
) -> None:
    moved = moved_things(session, actor, act, name, hands, ids)
    if moved:
        session.execute(insert(HandedItem), moved)
