"""Registers and their series: what there is, and which series numbers what."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app.core.collation import text_key
from app.core.errors import NotFound
from app.core.feature import Question
from app.registers.models import (
    NumberSeries,
    Register,
    SeriesType,
    SeriesYear,
)
from app.registers.rules import Numbering

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
    asked = _OF_AGENCY if direction is None else _OF_DIRECTION
    found = session.scalars(asked, {"agency_id": agency_id, "direction": direction})
    return sorted(found, key=lambda one: (one.direction, not one.is_default, text_key(one.name)))


_OF_AGENCY = select(Register).where(Register.agency_id == bindparam("agency_id"))
_OF_DIRECTION = _OF_AGENCY.where(Register.direction == bindparam("direction"))


def registers_in_use(session: Session, agency_id: int | None, direction: str) -> list[Register]:
    """Those in which something can be entered."""
    return [one for one in registers_of(session, agency_id, direction) if not one.is_off]


def get_register(
    session: Session, agency_ids: Collection[int | None], register_id: int
) -> Register:
    """A register of one of these agencies, or NotFound."""
    register = session.scalar(
        select(Register).where(Register.id == register_id, Register.agency_id.in_(agency_ids))
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
        .where(Register.agency_id == agency_id, Register.direction == direction, ~Register.is_off)
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
        .where(NumberSeries.is_default, ~Register.is_off)
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
    is_outgoing = and_(Register.direction == "outgoing", ~Register.is_off)
    return and_(Register.agency_id == agency_id, is_outgoing)


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


def types_of(session: Session, series_ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of the types that each series names."""
    rows = select(SeriesType).where(SeriesType.series_id.in_(series_ids))
    types: dict[int, list[str]] = {}
    for row in session.scalars(rows.order_by(SeriesType.type_code)):
        types.setdefault(row.series_id, []).append(row.type_code)
    return types


def types_numbered_elsewhere(
    session: Session, register: Register, except_id: int | None
) -> dict[str, str]:
    """Types that another series of the agency in this direction already names, by its name."""
    rows = (
        select(SeriesType.type_code, NumberSeries.name)
        .join(NumberSeries, NumberSeries.id == SeriesType.series_id)
        .join(Register)
        .where(Register.agency_id == register.agency_id, Register.direction == register.direction)
        .where(~Register.is_off)
    )
    if except_id is not None:
        rows = rows.where(NumberSeries.id != except_id)
    return {row[0]: row[1] for row in session.execute(rows)}
