"""Views that people keep."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.lists.rules import LONGEST_ADDRESS, LONGEST_NAME


class SavedView(Base):
    """What somebody asks of a list again and again, under a name of their own."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "list_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    list_name: Mapped[str] = mapped_column(String(80))
    """The endpoint of the list's page."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    """What stands behind the question mark of the list's address."""
