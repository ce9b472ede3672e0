"""Which records the index has yet to be told of, what people searched for, and what they follow."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base
from app.search.rules import LONGEST


class IndexRequest(Base):
    """A record that changed; many changes before the next round are one request.

    First the index is told of it, then those who follow a search that it matches.
    """

    __tablename__ = "index_request"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    indexed_at: Mapped[datetime | None]
    """When the index was told."""


class PastSearch(Base):
    """What a person searched for, and found something by: offered to them, and to nobody else."""

    __tablename__ = "past_search"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class FollowedSearch(Base):
    """A search under a name, of whose new matches this person hears."""

    __tablename__ = "followed_search"
    __table_args__ = (UniqueConstraint("view_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    after_id: Mapped[int]
    """The newest record when it was first followed: those that came later are new."""
    is_told: Mapped[bool] = mapped_column(default=False)
    """They heard of a match since they last opened it: of the next ones they hear no more."""


class MatchedRecord(Base):
    """A record that matched a followed search: no second time new, whatever becomes of it."""

    __tablename__ = "matched_record"

    follow_id: Mapped[int] = mapped_column(
        ForeignKey("followed_search.id", ondelete="CASCADE"), primary_key=True
    )
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    is_new: Mapped[bool] = mapped_column(default=True)
    """Since the search was last opened."""
