"""Which records the index has yet to be told of, and what people searched for."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.search.rules import LONGEST


class IndexRequest(Base):
    """A record that changed; many changes before the next round are one request."""

    __tablename__ = "index_request"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)


class PastSearch(Base):
    """What a person searched for, and found something by: offered to them, and to nobody else."""

    __tablename__ = "past_search"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
