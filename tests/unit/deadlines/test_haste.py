"""The order of haste, in Python and as a list asks the database for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.core.db import Moment, create_engine
from app.core.lists import FIRST, Listing
from app.core.lists.filters import Filter, sorting
from app.core.policy import Actor
from app.deadlines.queries.haste import by_haste
from app.deadlines.rules.haste import haste

DAY = datetime(2026, 11, 29, tzinfo=UTC)
ANY_DAY = st.none() | st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))


class Base(DeclarativeBase):
    """Of a table that no office has."""


class Waiting(Base):
    __tablename__ = "waiting"

    id: Mapped[int] = mapped_column(primary_key=True)
    urgency: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    since: Mapped[datetime | None] = mapped_column(Moment)


@dataclass(frozen=True)
class WaitingFilter(Filter):
    sort: str = sorting("haste")


LIST = Listing(
    name="waiting",
    title="Waiting",
    filter=WaitingFilter,
    id=Waiting.id,
    rows=select(Waiting.id),
    where={},
    sorts={"haste": by_haste(Waiting.urgency, Waiting.due_at, Waiting.since)},
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@given(st.lists(st.tuples(st.integers(0, 3), ANY_DAY, ANY_DAY), max_size=12))
def test_a_list_and_the_desk_put_what_waits_in_one_order(
    session: Session, rows: list[tuple[int, Any, Any]]
) -> None:
    session.query(Waiting).delete()
    session.add_all(
        Waiting(id=n, urgency=urgency, due_at=due_at, since=since)
        for n, (urgency, due_at, since) in enumerate(rows, 1)
    )
    session.flush()
    found = LIST.page(session, Actor(1, "An", 1), WaitingFilter(sort="haste"), FIRST, size=20)
    expected = sorted(enumerate(rows, 1), key=lambda row: (haste(*row[1]), -row[0]))
    assert [row.id for row in found.rows] == [n for n, _row in expected]
