"""Work of this process that goes on when whoever asked for it no longer waits."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
MOST_WAITING = 4
"""Of one person, beside the one that runs; what is asked beyond is asked again later."""
FORGOTTEN_SECONDS = 30.0
"""A page asks again after a few: what nobody asked for so long was left, or discarded."""


class _Work:
    """What several may wait for; `party` is in whose turn it runs, None before."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.party: Hashable = None
        self.wanted_until = 0.0


class Started:
    """Each work runs once at a time, however many ask for it; what it makes, it keeps itself.

    Parties take turns, one work each at a time, so that nobody waits behind all of another's.
    """

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "started")
        self._works: dict[Hashable, _Work] = {}
        self._rows: dict[Hashable, dict[Hashable, Callable[[], Any]]] = {}
        """Of each party what waits, by key; whose turn is next stands first."""
        self._served: set[Hashable] = set()
        self._lock = Lock()

    def within(
        self, seconds: float, party: Hashable, key: Hashable, work: Callable[[], T]
    ) -> T | None:
        """What the work gives, or raises; None while it is not done by then: ask again.

        Nobody is told what went wrong in another's turn: they may have been the reason.
        """
        found = self._asked(seconds, party, key, work)
        if found is None:
            return None
        try:
            made: T = found.future.result(seconds)
        except TimeoutError:
            return None
        except Exception:
            if found.party != party:
                return None
            raise
        return made

    def _asked(
        self, seconds: float, party: Hashable, key: Hashable, work: Callable[[], Any]
    ) -> _Work | None:
        with self._lock:
            found, row = self._works.get(key), self._rows.get(party, {})
            if found is None or found.party is None:
                if key not in row and len(row) >= MOST_WAITING:
                    return None
                found = self._works.setdefault(key, _Work())
                self._rows.setdefault(party, row)[key] = work
                self._pool.submit(self._work_off)
            found.wanted_until = monotonic() + seconds + FORGOTTEN_SECONDS
            return found

    def _work_off(self) -> None:
        while turn := self._next():
            key, found, work = turn
            try:
                with self._ended(key, found):
                    made = work()
            except BaseException as error:
                found.future.set_exception(error)
            else:
                found.future.set_result(made)

    @contextmanager
    def _ended(self, key: Hashable, found: _Work) -> Iterator[None]:
        """Whoever asks from then on asks anew."""
        try:
            yield
        finally:
            with self._lock:
                del self._works[key]
                self._served.remove(found.party)

    def _next(self) -> tuple[Hashable, _Work, Callable[[], Any]] | None:
        with self._lock:
            for party in [one for one in self._rows if one not in self._served]:
                row = self._rows.pop(party)
                while row:
                    key = next(iter(row))
                    work, found = row.pop(key), self._works.get(key)
                    if found is None or found.party is not None:
                        continue  # in another's turn
                    if found.wanted_until < monotonic():
                        del self._works[key]
                        continue
                    if row:
                        self._rows[party] = row
                    found.party = party
                    self._served.add(party)
                    return key, found, work
            return None
