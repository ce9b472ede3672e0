"""What was asked for, read from the address: a search can be sent to a colleague."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.lists.filters import Filter, day, number, one_of, text
from app.search.rules import TYPED

PAGE = "search.index"
_KIND = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class SearchFilter(Filter):
    words: str = text(name="q", longest=TYPED)
    kind: str = text(pattern=_KIND)
    year: int | None = number(within=range(1900, 2200))
    issued_from: date | None = day(name="from")
    issued_to: date | None = day(name="to")
    type: str = text()
    issuer: str = text()
    urgency: str = text()
    state: str = text()
    unit: str = text()
    handler: str = text()
    sort: str = one_of(("newest", "oldest"))

    @property
    def is_nothing(self) -> bool:
        """Neither words nor anything chosen: the order alone asks for nothing."""
        return self.but(sort="") == SearchFilter()

    def facts(self) -> frozenset[tuple[str, str]]:
        """The filters as facts of a document."""
        wanted = {"year": str(self.year or ""), **{name: vars(self)[name] for name in FACTS}}
        return frozenset((name, value) for name, value in wanted.items() if value)


FACTS = ("kind", "type", "issuer", "urgency", "state", "unit", "handler")
"""Facts that may be chosen beside the year, by the names that the index has for them."""
