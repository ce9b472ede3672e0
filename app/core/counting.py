"""Several counts in one statement: a page with a dozen figures asks the database once."""

from collections.abc import Mapping, Sequence
from logging import getLogger
from typing import Any

from sqlalchemy import Integer, Select, cast, literal_column, null, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Counting = Select[int]
"""`SELECT count(*) …`: how many rows a list has, all its pages together."""


Figures = tuple[int, int | None]


def figures(
    session: Session, counts: Sequence[Select[Any]], values: Mapping[str, Any]
) -> list[Figures | None]:
    """The row that each of them gives, asked together with these values; None if it cannot be had.

    Beside its count each may have one more figure of the same rows. One that fails must not take
    the others with it, so then each is asked alone.
    """
    if not counts:
        return []
    rows = [_numbered(place, count) for place, count in enumerate(counts)]
    try:
        found = session.execute(union_all(*rows), values)
        by_place = {place: (count, figure) for place, count, figure in found}
        return [by_place[place] for place in range(len(rows))]
    except SQLAlchemyError:
        getLogger(__name__).warning("counting together failed", exc_info=True)
        session.rollback()
        return [_alone(session, row, values) for row in rows]


def _numbered(place: int, count: Select[Any]) -> Select[Any]:
    columns = [literal_column(str(place)), *count.selected_columns]
    return count.with_only_columns(*columns, *[_NOTHING][: 3 - len(columns)])


_NOTHING = cast(null(), Integer)


def _alone(session: Session, row: Select[Any], values: Mapping[str, Any]) -> Figures | None:
    try:
        _place, count, figure = session.execute(row, values).one()
    except SQLAlchemyError:
        getLogger(__name__).exception("a count failed")
        session.rollback()
        return None
    return count, figure
