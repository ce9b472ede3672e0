"""Which records the index has yet to be told of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base


class IndexRequest(Base):
    """A record that changed; many changes before the next round are one request."""

    __tablename__ = "index_request"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
