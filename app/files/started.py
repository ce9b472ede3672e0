"""Work of this process that goes on when whoever asked for it no longer waits."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Started:
    """Each work runs once at a time, however many ask for it; what it makes, it keeps itself."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "started")
        self._running: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def within(self, seconds: float, key: Hashable, work: Callable[[], T]) -> T | None:
        """What the work gives, or raises; None while it is not done by then: ask again."""
        with self._lock:
            future: Future[T] | None = self._running.get(key)
            if future is None:
                future = self._running[key] = self._pool.submit(work)
                future.add_done_callback(lambda _done: self._running.pop(key, None))
        try:
            return future.result(seconds)
        except TimeoutError:
            return None
