"""How each invariant stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Watch(Base):
    """What the last look at an invariant found: kept, near, broken, or unknown (nobody could look).

    What is unknown is not kept: whoever is told of what is broken is told of it too.
    """

    __tablename__ = "watch"
    __table_args__ = (
        CheckConstraint("state IN ('kept', 'near', 'broken', 'unknown')", "state"),
        CheckConstraint("(ill_since IS NULL) = (state IN ('kept', 'near'))", "ill"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="kept")
    since: Mapped[datetime]
    """Since when it stands so."""
    checked_at: Mapped[datetime | None]
    """None where it is to be looked at again at once."""
    took_ms: Mapped[int] = mapped_column(default=0)
    found: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`Found`, as JSON; of what is unknown the last that was found."""
    error: Mapped[str] = mapped_column(String(300), default="")
    ill_since: Mapped[datetime | None]
    """Since when it is broken or unknown."""
    told_key: Mapped[str] = mapped_column(String(60), default="")
    """The notice by which its keepers were told; empty where they need not hear of its end."""
    mending_since: Mapped[datetime | None]
    mending_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
