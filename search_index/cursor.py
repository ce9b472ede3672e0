"""The place of a hit in the order of hits, and its form as text in an address."""

from collections.abc import Sequence
from typing import NamedTuple

from search_index.errors import BadCursor
from search_index.protocol import Order, SearchRequest


class Place(NamedTuple):
    """Hits come in falling order of their place; oldest first, age and id are turned round (~)."""

    rank: int
    age: int
    id: int

    def identity(self, order: Order) -> int:
        """The id of the document that has this place."""
        return ~self.id if order is Order.OLDEST else self.id


def rest_of(places: Sequence[Place], request: SearchRequest) -> Sequence[Place]:
    """The places, given in order, from the page asked for on.

    A page after a cursor goes on behind the document that ended the page before, wherever it stands
    now, and behind the place that it had if it is no hit any more.

    Raises:
        BadCursor: `request.after` is not a cursor.
    """
    if request.after is None:
        return places[request.offset :]
    last = decode(request.after)
    last = next((place for place in places if place.id == last.id), last)
    return [place for place in places if place < last]


def encode(place: Place) -> str:
    """The place as a short text that is safe in an address."""
    return "_".join(str(part) for part in place)


def decode(text: str) -> Place:
    """The place that `encode` wrote.

    Raises:
        BadCursor: it did not write this.
    """
    try:
        rank, age, identity = (int(part) for part in text.split("_"))
    except ValueError as error:
        raise BadCursor(f"not a cursor: {text[:60]!r}") from error
    return Place(rank, age, identity)
