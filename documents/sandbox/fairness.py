"""Who is next: lanes with places of their own, and in each the parties in turn."""

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar


class Waiter(Protocol):
    """What waits: in a lane, on behalf of a party."""

    @property
    def lane(self) -> str: ...

    @property
    def party(self) -> str: ...


T = TypeVar("T", bound=Waiter)


class FairQueue(Generic[T]):
    """Gives free places to parties in turn, so that twenty files of one keep nobody waiting."""

    def __init__(self, places: Mapping[str, int], places_of_a_party: int) -> None:
        self._places = places
        self._of_a_party = places_of_a_party
        self._waiting: OrderedDict[tuple[str, str], deque[T]] = OrderedDict()
        self._taken: Counter[tuple[str, str]] = Counter()

    def add(self, item: T) -> None:
        """Stand at the end of one's own party."""
        self._waiting.setdefault((item.lane, item.party), deque()).append(item)

    def remove(self, item: T) -> None:
        """Leave without having had a place."""
        mine = self._waiting[item.lane, item.party]
        mine.remove(item)
        if not mine:
            del self._waiting[item.lane, item.party]

    def take(self) -> T | None:
        """Give the next that has a place now, which is then taken; None while there is none."""
        for lane, party in self._waiting:
            if self._has_place(lane, party):
                item = self._waiting[lane, party][0]
                self.remove(item)
                # Whoever had a turn stands behind all others.
                if (lane, party) in self._waiting:
                    self._waiting.move_to_end((lane, party))
                self._taken[lane, party] += 1
                return item
        return None

    def leave(self, item: T) -> None:
        """Give the place back."""
        self._taken[item.lane, item.party] -= 1
        self._taken = +self._taken

    def waiting(self) -> list[T]:
        """Everything that waits."""
        return [item for items in self._waiting.values() for item in items]

    def _has_place(self, lane: str, party: str) -> bool:
        in_lane = sum(count for (other, _), count in self._taken.items() if other == lane)
        return in_lane < self._places[lane] and self._taken[lane, party] < self._of_a_party
