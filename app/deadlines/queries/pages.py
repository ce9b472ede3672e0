"""Reading for the page of the calendar."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.deadlines.models import DayException


@dataclass(frozen=True)
class DayRow:
    id: int
    day: date
    is_working: bool
    name: str
    agency_id: int | None


def days_of_year(session: Session, year: int) -> list[DayRow]:
    """Exceptions of the working week, for all and for single agencies."""
    rows = select(
        DayException.id,
        DayException.day,
        DayException.is_working,
        DayException.name,
        DayException.agency_id,
    ).where(DayException.day >= date(year, 1, 1), DayException.day <= date(year, 12, 31))
    return [DayRow(*row) for row in session.execute(rows.order_by(DayException.day))]
