"""What was asked for, read from the address: a search can be sent to a colleague."""

import re
from dataclasses import dataclass

from app.core.lists.filters import Filter, number, text

_KIND = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class SearchFilter(Filter):
    words: str = text(name="q", longest=300)
    kind: str = text(pattern=_KIND)
    year: int | None = number(within=range(1900, 2200))

    def facts(self) -> frozenset[tuple[str, str]]:
        """The filters as facts of a document."""
        wanted = {"kind": self.kind, "year": str(self.year or "")}
        return frozenset((name, value) for name, value in wanted.items() if value)
