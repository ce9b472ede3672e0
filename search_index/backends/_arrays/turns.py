"""Few searches at once in a process, the small before the large."""

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from threading import Lock


class Turns:
    """Lets so many work at once; who leaves hands over to who has least to do, then who came first.

    Threads that search hand the interpreter to one another at each array, so that of eight at once
    each takes eight times as long, and a quick one as long as the slow. But who came later goes
    first only until so much was done since as the one who waits has to do: else a question would
    wait for as long as there are quick searches (10 s, twenty readers at once).
    """

    def __init__(self, at_once: int) -> None:
        self._free, self._done = at_once, 0
        self._waiting: list[tuple[int, int, Lock]] = []
        self._arrivals = count()
        self._changing = Lock()

    @contextmanager
    def turn(self, work: int) -> Iterator[None]:
        """Wait for a turn, and have it; `work` compares with that of others."""
        handed = Lock()
        with self._changing:
            if self._free:
                self._free -= 1
            else:
                handed.acquire()
                heappush(self._waiting, (self._done + work, next(self._arrivals), handed))
        handed.acquire()
        self._done += work
        try:
            yield
        finally:
            with self._changing:
                if self._waiting:
                    heappop(self._waiting)[-1].release()
                else:
                    self._free += 1
