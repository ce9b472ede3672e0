"""Reading for the page of the calendar."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.deadlines.models import DayException
from app.deadlines.rules.working_time import Works


@dataclass(frozen=True)
class DayRow:
    id: int
    day: date
    works: Works
    name: str
    agency_id: int | None


_ROWS = select(
    DayException.id,
    DayException.day,
    DayException.works,
    DayException.name,
    DayException.agency_id,
)


def days_of_year(session: Session, year: int) -> list[DayRow]:
    """Exceptions of the working week, for all and for single agencies."""
    of_year = DayException.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = session.execute(_ROWS.where(of_year).order_by(DayException.day))
    return [_row(*row) for row in rows]


def day_row(session: Session, row_id: int) -> DayRow | None:
    row = session.execute(_ROWS.where(DayException.id == row_id)).first()
    return _row(*row) if row else None


def _row(number: int, day: date, works: str, name: str, agency_id: int | None) -> DayRow:
    return DayRow(number, day, Works(works), name, agency_id)
