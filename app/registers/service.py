"""Taking numbers: one after another, none twice, none lost (Decree 30/2020, article 15)."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.registers.models import SeriesYear, TakenNumber


def take_number(
    session: Session, series_id: int, year: int, document_id: int, actor: Actor
) -> int:
    """Give the document the next number of the series in this year, in the caller's transaction.

    The counter's row stays locked until that transaction ends, so that a number given up by a
    rollback is taken by the next one and no gap is left.
    """
    number = _advance(session, series_id, year)
    session.add(
        TakenNumber(
            series_id=series_id,
            year=year,
            number=number,
            state="used",
            document_id=document_id,
            person_id=actor.person_id,
        )
    )
    return number


def _advance(session: Session, series_id: int, year: int) -> int:
    insert = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    first = insert(SeriesYear).values(series_id=series_id, year=year, last_number=0)
    session.execute(first.on_conflict_do_nothing())
    counter = session.scalars(
        select(SeriesYear)
        .where(SeriesYear.series_id == series_id, SeriesYear.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    counter.last_number += 1
    session.flush()
    return counter.last_number
