"""The numbers taken: how far each series has come, what was kept, which years are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.core.collation import text_key
from app.core.errors import NotFound
from app.core.policy import Actor
from app.organisation.models import Person
from app.organisation.queries import agency_names
from app.registers.models import (
    ClosedYear,
    NumberSeries,
    Register,
    SeriesYear,
    TakenNumber,
)
from app.registers.queries.series import next_number, registers_of, types_of
from app.registers.rules import Gap


@dataclass(frozen=True)
class SeriesLine:
    """A series with how far it has come in one year."""

    id: int
    name: str
    is_default: bool
    last_number: int
    reserved: int
    void: int
    types: tuple[str, ...]


@dataclass(frozen=True)
class RegisterLine:
    """A register with its series."""

    id: int
    direction: str
    name: str
    is_default: bool
    is_off: bool
    is_empty: bool
    """No number of it was ever taken."""
    series: tuple[SeriesLine, ...]


def overview(session: Session, agency_id: int | None, year: int) -> list[RegisterLine]:
    """All registers of the agency with their series in this year, in five statements."""
    registers = registers_of(session, agency_id)
    ids = [register.id for register in registers]
    lines = _series_lines(session, ids, year)
    begun = begun_registers(session, ids)
    return [
        RegisterLine(
            register.id,
            register.direction,
            register.name,
            register.is_default,
            register.is_off,
            register.id not in begun,
            tuple(lines.get(register.id, ())),
        )
        for register in registers
    ]


def begun_registers(session: Session, register_ids: Sequence[int]) -> set[int]:
    """Those of these registers of which a number was ever taken."""
    rows = select(NumberSeries.register_id).join(SeriesYear)
    return set(session.scalars(rows.where(NumberSeries.register_id.in_(register_ids))))


@dataclass(frozen=True)
class YearLine:
    """A year of a register: how many numbers stand in it, and who closed it."""

    year: int
    numbers: int
    reserved: int
    closed_by: str | None = None
    closed_at: datetime | None = None


def years_in(session: Session, register_id: int) -> list[YearLine]:
    """The years of one register, the newest first."""
    reserved = func.sum(case((TakenNumber.state == "reserved", 1), else_=0))
    closed = and_(ClosedYear.register_id == register_id, ClosedYear.year == TakenNumber.year)
    rows = (
        select(TakenNumber.year, func.count(), reserved, Person.name, ClosedYear.at)
        .join(NumberSeries, NumberSeries.id == TakenNumber.series_id)
        .outerjoin(ClosedYear, closed)
        .outerjoin(Person, Person.id == ClosedYear.person_id)
        .where(NumberSeries.register_id == register_id)
        .group_by(TakenNumber.year, Person.name, ClosedYear.at)
        .order_by(TakenNumber.year.desc())
    )
    return [YearLine(*row) for row in session.execute(rows)]


def closed_year(session: Session, register_id: int | None, year: int | None) -> ClosedYear | None:
    """Who closed this year of the register, and when; None while it is open."""
    if register_id is None or year is None:
        return None
    return session.get(ClosedYear, (register_id, year), populate_existing=True)


def _series_lines(
    session: Session, register_ids: Sequence[int], year: int
) -> dict[int, list[SeriesLine]]:
    at_year = and_(SeriesYear.series_id == NumberSeries.id, SeriesYear.year == year)
    rows = (
        select(NumberSeries, func.coalesce(SeriesYear.last_number, 0))
        .outerjoin(SeriesYear, at_year)
        .where(NumberSeries.register_id.in_(register_ids))
        .order_by(NumberSeries.id)
    )
    found = sorted(
        session.execute(rows), key=lambda row: (not row[0].is_default, text_key(row[0].name))
    )
    ids = [series.id for series, _last in found]
    kept, types = _kept_counts(session, ids, year), types_of(session, ids)
    lines: dict[int, list[SeriesLine]] = {}
    for series, last in found:
        line = SeriesLine(
            id=series.id,
            name=series.name,
            is_default=series.is_default,
            last_number=last,
            reserved=kept.get((series.id, "reserved"), 0),
            void=kept.get((series.id, "void"), 0),
            types=tuple(types.get(series.id, ())),
        )
        lines.setdefault(series.register_id, []).append(line)
    return lines


def _kept_counts(
    session: Session, series_ids: Sequence[int], year: int
) -> dict[tuple[int, str], int]:
    rows = (
        select(TakenNumber.series_id, TakenNumber.state, func.count())
        .where(
            TakenNumber.series_id.in_(series_ids),
            TakenNumber.year == year,
            TakenNumber.state != "used",
        )
        .group_by(TakenNumber.series_id, TakenNumber.state)
    )
    return {(series_id, state): count for series_id, state, count in session.execute(rows)}


@dataclass(frozen=True)
class KeptNumber:
    """A number that no document bears, with its reason."""

    id: int
    number: int
    state: str
    reason: str
    person: str
    at: datetime
    kept_for: date | None


@dataclass(frozen=True)
class GapReport:
    """The proof that every number from 1 to the last one is used, reserved or void."""

    last_number: int
    used: int
    kept: tuple[KeptNumber, ...]
    gaps: tuple[Gap, ...]

    @property
    def is_proven(self) -> bool:
        return not self.gaps and self.used + len(self.kept) == self.last_number


def gap_report(session: Session, series_id: int, year: int) -> GapReport:
    """Every number of the series in this year accounted for, in four statements."""
    last = next_number(session, series_id, year) - 1
    of_year = and_(TakenNumber.series_id == series_id, TakenNumber.year == year)
    used = session.scalar(select(func.count()).where(of_year, TakenNumber.state == "used"))
    kept = (
        select(
            TakenNumber.id,
            TakenNumber.number,
            TakenNumber.state,
            TakenNumber.reason,
            Person.name,
            TakenNumber.at,
            TakenNumber.kept_for,
        )
        .join(Person, Person.id == TakenNumber.person_id)
        .where(of_year, TakenNumber.state != "used")
        .order_by(TakenNumber.number)
    )
    return GapReport(
        last_number=last,
        used=used or 0,
        kept=tuple(KeptNumber(*row) for row in session.execute(kept)),
        gaps=tuple(_gaps(session, series_id, year, last)),
    )


def _gaps(session: Session, series_id: int, year: int, last: int) -> list[Gap]:
    """Where a number and the one before it are not neighbours; the database looks for them."""
    before = func.lag(TakenNumber.number, 1, 0).over(order_by=TakenNumber.number)
    pairs = (
        select(TakenNumber.number.label("number"), before.label("before"))
        .where(TakenNumber.series_id == series_id, TakenNumber.year == year)
        .subquery()
    )
    holes = select(pairs.c.before, pairs.c.number).where(pairs.c.number - pairs.c.before > 1)
    found = [
        Gap(low + 1, high - 1) for low, high in session.execute(holes.order_by(pairs.c.number))
    ]
    highest = session.scalar(select(func.max(pairs.c.number))) or 0
    return [*found, Gap(highest + 1, last)] if highest < last else found


def reserved_numbers(session: Session, series_id: int, year: int) -> list[TakenNumber]:
    """Numbers kept for later, lowest first."""
    rows = select(TakenNumber).where(
        TakenNumber.series_id == series_id,
        TakenNumber.year == year,
        TakenNumber.state == "reserved",
    )
    return list(session.scalars(rows.order_by(TakenNumber.number)))


def kept_number(session: Session, agency_id: int | None, taken_id: int) -> TakenNumber:
    """A taken number of this agency, or NotFound."""
    taken = session.scalar(
        select(TakenNumber)
        .join(NumberSeries, NumberSeries.id == TakenNumber.series_id)
        .join(Register)
        .where(TakenNumber.id == taken_id, Register.agency_id == agency_id)
    )
    if taken is None:
        raise NotFound
    return taken


def books_left(session: Session, actor: Actor) -> list[tuple[str, int, str]]:
    """The books of agencies that the actor's succeeded: the agency's name, the book's id and name.
    For whoever prints books: nothing is entered in them any more."""
    if not actor.may("registers.print"):
        return []
    left = actor.agency_ids - {actor.agency_id}
    names = agency_names(session, left)
    rows = select(Register.agency_id, Register.id, Register.name).where(
        Register.agency_id.in_(left)
    )
    found = session.execute(rows.order_by(Register.agency_id, Register.direction, Register.id))
    return [(names[agency_id], number, name) for agency_id, number, name in found]
