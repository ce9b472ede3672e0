"""Which rows a list has: rows, counts, pages and neighbours all come of the same conditions.

Every part of it is a constant or cheaply built; who asks, and when, are parameters (`given`),
so that nothing need be remembered from one reader to the next.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.counting import Counting
from app.core.lists.filters import Filter, tab_of
from app.core.lists.paging import FIRST, PAGE_ROWS, Page, Place, cut
from app.core.policy import ANYBODY, Actor
from app.core.settings import value
from app.core.text import fold

F = TypeVar("F", bound=Filter)
Rows = Select[*tuple[Any, ...]]
Moments = Mapping[str, datetime]
NEVER: Moments = MappingProxyType({})
"""For lists whose rows have no colours."""
READ_AT_ONCE = 500
Condition = Callable[[Actor, Any], ColumnElement[bool]]
"""The rows that a value of a filter's field leaves."""


def equals(column: Any) -> Condition:
    """Those with this value in the column."""
    return lambda _actor, wanted: column == wanted


def among(conditions: Mapping[str, ColumnElement[bool]]) -> Condition:
    """Those of the condition of this name."""
    return lambda _actor, wanted: conditions[wanted]


def when(condition: ColumnElement[bool]) -> Condition:
    """Those of the condition, where it is asked for."""
    return lambda _actor, _yes: condition


def contains(*columns: Any) -> Condition:
    """Those that hold every word in one of these columns, which are kept folded."""

    def condition(_actor: Actor, words: str) -> ColumnElement[bool]:
        return and_(
            *(or_(*(one.contains(word, autoescape=True) for one in columns)) for word in words)
        )

    return lambda actor, words: condition(actor, fold(words).split())  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False, kw_only=True)
class Listing(Generic[F]):
    """A list: its rows by a filter, newest first where no other order is asked for."""

    name: str
    """The endpoint that shows it."""
    title: str
    """What it is called among all lists (a message id)."""
    filter: type[F]
    id: Any
    """The column that names a row: rows of one value of a sort key stand in its order."""
    rows: Rows
    """All columns of a row, `id` first, with what is joined for them."""
    where: Mapping[str, Condition]
    """By field of the filter; what is None, empty or false narrows nothing."""
    within: Sequence[ColumnElement[bool]] = ()
    """What all its rows have in common, whoever asks."""
    readers: Callable[[Actor], ColumnElement[bool]] = lambda _actor: true()
    """What of it this person may read."""
    source: Any = None
    """What the conditions speak of, where that is more than the entity of `id`."""
    counted: Collection[str] = ()
    """The tabs that are counted at every look: those that do not grow without end."""
    counted_among: ColumnElement[bool] | None = None
    """What all rows of counted tabs have in common: then one look at these counts all tabs."""
    sorts: Mapping[str, Any] = field(default_factory=dict)
    """By what it may be sorted: a column, or several, the next where those before are alike. Rows
    without a value come last."""

    searched: Callable[[Session, F], Mapping[str, Any]] | None = None
    """What of search comes nearest to its filter, by the names of that address: there one asks for
    words in what the list shows, or in somewhat more."""

    # -- Which rows --------------------------------------------------------------------------------

    def conditions(self, actor: Actor, wanted: F) -> list[ColumnElement[bool]]:
        """The rows of a filter: pages and counts both ask this."""
        return [self.readers(actor), *self.within, *self._asked(actor, wanted)]

    def _asked(self, actor: Actor, wanted: F) -> Iterator[ColumnElement[bool]]:
        for name, condition in self.where.items():
            asked = getattr(wanted, name)
            if asked is not None and asked is not False and asked != "":
                yield condition(actor, asked)

    def counting(self, actor: Actor, wanted: F) -> Counting:
        """How many rows the filter opens, all pages together."""
        return self.select(func.count(), actor, wanted)

    def select(self, figure: ColumnElement[Any], actor: Actor, wanted: F) -> Rows:
        """A figure of all rows of the filter: their number, the worst of their colours."""
        return select(figure).select_from(self._source).where(*self.conditions(actor, wanted))

    @property
    def _source(self) -> Any:
        return self.id.class_ if self.source is None else self.source

    def count(self, session: Session, actor: Actor, wanted: F, moments: Moments = NEVER) -> int:
        return session.scalar(self.counting(actor, wanted), given(actor, moments)) or 0

    def tab_counts(
        self, session: Session, actor: Actor, wanted: F, moments: Moments = NEVER
    ) -> dict[str, int]:
        """How many rows each counted tab would open under the same other filters, in one
        statement."""
        tab = tab_of(self.filter)
        if tab is None or not self.counted:
            return {}
        if self._one_look is not None:
            row = self._one_look.where(*self.conditions(actor, wanted.but(**{tab: ""})))
        else:
            each = [self.counting(actor, wanted.but(**{tab: one})) for one in self.counted]
            row = select(*(one.scalar_subquery() for one in each))
        found = session.execute(row, given(actor, moments)).one()
        return dict(zip(self.counted, found, strict=True))

    @cached_property
    def _one_look(self) -> Rows | None:
        """The counts of all counted tabs, before anything is chosen."""
        tab = tab_of(self.filter)
        if self.counted_among is None or tab is None:
            return None
        parts = (self.where[tab](ANYBODY, one) for one in self.counted)
        figures = (func.count().filter(part) for part in parts)
        return select(*figures).select_from(self._source).where(self.counted_among)

    # -- Pages -------------------------------------------------------------------------------------

    def page(
        self,
        session: Session,
        actor: Actor,
        wanted: F,
        place: Place = FIRST,
        moments: Moments = NEVER,
        *,
        size: int | None = None,
    ) -> Page[Any]:
        """One page, in one statement; in another order than the usual, one more behind a row.

        A place whose rows are all gone shows the first page.
        """
        size = size or value(session, PAGE_ROWS, actor.agency_id)
        rows = self.from_place(session, actor, wanted, place)
        found = session.execute(rows.limit(size + 1), given(actor, moments)).all()
        if not found and place != FIRST:
            return self.page(session, actor, wanted, FIRST, moments, size=size)
        return cut(found, size, place)

    def parts(
        self, session: Session, actor: Actor, wanted: F, moments: Moments = NEVER, *, most: int
    ) -> Iterator[Sequence[Any]]:
        """The rows of all pages, at most so many, some at a time, each behind the last."""
        place = FIRST
        while most > 0:
            rows = self.from_place(session, actor, wanted, place).limit(min(READ_AT_ONCE, most))
            found = session.execute(rows, given(actor, moments)).all()
            if not found:
                return
            yield found
            most -= len(found)
            place = Place(before=found[-1][0])

    def from_place(self, session: Session, actor: Actor, wanted: F, place: Place) -> Rows:
        """The rows from this place on, in its direction."""
        back = place.after is not None
        passed = place.after or place.before
        order = self._order(wanted)
        rows = self.rows.where(*self.conditions(actor, wanted)).order_by(*order.by(back=back))
        if not passed:
            return rows
        return rows.where(order.behind(passed, self._key_of(session, actor, order, passed), back))

    def rows_of(
        self, session: Session, actor: Actor, ids: Collection[int], moments: Moments = NEVER
    ) -> Sequence[Any]:
        """Those of these rows that the actor may read, whatever filter or agency."""
        if not ids:
            return ()
        rows = self.rows.where(self.id.in_(ids), self.readers(actor))
        return session.execute(rows, given(actor, moments)).all()

    # -- Going on ----------------------------------------------------------------------------------

    def beside(
        self, session: Session, actor: Actor, wanted: F, row_id: int, moments: Moments = NEVER
    ) -> tuple[Any, Any]:
        """The rows before and after this one, which may have left the list; None at its ends."""
        newer, older = (
            session.execute(rows.limit(1), given(actor, moments)).first()
            for rows in (
                self.from_place(session, actor, wanted, Place(after=row_id)),
                self.from_place(session, actor, wanted, Place(before=row_id)),
            )
        )
        return newer, older

    def place_of(
        self, session: Session, actor: Actor, wanted: F, row_id: int, moments: Moments = NEVER
    ) -> tuple[int, int]:
        """As what number of how many rows this one stands, or would stand."""
        order = self._order(wanted)
        key = self._key_of(session, actor, order, row_id)
        newer = func.count().filter(order.behind(row_id, key, back=True))
        both = self.select(newer + 1, actor, wanted).add_columns(func.count())
        place, total = session.execute(both, given(actor, moments)).one()
        return place, total

    def following(
        self, session: Session, actor: Actor, wanted: F, row_id: int, moments: Moments = NEVER
    ) -> Any:
        """The row after one that was dealt with; after the last, the first; None when alone."""
        for place in (Place(before=row_id), FIRST):
            rows = self.from_place(session, actor, wanted, place).where(self.id != row_id)
            found = session.execute(rows.limit(1), given(actor, moments)).first()
            if found is not None:
                return found
        return None

    # -- Order -------------------------------------------------------------------------------------

    def _order(self, wanted: F) -> "_Order":
        sort = wanted.sorted_by
        keys = self.sorts.get(sort.removeprefix("-"), ())
        keys = keys if isinstance(keys, tuple) else (keys,)
        return _Order(self.id, keys, is_falling=sort.startswith("-"))

    def _key_of(
        self, session: Session, actor: Actor, order: "_Order", row_id: int
    ) -> Sequence[Any]:
        """What a row that was passed is sorted by, as far as the actor may know of it."""
        if not order.keys:
            return ()
        known = self.rows.with_only_columns(*order.keys).where(
            self.id == row_id, self.readers(actor), *self.within
        )
        return session.execute(known, given(actor)).first() or (None,) * len(order.keys)


@dataclass(frozen=True)
class _Order:
    """Rows by their keys, those without one last, newest first within them; or that alone."""

    id: Any
    keys: tuple[Any, ...]
    is_falling: bool

    def by(self, *, back: bool) -> list[Any]:
        """What rows are ordered by, seen from their beginning or `back` from their end."""
        falls = self.is_falling != back
        keys = (key.desc() if falls else key.asc() for key in self.keys)
        newest_first = self.id.asc() if back else self.id.desc()
        return [*(key.nulls_first() if back else key.nulls_last() for key in keys), newest_first]

    def behind(self, row_id: int, passed: Sequence[Any], back: bool) -> ColumnElement[bool]:
        """The rows that come behind the one with this id and keys, seen in this direction."""
        found: ColumnElement[bool] = self.id > row_id if back else self.id < row_id
        for key, known in zip(reversed(self.keys), reversed(passed), strict=True):
            found = self._behind(key, known, found, back)
        return found

    def _behind(
        self, key: Any, known: Any, rest: ColumnElement[bool], back: bool
    ) -> ColumnElement[bool]:
        """Behind a row by this key; where it is alike, by the `rest`."""
        without = key.is_(None)
        if known is None:
            return or_(key.is_not(None) if back else false(), and_(without, rest))
        beyond = key < known if self.is_falling != back else key > known
        return or_(beyond, and_(key == known, rest), false() if back else without)
