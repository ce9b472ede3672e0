"""Who can be told of an urgent message: places, the people of each step, who is on duty."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.access.queries.presence import is_shut_out
from app.core import clock
from app.core.feature import UrgentTurn
from app.core.policy import Actor
from app.core.settings import value
from app.organisation.models import Absence, Agency, Delegation, Person, Post
from app.organisation.queries import away_now, living, valid_on
from app.organisation.queries.bodies import works_in
from app.organisation.queries.validity import running_on
from app.outgoing.queries.naming import issued_to
from app.records.queries import agency_of
from app.urgent.models import CALLING, CLIMBING, DutyShift, UrgentAlert, UrgentTarget
from app.urgent.rules import (
    CALLED,
    DEPUTY,
    DUTY,
    HEAD,
    ROLE_WORDS,
    Candidate,
    shift_at,
    why_skipped,
)
from app.urgent.settings import DAY_SHIFT, STEPS
from app.work.queries.lines import ToAct, yet_to_act, yet_to_act_on

LINE = "urgent:"
"""Before the number of a line, in the source of a target."""


@dataclass(frozen=True)
class Place:
    """A receiver: a unit, a person, or a whole agency where it is neither."""

    source: str
    name: str
    agency_id: int
    unit_id: int | None = None
    person_id: int | None = None
    recipient_id: int | None = None


def places_of(session: Session, actor: Actor, record_id: int) -> list[Place]:
    """Who received the record and has not acted on it yet: open lines, agencies, own units.

    None where it is the record of another agency: to read it is no right to its telephones.
    """
    if not actor.works_for(agency_of(session, record_id)):
        return []
    sent = sent_to(session, record_id)
    holders = map(_holder, yet_to_act(session, record_id))
    return [*(sent.places if sent is not None else ()), *holders]


def _holder(line: ToAct) -> Place:
    return Place(f"{LINE}{line.line_id}", line.name, line.agency_id, line.unit_id, line.person_id)


def place_of_line(session: Session, line_id: int) -> Place | None:
    """The holder of this line of work, while they are to act on it."""
    return next(map(_holder, yet_to_act_on(session, [line_id])), None)


def handed_on(session: Session) -> list[int]:
    """Targets that are asked for a line which somebody else holds by now."""
    rows = select(UrgentTarget).where(
        UrgentTarget.state.in_((CLIMBING, CALLING)), UrgentTarget.source.startswith(LINE)
    )
    targets = {int(one.source.removeprefix(LINE)): one for one in session.scalars(rows)}
    return [
        targets[line.line_id].id
        for line in yet_to_act_on(session, targets)
        if line[-2:] != (targets[line.line_id].unit_id, targets[line.line_id].person_id)
    ]


@dataclass(frozen=True)
class Sent:
    """An issued document with those who are to have it."""

    agency_id: int
    urgency: int
    places: Sequence[Place]


def sent_to(session: Session, record_id: int, *, planned: bool = False) -> Sent | None:
    """With those it is on its way to, or those it is planned for; None of what is not issued."""
    issued = issued_to(session, record_id, planned=planned)
    if issued is None:
        return None
    places = [
        Place(
            f"recipient:{to.recipient_id}",
            to.name,
            living(session, to.agency_id),
            to.unit_id,
            to.person_id,
            to.recipient_id,
        )
        for to in issued.receivers
    ]
    return Sent(issued.agency_id, issued.urgency, places)


@dataclass(frozen=True)
class Told:
    """A person of a step, and why they are not told, if they are not."""

    one: Candidate | None
    """None where nobody holds the post."""
    skipped: str = ""


@dataclass(frozen=True)
class Step:
    number: int
    role: str
    people: Sequence[Told]

    @property
    def reached(self) -> list[Candidate]:
        return [told.one for told in self.people if told.one is not None and not told.skipped]


def first_of(chain: Sequence[Step]) -> list[Candidate]:
    """Who is told at once."""
    return next((step.reached for step in chain if step.reached), [])


def turns_of(chain: Sequence[Step], length: timedelta) -> list[UrgentTurn]:
    """Who is asked when, if nobody confirms; what reaches nobody takes no time. At last people are
    phoned."""
    reached = [step for step in chain if step.reached]
    asked = [
        UrgentTurn(length * number, ROLE_WORDS[step.role], [one.name for one in step.reached])
        for number, step in enumerate(reached)
    ]
    return [*asked, UrgentTurn(length * len(reached), CALLED, ())]


def steps_of(session: Session, alert: UrgentAlert) -> list[str]:
    """The roles of its agency's chain, as it is set on the day it was sent."""
    day = clock.local(alert.sent_at).date()
    return value(session, STEPS, alert.agency_id, on=day).split(",")


Known = Mapping[tuple[str, str], Sequence[Candidate]]
"""By the source of a place and the role of a step: whom it would reach today."""


def step_at(
    session: Session,
    alert: UrgentAlert,
    place: Place,
    number: int,
    told: Collection[int],
    known: Known | None = None,
) -> Step:
    """Who would be told now in this step of the chain, after these persons."""
    role = steps_of(session, alert)[number]
    if known is None:
        known = known_at(session, alert.agency_id, [place])
    found: dict[int, Told] = {}
    for one in known[place.source, role]:
        skipped = why_skipped(one, told, alert.sent_by_id)
        found.setdefault(one.person_id, Told(one, skipped))
    return Step(number, role, list(found.values()) or [Told(None, "nobody")])


def whole_chains(
    session: Session, alert: UrgentAlert, places: Sequence[Place]
) -> dict[Place, list[Step]]:
    """Every step of each as it would be if nobody ever confirmed."""
    known = known_at(session, alert.agency_id, places)
    numbers = range(len(steps_of(session, alert)))
    chains: dict[Place, list[Step]] = {}
    for place in places:
        told: set[int] = set()
        for number in numbers:
            step = step_at(session, alert, place, number, told, known)
            told |= {one.person_id for one in step.reached}
            chains.setdefault(place, []).append(step)
    return chains


def known_at(session: Session, agency_id: int, places: Sequence[Place]) -> Known:
    """Of all places by as many statements as of one; duty is also that of the sender's agency."""
    people = {one.person_id for one in places}
    agencies = {agency_id, *(one.agency_id for one in places)}
    rows = (
        select(Post, Delegation.to_person_id)
        .outerjoin(Delegation, and_(Delegation.post_id == Post.id, running_on()))
        .where(valid_on(Post), Post.agency_id.in_(agencies))
        .where(or_(Post.is_head, Post.is_deputy, Post.person_id.in_(people)))
        .order_by(Post.id)
    )
    posts = [(post, acting) for post, acting in session.execute(rows)]
    duty = {one: on_duty(session, one) for one in agencies}
    chosen: dict[tuple[str, str], Sequence[int]] = {}
    for place in places:
        on_call = duty[place.agency_id] or duty[agency_id]
        chosen[place.source, DUTY] = [on_call] if on_call is not None else []
        for role in (HEAD, DEPUTY):
            chosen[place.source, role] = _holders_of_post(place, role, posts)
    everybody = {one for ids in chosen.values() for one in ids}
    found = {one.person_id: one for one in candidates(session, list(everybody))}
    return {key: [found[one] for one in ids if one in found] for key, ids in chosen.items()}


def _holders_of_post(
    place: Place, role: str, posts: Sequence[tuple[Post, int | None]]
) -> Sequence[int]:
    """Holders of the post, then those who act in it today; the deputy of a person without a post
    at the head is whoever heads their unit."""
    of_person = [pair for pair in posts if pair[0].person_id == place.person_id]
    if place.person_id is not None and role == HEAD:
        acting = {one for _post, one in of_person if one is not None} - {place.person_id}
        return [place.person_id, *sorted(acting)]
    here = [pair for pair in posts if pair[0].agency_id == place.agency_id]
    if place.person_id is not None:
        units = {post.unit_id for post, _acting in of_person if post.unit_id is not None}
        pairs = [pair for pair in here if pair[0].is_head and pair[0].unit_id in units]
    else:
        wanted = [pair for pair in here if getattr(pair[0], WANTED[role])]
        pairs = [pair for pair in wanted if pair[0].unit_id == place.unit_id]
    stand_ins = [one for _post, one in pairs if one is not None]
    return list(dict.fromkeys([*(post.person_id for post, _acting in pairs), *stand_ins]))


WANTED = {HEAD: "is_head", DEPUTY: "is_deputy"}


def candidates(session: Session, person_ids: Sequence[int]) -> list[Candidate]:
    """These persons as they are today, in this order."""
    away = (
        select(func.max(Absence.ends_on))
        .where(Absence.person_id == Person.id, away_now())
        .scalar_subquery()
    )
    title = (
        select(Post.title)
        .where(Post.person_id == Person.id, valid_on(Post))
        .order_by(Post.is_head.desc(), Post.is_main.desc(), Post.id)
        .limit(1)
        .scalar_subquery()
    )
    rows = select(Person.id, Person.name, title, Person.phone, away, is_shut_out(Person.id)).where(
        Person.id.in_(person_ids)
    )
    found = {
        row[0]: Candidate(row[0], row[1], row[2] or "", row[3], row[4], bool(row[5]))
        for row in session.execute(rows)
    }
    return [found[one] for one in person_ids if one in found]


def on_duty(session: Session, agency_id: int, at: datetime | None = None) -> int | None:
    """Who of this agency, or of the one that succeeded it, is on duty at a moment, now if none is
    named; nobody who left it."""
    agency_id = living(session, agency_id)
    hours = value(session, DAY_SHIFT, agency_id)
    day, shift = shift_at(at or clock.now(), hours[0])
    person_id = session.scalar(
        select(DutyShift.person_id).where(
            DutyShift.agency_id == agency_id, DutyShift.day == day, DutyShift.shift == shift
        )
    )
    if person_id is None or not works_in(session, person_id, agency_id, day):
        return None
    return person_id


class There(NamedTuple):
    """When somebody works in an agency, and when they are away; both with their last days."""

    posts: list[tuple[date, date | None]]
    absences: list[tuple[date, date]]

    def on(self, day: date) -> bool:
        works = any(first <= day and (last is None or day <= last) for first, last in self.posts)
        return works and not any(first <= day <= last for first, last in self.absences)


def there(
    session: Session, agency_id: int, person_ids: Collection[int], first: date, last: date
) -> dict[int, There]:
    """Of each of these persons."""
    found = {one: There([], []) for one in person_ids}
    posts = select(Post.person_id, Post.valid_from, Post.valid_to).where(
        Post.person_id.in_(found), Post.agency_id == agency_id
    )
    for person_id, begins, ends in session.execute(posts):
        found[person_id].posts.append((begins, ends))
    meets = and_(Absence.starts_on <= last, Absence.ends_on >= first)
    absences = select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(
        Absence.person_id.in_(found), meets
    )
    for person_id, begins, ends in session.execute(absences):
        found[person_id].absences.append((begins, ends))
    return found


USED_WITHIN = timedelta(days=60)
"""An agency that put nobody on duty for so long keeps no roster."""


def keeping_rosters(session: Session) -> list[tuple[int, str]]:
    """Agencies of today that put people on duty lately, with their short names."""
    used = exists().where(
        DutyShift.agency_id == Agency.id, DutyShift.day >= clock.today() - USED_WITHIN
    )
    rows = select(Agency.id, Agency.short_name).where(used, valid_on(Agency)).order_by(Agency.id)
    return [(number, name) for number, name in session.execute(rows)]
