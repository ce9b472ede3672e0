"""What was asked for, read from the address: a search can be sent to a colleague."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from app.core import clock
from app.core.text import clean

YEARS_OFFERED = 4
LONGEST_TEXT = 300


@dataclass(frozen=True)
class SearchForm:
    """Words and filters; anything that cannot be meant is left out."""

    text: str
    kind: str
    year: int | None
    after: str | None

    @classmethod
    def from_address(cls, values: Mapping[str, str], kinds: Container[str]) -> "SearchForm":
        kind, year = values.get("kind", ""), values.get("year", "")
        return cls(
            text=clean(values.get("q"))[:LONGEST_TEXT],
            kind=kind if kind in kinds else "",
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            after=values.get("after") or None,
        )

    @staticmethod
    def years() -> range:
        """This year and those before it, newest first."""
        this = clock.today().year
        return range(this, this - YEARS_OFFERED, -1)
