"""Reading registers, their series and the numbers taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.books import Range
from app.core.errors import NotFound
from app.core.feature import Book, Question, installed
from app.core.policy import Actor
from app.organisation.models import Agency, Person
from app.registers.models import NumberSeries, Register, SeriesType, SeriesYear, TakenNumber
from app.registers.rules import BookRow, Gap, KeptLine, Numbering

type_options: Question[[Session], list[tuple[str, str]]] = Question("types of documents by code")
"""What series are made for; the types are kept a layer above."""
type_symbols: Question[[Session], dict[str, str]] = Question("what types write into references")
numbers_given: Question[[Session, int, int], dict[tuple[str, int], int]] = Question(
    "the highest number of a year that bears a symbol, by symbol and series"
)


def registers_of(
    session: Session, agency_id: int | None, direction: str | None = None
) -> list[Register]:
    """The registers of an agency, its usual one of each direction first."""
    if direction is None:
        return list(session.scalars(_OF_AGENCY, {"agency_id": agency_id}))
    wanted = {"agency_id": agency_id, "direction": direction}
    return list(session.scalars(_OF_DIRECTION, wanted))


_OF_AGENCY = (
    select(Register)
    .where(Register.agency_id == bindparam("agency_id"))
    .order_by(Register.direction, Register.is_default.desc(), Register.name)
)
_OF_DIRECTION = _OF_AGENCY.where(Register.direction == bindparam("direction"))


def get_register(session: Session, agency_id: int | None, register_id: int) -> Register:
    """A register of this agency, or NotFound."""
    register = session.scalar(
        select(Register).where(Register.id == register_id, Register.agency_id == agency_id)
    )
    if register is None:
        raise NotFound
    return register


def get_series(session: Session, agency_id: int | None, series_id: int) -> NumberSeries:
    """A series of one of this agency's registers, or NotFound."""
    series = session.scalar(
        select(NumberSeries)
        .join(Register)
        .where(NumberSeries.id == series_id, Register.agency_id == agency_id)
    )
    if series is None:
        raise NotFound
    return series


def series_for(
    session: Session, agency_id: int, direction: str, type_code: str
) -> NumberSeries | None:
    """The series that numbers this type: one that names it, else the default one."""
    rows = (
        select(NumberSeries)
        .join(Register)
        .where(Register.agency_id == agency_id, Register.direction == direction)
    )
    naming = rows.join(SeriesType).where(SeriesType.type_code == type_code)
    named = session.scalar(naming.order_by(NumberSeries.id).limit(1))
    return named or _default_series(session, agency_id, direction)


def _default_series(session: Session, agency_id: int, direction: str) -> NumberSeries | None:
    """That of the usual register: it numbers whatever no other series names."""
    return session.scalar(
        select(NumberSeries)
        .join(Register)
        .where(Register.agency_id == agency_id, Register.direction == direction)
        .where(NumberSeries.is_default)
        .order_by(Register.is_default.desc(), NumberSeries.id)
        .limit(1)
    )


def series_of_register(session: Session, register_id: int, type_code: str) -> NumberSeries | None:
    """The series of one register that numbers this type."""
    return session.scalar(_NUMBERING, {"register_id": register_id, "type_code": type_code})


_NAMES_IT = (SeriesType.series_id == NumberSeries.id) & (
    SeriesType.type_code == bindparam("type_code")
)
_NUMBERING = (
    select(NumberSeries)
    .outerjoin(SeriesType, _NAMES_IT)
    .where(
        NumberSeries.register_id == bindparam("register_id"),
        or_(NumberSeries.is_default, SeriesType.type_code.is_not(None)),
    )
    .order_by(SeriesType.type_code.is_(None), NumberSeries.id)
    .limit(1)
)


def numbering(session: Session, agency_id: int, year: int) -> Numbering:
    """How the agency's outgoing documents are numbered at this moment."""
    symbols = type_symbols(session)
    rows = select(SeriesType.type_code, SeriesType.series_id).join(NumberSeries).join(Register)
    naming = session.execute(
        rows.where(_of_outgoing(agency_id)).order_by(SeriesType.series_id.desc())
    )
    usual = _default_series(session, agency_id, "outgoing")
    series = dict.fromkeys(symbols, usual.id) if usual is not None else {}
    series |= dict(naming.all())
    return Numbering(
        series=series,
        symbols=symbols,
        given=numbers_given(session, agency_id, year),
        following={one: next_number(session, one, year) for one in set(series.values())},
    )


def _of_outgoing(agency_id: int) -> ColumnElement[bool]:
    return and_(Register.agency_id == agency_id, Register.direction == "outgoing")


def next_number(session: Session, series_id: int, year: int) -> int:
    """The number that would be given now; another person may be quicker."""
    last = session.scalar(
        select(SeriesYear.last_number).where(
            SeriesYear.series_id == series_id, SeriesYear.year == year
        )
    )
    return (last or 0) + 1


def years_of(session: Session, agency_id: int | None, direction: str) -> list[int]:
    """The years in which the agency took numbers in this direction, newest first."""
    rows = (
        select(SeriesYear.year)
        .join(NumberSeries, NumberSeries.id == SeriesYear.series_id)
        .join(Register)
        .where(Register.agency_id == agency_id, Register.direction == direction)
    )
    return list(session.scalars(rows.distinct().order_by(SeriesYear.year.desc())))


# -- Overview and gap report ---------------------------------------------------------------------


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
    series: tuple[SeriesLine, ...]


def overview(session: Session, agency_id: int | None, year: int) -> list[RegisterLine]:
    """All registers of the agency with their series in this year, in four statements."""
    registers = registers_of(session, agency_id)
    ids = [register.id for register in registers]
    lines = _series_lines(session, ids, year)
    return [
        RegisterLine(
            register.id,
            register.direction,
            register.name,
            register.is_default,
            tuple(lines.get(register.id, ())),
        )
        for register in registers
    ]


def _series_lines(
    session: Session, register_ids: Sequence[int], year: int
) -> dict[int, list[SeriesLine]]:
    at_year = and_(SeriesYear.series_id == NumberSeries.id, SeriesYear.year == year)
    rows = (
        select(NumberSeries, func.coalesce(SeriesYear.last_number, 0))
        .outerjoin(SeriesYear, at_year)
        .where(NumberSeries.register_id.in_(register_ids))
        .order_by(NumberSeries.is_default.desc(), NumberSeries.name, NumberSeries.id)
    )
    found = session.execute(rows).all()
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


def types_of(session: Session, series_ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of the types that each series names."""
    rows = select(SeriesType).where(SeriesType.series_id.in_(series_ids))
    types: dict[int, list[str]] = {}
    for row in session.scalars(rows.order_by(SeriesType.type_code)):
        types.setdefault(row.series_id, []).append(row.type_code)
    return types


@dataclass(frozen=True)
class KeptNumber:
    """A number that no document bears, with its reason."""

    id: int
    number: int
    state: str
    reason: str
    person: str
    at: datetime


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


def types_numbered_elsewhere(
    session: Session, register: Register, except_id: int | None
) -> dict[str, str]:
    """Types that another series of the agency in this direction already names, by its name."""
    rows = (
        select(SeriesType.type_code, NumberSeries.name)
        .join(NumberSeries, NumberSeries.id == SeriesType.series_id)
        .join(Register)
        .where(Register.agency_id == register.agency_id, Register.direction == register.direction)
    )
    if except_id is not None:
        rows = rows.where(NumberSeries.id != except_id)
    return {row[0]: row[1] for row in session.execute(rows)}


# -- Books ---------------------------------------------------------------------------------------


def book_of(register: Register) -> Book:
    """What the feature whose numbers the register holds says of its book."""
    return installed().books[register.direction]


def book_rows(session: Session, actor: Actor, register: Register, period: Range) -> list[BookRow]:
    """Every line of the book in this period, in its order; always four statements at most."""
    book = book_of(register)
    rows = [
        (line.day, BookRow(line.number, tuple(column.cell(line.bearer) for column in book.columns)))
        for line in book.lines(session, actor, register.id, period)
    ]
    for kept in _kept_lines(session, register, period):
        cells = tuple(column.kept(kept) for column in book.columns)
        rows.append((kept.noted_on, BookRow(kept.taken, cells, is_kept=True)))
    rows.sort(key=lambda row: (date.min if book.is_by_number else row[0], row[1].number))
    return [row for _day, row in rows]


def _kept_lines(session: Session, register: Register, period: Range) -> Iterator[KeptLine]:
    """Reserved and void numbers of the period, which stand in the book with their reasons."""
    (start, _), (_, end) = clock.day_bounds(period.first), clock.day_bounds(period.last)
    rows = (
        select(
            TakenNumber.number, TakenNumber.state, TakenNumber.reason, Person.name, TakenNumber.at
        )
        .join(NumberSeries, NumberSeries.id == TakenNumber.series_id)
        .join(Person, Person.id == TakenNumber.person_id)
        .where(
            NumberSeries.register_id == register.id,
            TakenNumber.year == period.year,
            TakenNumber.state != "used",
            TakenNumber.at >= start,
            TakenNumber.at < end,
        )
    )
    for number, state, reason, person, at in session.execute(rows):
        yield KeptLine(number, state, reason, person, clock.local(at).date())


def agency_of(session: Session, register: Register) -> Agency:
    return session.get_one(Agency, register.agency_id)
