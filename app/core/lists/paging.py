"""Where a page of a list begins, and what it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from app.core.settings import Setting, Whole
from app.core.text import N_, typed_id

Row = TypeVar("Row")
Other = TypeVar("Other")

PAGE_ROWS = Setting(
    "lists.page_rows",
    Whole(10, 100),
    30,
    N_("Rows on a page of a list"),
    N_("More rows mean fewer pages, each of which takes longer to come."),
    N_("Lists"),
)


@dataclass(frozen=True)
class Place:
    """A page begins behind a row, which it names by its id: `before` in the order of the list, or
    `after`, towards the beginning. Neither is the first page; after 0 is the last."""

    before: int | None = None
    after: int | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Self:
        """From an address; whatever is no id is left out."""
        return cls(typed_id(args.get("before")), typed_id(args.get("after")))


FIRST, LAST = Place(), Place(after=0)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows in the order of the list, and the ids behind which the neighbouring pages begin."""

    rows: Sequence[Row]
    newer: int | None = None
    """The page nearer to the beginning is the one after this id; None where there is none."""
    older: int | None = None

    def of(self, make: Callable[[Sequence[Row]], Sequence[Other]]) -> "Page[Other]":
        """The same page of other rows, one for each of these."""
        return Page(make(self.rows), self.newer, self.older)

    @property
    def is_whole(self) -> bool:
        """It is the only page of its list."""
        return self.newer is None and self.older is None


def cut(found: Sequence[Any], size: int, place: Place) -> Page[Any]:
    """The page of these rows, read from the place on; one more than a page says that it goes on.

    Rows begin with their id. Behind a row that was passed, there is always that row.
    """
    goes_on, rows = len(found) > size, found[:size]
    if place.after is not None:
        rows, has_newer, has_older = rows[::-1], goes_on, place.after != 0
    else:
        has_newer, has_older = place.before is not None, goes_on
    if not rows:
        return Page(())
    return Page(rows, rows[0][0] if has_newer else None, rows[-1][0] if has_older else None)
