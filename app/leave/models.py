"""Days off that people ask for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, synonym

from app.core import clock
from app.core.db import Base


class LeaveRequest(Base):
    """Somebody asks to be away. Approved it makes the absence, and the delegation if one is wished.

    States: asked, approved, refused, taken_back (by who asked, before or after it was approved).
    """

    __tablename__ = "leave_request"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", "validity"),
        CheckConstraint("state IN ('asked', 'approved', 'refused', 'taken_back')", "state"),
        CheckConstraint("stand_in_id IS NOT NULL OR NOT (delegates OR reroutes)", "stand_in"),
        Index("ix_leave_request_agency", "agency_id", "state", "starts_on"),
        Index("ix_leave_request_person", "person_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """Whose head decides; none where a leader of the agency does."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    valid_from: Mapped[date] = synonym("starts_on")
    valid_to: Mapped[date] = synonym("ends_on")
    from_noon: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The first morning is worked still."""
    until_noon: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The last afternoon is worked again."""
    reason: Mapped[str] = mapped_column(String(200))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    delegates: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever stands in acts in the post (all but signing) as well."""
    reroutes: Mapped[bool] = mapped_column(default=False, server_default=false())
    """New work goes to whoever stands in."""
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("absence.id", ondelete="SET NULL"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    version: Mapped[int] = mapped_column(default=1)
