"""Reading for the pages of the organisation: columns, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.asking import TODAY
from app.core.collation import name_key
from app.core.errors import NotFound
from app.core.lists import Listing, among, contains
from app.core.policy import agency_token, unit_token
from app.core.settings import value
from app.core.text import N_
from app.organisation.filters import TABS, AgencyFilter
from app.organisation.models import Absence, Agency, Delegation, Person, Post, Unit
from app.organisation.queries.bodies import first_agency_id
from app.organisation.queries.validity import running_on, valid_on, valid_within
from app.organisation.settings import REROUTES

Row = TypeVar("Row")


@dataclass(frozen=True)
class UnitRow:
    id: int
    parent_id: int | None
    name: str
    symbol: str
    valid_from: date
    valid_to: date | None
    successor: str | None


@dataclass(frozen=True)
class PostRow:
    """A post with its holder, who acts in it today, and how long the holder is away."""

    id: int
    version: int
    person_id: int
    person: str
    title: str
    role_code: str
    agency_id: int
    agency: str
    unit_id: int | None
    unit: str | None
    is_head: bool
    is_deputy: bool
    is_main: bool
    valid_from: date
    valid_to: date | None
    deputy: str | None
    away_until: date | None

    @property
    def body(self) -> str:
        """The unit of the post ("u7"), or the agency where it stands above all units ("a3")."""
        return unit_token(self.unit_id) if self.unit_id else agency_token(self.agency_id)


@dataclass(frozen=True)
class AbsenceRow:
    id: int
    starts_on: date
    ends_on: date
    reason: str


def get_agency(session: Session, agency_id: int) -> Agency:
    return _found(session.get(Agency, agency_id))


def get_unit(session: Session, unit_id: int) -> Unit:
    return _found(session.get(Unit, unit_id))


def get_person(session: Session, person_id: int) -> Person:
    return _found(session.get(Person, person_id))


def get_post(session: Session, post_id: int) -> Post:
    return _found(session.get(Post, post_id))


_PARENT, _SUCCESSOR = aliased(Agency), aliased(Agency)
_UNITS = select(func.count()).select_from(Unit).where(Unit.agency_id == Agency.id, valid_on(Unit))
_PEOPLE = (
    select(func.count(Post.person_id.distinct()))
    .select_from(Post)
    .where(Post.agency_id == Agency.id, valid_on(Post))
)
_TABS = {
    "all": true(),
    "today": valid_on(Agency),
    "ended": Agency.valid_to < TODAY,
}
AGENCIES = Listing(
    name="organisation.index",
    title=N_("Agencies"),
    filter=AgencyFilter,
    id=Agency.id,
    rows=select(
        Agency.id,
        _PARENT.short_name.label("parent"),
        Agency.name,
        Agency.code,
        Agency.symbol,
        Agency.valid_from,
        Agency.valid_to,
        _SUCCESSOR.name.label("successor"),
        _UNITS.scalar_subquery().label("units"),
        _PEOPLE.scalar_subquery().label("people"),
    )
    .outerjoin(_PARENT, _PARENT.id == Agency.parent_id)
    .outerjoin(_SUCCESSOR, _SUCCESSOR.id == Agency.successor_id),
    where={"tab": among(_TABS), "words": contains(Agency.folded)},
    counted=TABS,
    sorts={"name": Agency.folded, "code": Agency.code},
)


def unit_rows(session: Session, agency_id: int) -> list[UnitRow]:
    """Every unit of the agency, ended ones too, in their order."""
    successor = aliased(Unit)
    rows = (
        select(
            Unit.id,
            Unit.parent_id,
            Unit.name,
            Unit.symbol,
            Unit.valid_from,
            Unit.valid_to,
            successor.name,
        )
        .outerjoin(successor, successor.id == Unit.successor_id)
        .where(Unit.agency_id == agency_id)
        .order_by(Unit.position, Unit.id)
    )
    return [UnitRow(*row) for row in session.execute(rows)]


def unit_options(session: Session, agency_id: int, day: date) -> list[tuple[int, str]]:
    """Units of the agency that exist on this day."""
    rows = select(Unit.id, Unit.name).where(Unit.agency_id == agency_id, valid_on(Unit, day))
    found = session.execute(rows.order_by(Unit.position, Unit.id))
    return [(unit_id, name) for unit_id, name in found]


def parents_of_units(session: Session, agency_id: int) -> dict[int, int | None]:
    """Under which unit each unit of the agency stands."""
    rows = select(Unit.id, Unit.parent_id).where(Unit.agency_id == agency_id)
    return dict(session.execute(rows).all())


def posts_of_agency(session: Session, agency_id: int) -> list[PostRow]:
    """Posts held in the agency today or later: heads, their deputies, then by given name."""
    today = clock.today()
    lasting = valid_within(Post, today, None)
    rows = _posts(session, and_(Post.agency_id == agency_id, lasting))
    return sorted(rows, key=_by_rank)


def _by_rank(row: PostRow) -> tuple[bool, bool, str, int]:
    return not row.is_head, not row.is_deputy, name_key(row.person), row.id


def posts_of_person(session: Session, person_id: int) -> list[PostRow]:
    """Every post the person holds or held, the latest first."""
    rows = _posts(session, Post.person_id == person_id)
    return sorted(rows, key=lambda row: (row.valid_from, row.id), reverse=True)


def absences_of(session: Session, person_id: int) -> list[AbsenceRow]:
    """Absences of today and later, and the last ones before."""
    rows = select(Absence.id, Absence.starts_on, Absence.ends_on, Absence.reason)
    rows = rows.where(Absence.person_id == person_id).order_by(Absence.starts_on.desc()).limit(10)
    return [AbsenceRow(*row) for row in session.execute(rows)]


def people_beside(session: Session, person_id: int) -> list[tuple[int, str]]:
    """Who else is at work today in the agencies of this person: they may stand in; whoever works in
    the same unit first, then unit by unit. Each with title and unit."""
    own = select(Post).where(Post.person_id == person_id, valid_on(Post)).subquery()
    beside = select(own.c.agency_id)
    is_near = func.max(case((Post.unit_id.in_(select(own.c.unit_id)), 1), else_=0))
    rows = (
        select(Person.id, Person.name, func.min(Post.title), func.min(Unit.short_name))
        .join(Post, Post.person_id == Person.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Post.agency_id.in_(beside), valid_on(Post), Person.id != person_id)
        .group_by(Person.id, Person.name, Person.name_key)
        .order_by(is_near.desc(), func.min(Unit.position), Person.name_key)
    )
    return [(number, ", ".join(filter(None, said))) for number, *said in session.execute(rows)]


def reroutes(session: Session, person_id: int) -> bool:
    """What the person's agency proposes of new work while somebody is away."""
    return value(session, REROUTES, first_agency_id(session, person_id))


def _posts(session: Session, where: ColumnElement[bool]) -> list[PostRow]:
    today = clock.today()
    deputy = aliased(Person)
    rows: Any = (
        select(
            Post.id,
            Post.version,
            Post.person_id,
            Person.name,
            Post.title,
            Post.role_code,
            Post.agency_id,
            Agency.name,
            Post.unit_id,
            Unit.name,
            Post.is_head,
            Post.is_deputy,
            Post.is_main,
            Post.valid_from,
            Post.valid_to,
            deputy.name,
            Absence.ends_on,
        )
        .join(Person, Person.id == Post.person_id)
        .join(Agency, Agency.id == Post.agency_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(Delegation, and_(Delegation.post_id == Post.id, running_on(today)))
        .outerjoin(deputy, deputy.id == Delegation.to_person_id)
        .outerjoin(
            Absence,
            and_(Absence.person_id == Post.person_id, valid_on(Absence)),
        )
        .where(where)
    )
    by_id = {row.id: PostRow(*row) for row in session.execute(rows)}
    return list(by_id.values())


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
