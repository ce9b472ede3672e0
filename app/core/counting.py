"""Several counts in one statement: a page with a dozen figures asks the database once."""

from collections.abc import Mapping, Sequence
from logging import getLogger
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Counting = Select[int]
"""`SELECT count(*) …`: how many rows a list has, all its pages together."""


def figures(
    session: Session, counts: Sequence[Counting], values: Mapping[str, Any]
) -> list[int | None]:
    """What each of them says, asked together with these values; None for one that cannot be had.

    One that fails must not take the others with it, so then each is asked alone.
    """
    if not counts:
        return []
    try:
        together = select(*(count.scalar_subquery() for count in counts))
        return list(session.execute(together, values).one())
    except SQLAlchemyError:
        getLogger(__name__).warning("counting together failed", exc_info=True)
        session.rollback()
        return [_alone(session, count, values) for count in counts]


def _alone(session: Session, count: Counting, values: Mapping[str, Any]) -> int | None:
    try:
        return session.scalar(count, values)
    except SQLAlchemyError:
        getLogger(__name__).exception("a count failed")
        session.rollback()
        return None
