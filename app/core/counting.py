"""Several counts in one statement: a page with a dozen figures asks the database once."""

from collections.abc import Mapping, Sequence
from logging import getLogger
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Counting = Select[int]
"""`SELECT count(*) …`: how many rows a list has, all its pages together."""


def together(counts: Sequence[Counting]) -> Select[Any]:
    """All of them as one row. To be kept: building it costs more than asking it."""
    return select(*(count.scalar_subquery() for count in counts))


def figures(
    session: Session,
    row: Select[Any],
    counts: Sequence[Counting],
    asked: Mapping[str, Any],
) -> list[int | None]:
    """What `row`, made of `counts` by `together`, says; None for one that cannot be had.

    One that fails must not take the others with it, so then each is asked alone.
    """
    if not counts:
        return []
    try:
        return list(session.execute(row, dict(asked)).one())
    except SQLAlchemyError:
        getLogger(__name__).warning("counting together failed", exc_info=True)
        session.rollback()
        return [_alone(session, count, asked) for count in counts]


def _alone(session: Session, count: Counting, asked: Mapping[str, Any]) -> int | None:
    try:
        return session.scalar(count, dict(asked))
    except SQLAlchemyError:
        getLogger(__name__).exception("a count failed")
        session.rollback()
        return None
