"""Leases renewed while work runs, and work ended that exceeds its limit."""

import ctypes
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, Thread, get_ident
from time import monotonic

from app.core.db import SessionFactory
from app.core.jobs.claiming import Claim, renew

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
"""How often leases are renewed: several times within one, for a beat may come late."""
GRACE_SECONDS = 10.0
"""So long work has to end after it was told to; what does not hear it ends with its process."""
LOOK_SECONDS = 0.5


class TimeIsUp(BaseException):
    """Raised in the thread of work that exceeds its limit. No `except Exception` takes it."""


@dataclass
class _Watched:
    claim: Claim
    ends_at: float
    thread: int
    is_outside: bool = False
    """Its work runs outside a transaction; inside one its row is locked and needs no lease."""
    told_at: float | None = None


class Watch:
    """The jobs that run in this process. `start` gives it a thread; tests call `look` themselves.

    Time is counted by the machine, not by the clock, which may be set.
    """

    def __init__(self, factory: SessionFactory) -> None:
        self.factory = factory
        self.on_deaf: Callable[[Claim], None] = lambda _claim: None
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
    def over(self, claim: Claim, limit_seconds: float) -> Iterator[_Watched]:
        """This thread's work may take so long; raises TimeIsUp inside when it takes longer."""
        watched = _Watched(claim, monotonic() + limit_seconds, get_ident())
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
        now = monotonic()
        with self._lock:
            late = [one for one in self._watched.values() if one.ends_at <= now]
            for one in late:
                if one.told_at is None:
                    one.told_at = now
                    _raise_in(one.thread, TimeIsUp)
        for one in late:
            if one.told_at is not None and one.told_at + GRACE_SECONDS <= now:
                self.on_deaf(one.claim)
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


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    told = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), told)
