"""What other features ask: who can be given work, who heads what, which days are worked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, aliased

from app.core import clock
from app.core.asking import MY_AGENCY
from app.core.collation import text_key
from app.core.policy import person_token, unit_token
from app.core.text import fold
from app.organisation.models import Absence, Agency, Delegation, Person, Post, Unit
from app.organisation.queries.validity import away_now, running_on, valid_on
from app.organisation.rules import Signatory, signature_block, speaks_for_collective


@dataclass(frozen=True)
class ReceiverOption:
    """A unit or a person that can be given work today.

    `note` is the head of a unit, or post and unit of a person; `folded` is what is searched,
    without marks. `away_until` is the last day of an absence that covers today (for a unit: of
    its head). `deputy_for` names those for whom the person acts today, `deputy` who acts for them.
    """

    token: str
    name: str
    note: str
    folded: str
    is_unit: bool
    leads_agency: bool = False
    away_until: date | None = None
    deputy_for: tuple[str, ...] = ()
    deputy: str = ""
    reroutes: bool = False
    """New work goes to `deputy`."""


@dataclass(frozen=True)
class _PostRow:
    """One post of a person, once per absence and delegation that touches it today."""

    person_id: int
    name: str
    title: str
    unit_id: int | None
    is_head: bool
    is_deputy: bool
    unit: str | None
    away_until: date | None
    acts_for: str | None
    deputy: str | None
    reroutes: bool | None


def receivers(session: Session, agency_id: int) -> list[ReceiverOption]:
    """Units, then persons, of the agency that are valid today."""
    today = clock.today()
    people = [_PostRow(*row) for row in session.execute(_people(agency_id, today))]
    units = select(Unit.id, Unit.name).where(Unit.agency_id == agency_id, valid_on(Unit, today))
    unit_rows = session.execute(units.order_by(Unit.position, Unit.id)).all()
    return [
        *[_unit_option(unit_id, name, people) for unit_id, name in unit_rows],
        *_person_options(people),
    ]


def other_agency(agency_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    """The short name of the agency whose paper it is, where that is none of the reader's own: one
    that theirs succeeded, whose numbers are not theirs."""
    name = select(Agency.short_name).where(Agency.id == agency_id).scalar_subquery()
    return case((agency_id != MY_AGENCY, name), else_="")


def receiver_names(session: Session, agency_id: int) -> dict[str, str]:
    """Every unit and person of the agency in office today, by token: who may be given work."""
    today = clock.today()
    units = select(Unit.id, Unit.name).where(Unit.agency_id == agency_id, valid_on(Unit, today))
    persons = (
        select(Person.id, Person.name)
        .join(Post, Post.person_id == Person.id)
        .where(Post.agency_id == agency_id, valid_on(Post, today))
    )
    return {
        **{unit_token(number): name for number, name in session.execute(units)},
        **{person_token(number): name for number, name in session.execute(persons)},
    }


def _people(agency_id: int, day: date) -> Any:
    giver_post, giver, deputy = aliased(Post), aliased(Person), aliased(Person)
    received, given, stand_in = aliased(Delegation), aliased(Delegation), aliased(Person)
    return (
        select(
            Person.id,
            Person.name,
            Post.title,
            Post.unit_id,
            Post.is_head,
            Post.is_deputy,
            Unit.short_name,
            Absence.ends_on,
            giver.name,
            func.coalesce(deputy.name, stand_in.name),
            Absence.reroutes,
        )
        .join(Post, Post.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(
            Absence,
            and_(Absence.person_id == Person.id, away_now()),
        )
        .outerjoin(stand_in, stand_in.id == Absence.stand_in_id)
        .outerjoin(received, and_(received.to_person_id == Person.id, running_on(day, received)))
        .outerjoin(giver_post, giver_post.id == received.post_id)
        .outerjoin(giver, giver.id == giver_post.person_id)
        .outerjoin(given, and_(given.post_id == Post.id, running_on(day, given)))
        .outerjoin(deputy, deputy.id == given.to_person_id)
        .where(Post.agency_id == agency_id, valid_on(Post, day))
        .order_by(Post.unit_id.is_not(None), Post.unit_id, Post.is_head.desc(), Post.id)
    )


def _unit_option(unit_id: int, name: str, people: Iterable[_PostRow]) -> ReceiverOption:
    heads = [row for row in people if row.unit_id == unit_id and row.is_head]
    names = ", ".join(dict.fromkeys(row.name for row in heads))
    return ReceiverOption(
        token=unit_token(unit_id),
        name=name,
        note=names,
        folded=fold(f"{name} {names}"),
        is_unit=True,
        away_until=max((row.away_until for row in heads if row.away_until), default=None),
        deputy=next((row.deputy for row in heads if row.deputy), ""),
    )


def _person_options(people: Iterable[_PostRow]) -> list[ReceiverOption]:
    """One option for each person, with all their posts in the note."""
    rows_of: dict[int, list[_PostRow]] = {}
    for row in people:
        rows_of.setdefault(row.person_id, []).append(row)
    return [_person_option(rows) for rows in rows_of.values()]


def _person_option(rows: list[_PostRow]) -> ReceiverOption:
    first = rows[0]
    posts = dict.fromkeys(", ".join(filter(None, (r.title, r.unit))) for r in rows)
    note = "; ".join(posts)
    return ReceiverOption(
        token=person_token(first.person_id),
        name=first.name,
        note=note,
        folded=fold(f"{first.name} {note}"),
        is_unit=False,
        leads_agency=any(r.unit_id is None and (r.is_head or r.is_deputy) for r in rows),
        away_until=max((r.away_until for r in rows if r.away_until), default=None),
        deputy_for=tuple(dict.fromkeys(r.acts_for for r in rows if r.acts_for)),
        deputy=next((r.deputy for r in rows if r.deputy), ""),
        reroutes=any(r.reroutes for r in rows),
    )


def stand_ins(session: Session, agency_id: int) -> dict[str, str]:
    """To whom new work goes today that is meant for somebody away: holder to holder, by token."""
    own = aliased(Post)
    rows = (
        select(Absence.person_id, Absence.stand_in_id)
        .join(own, own.person_id == Absence.person_id)
        .where(Absence.reroutes, away_now(), own.agency_id == agency_id, valid_on(own))
    )
    found = session.execute(rows.distinct())
    return {person_token(away): person_token(other) for away, other in found if other}


def head_of(session: Session, unit_id: int) -> list[int]:
    """Who heads the unit today: holders of the head's post, then those who act in it."""
    return _heads(session, Post.unit_id == unit_id)


def _heads(session: Session, where: ColumnElement[bool]) -> list[int]:
    today = clock.today()
    rows = (
        select(Post.person_id, Delegation.to_person_id)
        .outerjoin(Delegation, and_(Delegation.post_id == Post.id, running_on(today)))
        .where(where, Post.is_head, valid_on(Post, today))
        .order_by(Post.id)
    )
    pairs = session.execute(rows).all()
    acting = [person_id for _, person_id in pairs if person_id is not None]
    return list(dict.fromkeys([*(holder for holder, _ in pairs), *acting]))


def persons_named(name: str) -> Select[int]:
    """Ids of the persons in whose names this stands, with or without marks."""
    return select(Person.id).where(Person.folded_name.contains(fold(name), autoescape=True))


def short_names(session: Session) -> list[tuple[int, str]]:
    """All agencies there ever were, by their short names."""
    rows = session.execute(select(Agency.id, Agency.short_name))
    found = [(agency_id, name) for agency_id, name in rows]
    return sorted(found, key=lambda row: text_key(row[1]))


def holder_names(session: Session, tokens: Iterable[str]) -> dict[str, str]:
    """The names of these people, units and agencies, and the titles of posts, by token: "p12",
    "u7", "a3", "o3"."""
    ids: dict[str, set[int]] = {"p": set(), "u": set(), "a": set(), "o": set()}
    for token in tokens:
        ids[token[0]].add(int(token[1:]))
    columns = {
        "p": (Person.id, Person.name),
        "u": (Unit.id, Unit.name),
        "a": (Agency.id, Agency.name),
        "o": (Post.id, Post.title),
    }
    found: dict[str, str] = {}
    for letter, (key, name) in columns.items():
        named = _names(session, key, name, ids[letter])
        found |= {f"{letter}{number}": said for number, said in named.items()}
    return found


def person_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    return _names(session, Person.id, Person.name, ids)


def unit_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    return _names(session, Unit.id, Unit.name, ids)


def agencies_of_units(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """The agencies of these units, by unit."""
    return dict(session.execute(select(Unit.id, Unit.agency_id).where(Unit.id.in_(set(ids)))).all())


def agency_of_unit(unit_id: Mapped[int | None]) -> ScalarSelect[int]:
    """The agency of the unit in this column, for rows of another feature."""
    return select(Unit.agency_id).where(Unit.id == unit_id).correlate_except(Unit).scalar_subquery()


def works_in(
    person_id: InstrumentedAttribute[int | None], unit_id: int, *, ever: bool = False
) -> ColumnElement[bool]:
    """Whether the person in this column holds a post in the unit today, or at any time."""
    when = true() if ever else valid_on(Post)
    return exists().where(Post.person_id == person_id, Post.unit_id == unit_id, when)


def get_agency(session: Session, agency_id: int) -> Agency:
    """The agency of this id, which has to be there."""
    return session.get_one(Agency, agency_id)


def agency_names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    return _names(session, Agency.id, Agency.name, ids)


def _names(
    session: Session,
    key: InstrumentedAttribute[int],
    name: InstrumentedAttribute[str],
    ids: Iterable[int | None],
) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(key, name).where(key.in_(wanted))).all())


def signature_lines(
    session: Session, post_id: int, acting_for_post_id: int | None = None, authority: str = ""
) -> tuple[str, ...]:
    """The lines above the signature of whoever signs in this post, or for another post in it.

    `authority` is the line in whose authority a decision is taken.
    """
    post = session.get_one(Post, post_id)
    agency = session.get_one(Agency, post.agency_id)
    on_behalf = speaks_for_collective(agency.collective_name, authority)
    heads = _head_titles(session, post)
    acting_for = session.get_one(Post, acting_for_post_id) if acting_for_post_id else None
    return signature_block(
        _signatory(session, post),
        collective=agency.collective_name if on_behalf else "",
        head_title=heads.get(None, ""),
        unit_head_title=heads.get(post.unit_id, "") if post.unit_id else "",
        acting_for=_signatory(session, acting_for) if acting_for else None,
    )


def _head_titles(session: Session, post: Post) -> dict[int | None, str]:
    """Titles of the heads of the post's agency (None) and of its unit."""
    rows = select(Post.unit_id, Post.title).where(
        Post.agency_id == post.agency_id,
        Post.is_head,
        or_(Post.unit_id.is_(None), Post.unit_id == post.unit_id),
        valid_on(Post),
    )
    return dict(session.execute(rows).all())


def _signatory(session: Session, post: Post) -> Signatory:
    unit = session.get(Unit, post.unit_id) if post.unit_id else None
    return Signatory(post.title, post.is_head, post.is_deputy, unit.name if unit else "")
