"""A petition of a citizen (đơn thư), a kind of record of its own."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.records.models import Recorded


class Petition(Recorded, Base):
    __tablename__ = "petition"

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    sender: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(300))
    is_open: Mapped[bool] = mapped_column(default=True)
    outcome: Mapped[str] = mapped_column(String(300), default="")
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    """What its newest version is proposed to answer."""
    answer_version: Mapped[int] = mapped_column(default=0)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
