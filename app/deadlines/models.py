"""Days on which an agency works otherwise than in a usual week."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class DayException(Base):
    """A holiday, a make-up working day, or half of one (`rules.working_time.Works`); with no agency
    it is for all."""

    __tablename__ = "day_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    day: Mapped[date] = mapped_column(index=True)
    works: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
