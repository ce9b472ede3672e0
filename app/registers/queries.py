"""Reading registers, their series and the numbers taken."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.registers.models import NumberSeries, Register, SeriesType, SeriesYear


def registers_of(
    session: Session, agency_id: int | None, direction: str | None = None
) -> list[Register]:
    """The registers of an agency, its usual one of each direction first."""
    rows = select(Register).where(Register.agency_id == agency_id)
    if direction is not None:
        rows = rows.where(Register.direction == direction)
    return list(
        session.scalars(
            rows.order_by(Register.direction, Register.is_default.desc(), Register.name)
        )
    )


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
    return session.scalar(naming.order_by(NumberSeries.id).limit(1)) or session.scalar(
        rows.where(NumberSeries.is_default)
        .order_by(Register.is_default.desc(), NumberSeries.id)
        .limit(1)
    )


def series_of_register(session: Session, register_id: int, type_code: str) -> NumberSeries | None:
    """The series of one register that numbers this type."""
    rows = select(NumberSeries).where(NumberSeries.register_id == register_id)
    naming = rows.join(SeriesType).where(SeriesType.type_code == type_code)
    return session.scalar(naming.order_by(NumberSeries.id).limit(1)) or session.scalar(
        rows.where(NumberSeries.is_default).order_by(NumberSeries.id).limit(1)
    )


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
