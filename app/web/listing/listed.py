"""A list at its address: tabs, chips, orders and neighbouring pages as links that keep the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import url_for

from app.core.lists import Filter, Page
from app.core.lists.filters import declared, tab_of
from app.core.text import N_
from app.web.addresses import with_value
from app.web.i18n import gettext as _
from app.web.listing.lists import Chip, Pager, Tab, WordsField
from app.web.listing.tables import Column

F = TypeVar("F", bound=Filter)
NEWEST_FIRST = N_("Newest first")
MOST_PRESSING_FIRST = N_("Most pressing first")


@dataclass(frozen=True)
class Listed(Generic[F]):
    """What a list is asked for, and the endpoint that shows it."""

    endpoint: str
    wanted: F

    def href(self, **changes: Any) -> str:
        """The first page of the same list with these changes."""
        return url_for(self.endpoint, **self.wanted.but(**changes).to_args())

    @property
    def plain_href(self) -> str:
        """The same tab without anything chosen."""
        return url_for(self.endpoint, **self.wanted.plain.to_args())

    def tabs(self, words: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Tab, ...]:
        """The tabs of these words (message ids); those without a count are not counted."""
        field = tab_of(type(self.wanted)) or ""
        current = getattr(self.wanted, field)
        return tuple(
            Tab(_(word), self.href(**{field: tab}), counts.get(tab), tab == current)
            for tab, word in words.items()
        )

    def words(self, field: str, label: str) -> WordsField:
        """Where words are typed that rows must hold."""
        asked, usual = declared(type(self.wanted))[field]
        kept = self.wanted.but(**{field: usual}).to_args().items()
        typed = getattr(self.wanted, field)
        return WordsField(asked.name, typed, label, tuple((name, str(v)) for name, v in kept))

    def chip(self, field: str, label: str, offered: Iterable[tuple[Any, str]]) -> Chip:
        """A menu of values; the one that is chosen can be taken off."""
        asked, usual = declared(type(self.wanted))[field]
        chosen, address = getattr(self.wanted, field), self.href(**{field: usual})
        if chosen != usual:
            words = dict(offered).get(chosen, asked.write(chosen))
            return Chip(f"{label}: {words}", address, on=True)
        links = tuple(
            Chip(words, with_value(address, asked.name, asked.write(value)))
            for value, words in offered
        )
        return Chip(label, choices=links)

    def menu(self, field: str, offered: Iterable[tuple[Any, str]], label: str = "") -> Chip:
        """A menu of which one is always chosen, and names it."""
        chosen = getattr(self.wanted, field)
        choices = tuple(
            Chip(words, self.href(**{field: value}), value == chosen) for value, words in offered
        )
        return Chip(label or next((one.label for one in choices if one.on), ""), choices=choices)

    def switch(self, field: str, label: str, value: Any = True) -> Chip:
        """This value, on or off."""
        _asked, usual = declared(type(self.wanted))[field]
        is_on = getattr(self.wanted, field) == value
        return Chip(label, self.href(**{field: usual if is_on else value}), is_on)

    def order(self, words: Mapping[str, str], usual: str = NEWEST_FIRST) -> Chip:
        """In which order rows may stand, beside the usual one (message ids)."""
        usual = MOST_PRESSING_FIRST if self.wanted.waits else usual
        offered = [("", _(usual)), *((key, _(word)) for key, word in words.items())]
        return self.menu("sort", offered)

    def column(self, key: str, label: str, *, number: bool = False) -> Column:
        """A column that rows may be sorted by: up, down, and as usual again."""
        order = {key: "ascending", f"-{key}": "descending"}.get(self.wanted.sort, "none")  # type: ignore[attr-defined]
        onward = {"none": key, "ascending": f"-{key}", "descending": ""}[order]
        return Column(label, number, href=self.href(sort=onward), order=order)

    def pager(self, page: Page[Any]) -> Pager:
        first = self.href()
        newer = with_value(first, "after", page.newer) if page.newer is not None else None
        older = with_value(first, "before", page.older) if page.older is not None else None
        return Pager(
            first=first if newer else None,
            newer=newer,
            older=older,
            last=with_value(first, "after", 0) if older else None,
        )
