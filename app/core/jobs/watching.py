"""Leases renewed while work runs, and work ended that exceeds its limit."""

import ctypes
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread, get_ident
from time import monotonic

from app.core.db import SessionFactory
from app.core.jobs.claiming import Claim, renew
from app.core.jobs.lanes import Lane

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""How often leases are renewed: several times within one, for a beat may come late."""
GRACE_SECONDS = 10.0
"""So long work has to end after it was told to; what does not hear it ends with its process."""
LOOK_SECONDS = 0.5
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class LimitReached(BaseException):
    """Raised in the thread of work that exceeds a limit. No `except Exception` takes it."""


class TimeIsUp(LimitReached):
    """It works for too long."""


class TooMuchMemory(LimitReached):
    """Its process has grown too much since it began, and more than since any other began."""


@dataclass
class _Watched:
    claim: Claim
    lane: Lane
    ends_at: float
    bytes_before: int
    """What the process held when it began."""
    thread: int
    is_outside: bool = False
    """Its work runs outside a transaction; inside one its row is locked and needs no lease."""
    told_at: float | None = None
    told: type[LimitReached] = TimeIsUp

    def tell(self, limit: type[LimitReached], now: float) -> None:
        if self.told_at is None:
            self.told_at, self.told = now, limit
            _raise_in(self.thread, limit)

    def is_deaf(self, now: float, size: int) -> bool:
        """It was told and goes on: too long, or so fast that the machine has no memory left."""
        if self.told_at is None:
            return False
        is_greedy = size - self.bytes_before > 2 * self.lane.limit_bytes
        return self.told_at + GRACE_SECONDS <= now or (self.told is TooMuchMemory and is_greedy)


class Watch:
    """The jobs that run in this process. `start` gives it a thread; tests call `look` themselves.

    Time is counted by the machine, not by the clock, which may be set.
    """

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.on_deaf: Callable[[Claim, type[LimitReached]], None] = lambda _claim, _limit: None
        """Called for work that does not hear: the process must end."""
        self._watched: dict[int, _Watched] = {}
        self._lock = Lock()
        self._beaten_at = monotonic()
        self._stopped = Event()

    def start(self) -> None:
        Thread(target=self._keep_looking, name="jobs-watch", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def claims(self) -> list[Claim]:
        """What runs now."""
        with self._lock:
            return [one.claim for one in self._watched.values()]

    @contextmanager
    def over(self, claim: Claim, lane: Lane) -> Iterator[_Watched]:
        """This thread's work has its lane's limits; raises LimitReached inside when it exceeds."""
        ends_at = monotonic() + lane.limit_seconds
        watched = _Watched(claim, lane, ends_at, _resident_bytes(), get_ident())
        with self._lock:
            self._watched[claim.job_id] = watched
        try:
            yield watched
        finally:
            with self._lock:
                del self._watched[claim.job_id]
            if watched.told_at is not None:
                _raise_in(watched.thread, None)  # told at the last moment, it ended by itself

    @contextmanager
    def outside(self, watched: _Watched) -> Iterator[None]:
        """The lease is renewed as long as this lasts."""
        watched.is_outside = True
        try:
            yield
        finally:
            with self._lock:
                watched.is_outside = False

    def look(self) -> None:
        """End what exceeds its limit; renew what runs on."""
        now, size = monotonic(), _resident_bytes()
        with self._lock:
            for one in self._watched.values():
                if one.ends_at <= now:
                    one.tell(TimeIsUp, now)
            # All threads share one memory: whoever began when it was least is asked to account.
            first = min(self._watched.values(), key=lambda one: one.bytes_before, default=None)
            if first is not None and size - first.bytes_before > first.lane.limit_bytes:
                first.tell(TooMuchMemory, now)
            deaf = [one for one in self._watched.values() if one.is_deaf(now, size)]
        for one in deaf:
            self.on_deaf(one.claim, one.told)
        if self._beaten_at + BEAT_SECONDS <= now:
            self._beaten_at = now
            self._renew()

    def _renew(self) -> None:
        with self._lock:
            running = [one.claim for one in self._watched.values() if one.is_outside]
        if running:
            renew(self.factory, running)

    def _keep_looking(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # the database is away: what cannot be renewed is taken by another
                log.exception("leases could not be renewed")


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * _PAGE_BYTES


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    told = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), told)
