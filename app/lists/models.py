"""Views that people keep."""

from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.lists.rules import LONGEST_ADDRESS, LONGEST_NAME


class SavedView(Base):
    """What somebody asks of a list again and again, under a name of their own.

    Shared with a unit it is that unit's: its people see it, and it stays when its maker leaves. A
    name stands once among those that the same people see.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        Index(
            "ix_saved_view_private",
            "person_id",
            "list_name",
            "name",
            unique=True,
            sqlite_where=text("unit_id IS NULL"),
            postgresql_where=text("unit_id IS NULL"),
        ),
        Index("ix_saved_view_shared", "unit_id", "list_name", "name", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    list_name: Mapped[str] = mapped_column(String(80))
    """The endpoint of the page."""
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    """What stands behind the question mark of the page's address."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    """Whose people see it as well."""

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked, by the names in the address."""
        return dict(parse_qsl(self.address))
