"""The place of a hit in the order of hits, and its form as text in an address."""

from typing import NamedTuple

from search_index.errors import BadCursor


class Place(NamedTuple):
    """Hits come in falling order of their place."""

    score: int
    sort_key: int
    id: int


def encode(place: Place) -> str:
    """The place as a short text that is safe in an address."""
    return "_".join(str(part) for part in place)


def decode(text: str) -> Place:
    """The place that `encode` wrote.

    Raises:
        BadCursor: it did not write this.
    """
    try:
        score, sort_key, identity = (int(part) for part in text.split("_"))
    except ValueError as error:
        raise BadCursor(f"not a cursor: {text[:60]!r}") from error
    return Place(score, sort_key, identity)
