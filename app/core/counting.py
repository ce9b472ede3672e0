"""Several counts in one statement: a page with a dozen figures asks the database once."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from logging import getLogger
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    Boolean,
    CompoundSelect,
    Integer,
    Select,
    bindparam,
    cast,
    literal_column,
    null,
    union_all,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Counting = Select[int]
"""`SELECT count(*) …`: how many rows a list has, all its pages together."""
Figure = tuple[int, int | None]
"""A count, and what else was asked of the same rows."""
Key = TypeVar("Key")


class Figures(Generic[Key]):
    """Counts by name as one constant statement, of which everybody asks those that are theirs.

    A part that is not asked for costs nothing: the database sees that it has no rows.
    """

    def __init__(self, counts: Mapping[Key, Select[Any]]) -> None:
        self._parts = {key: _part(place, one) for place, (key, one) in enumerate(counts.items())}
        self._places = {key: place for place, key in enumerate(counts)}

    @property
    def keys(self) -> Iterable[Key]:
        return self._parts.keys()

    def ask(
        self, session: Session, wanted: Iterable[Key], values: Mapping[str, Any]
    ) -> dict[Key, Figure | None]:
        """What each of these says with these values; None for one that cannot be had.

        One that fails must not take the others with it, so then each is asked alone.
        """
        keys = {self._places[key]: key for key in wanted}
        if not keys:
            return {}
        asked = {**values, **{_asks(place): True for place in keys}}
        try:
            rows = session.execute(self._together, asked)
            return {keys[place]: (n, more) for place, n, more in rows if place in keys}
        except SQLAlchemyError:
            getLogger(__name__).warning("counting together failed", exc_info=True)
            session.rollback()
            return {key: _alone(session, self._parts[key], asked) for key in keys.values()}

    @cached_property
    def _together(self) -> CompoundSelect[Any]:
        return union_all(*self._parts.values())


def _asks(place: int) -> str:
    return f"asks_{place}"


def _part(place: int, count: Select[Any]) -> Select[Any]:
    columns = [literal_column(str(place)), *count.selected_columns, cast(null(), Integer)][:3]
    is_asked = bindparam(_asks(place), False, Boolean())
    return count.with_only_columns(*columns).where(is_asked)


def _alone(session: Session, part: Select[Any], asked: Mapping[str, Any]) -> Figure | None:
    try:
        _place, count, more = session.execute(part, asked).one()
    except SQLAlchemyError:
        getLogger(__name__).exception("a count failed")
        session.rollback()
        return None
    return count, more
