"""Refused attempts: counted in the process, written at most once a second, bounded in rows.

Whoever hammers at the office costs it neither its disk nor its queue of writers.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from logging import getLogger
from threading import Lock
from typing import NamedTuple

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.audit.models import RefusedAttempt
from app.core import clock
from app.core.db import SessionFactory, insert_into, transaction, writing_if_free

WRITTEN_EVERY = 1.0
"""Seconds between two writes of one process."""
MOST_WAITING = 1000
"""Kinds of attempts that a process counts before they are written."""
MOST_OF_ONE = 100
"""Rows a day of one person, or of one address where nobody is signed in."""
MOST_OF_NOBODY = 1000
"""Rows a day of all addresses where nobody is signed in: one sender may have very many."""
KEPT = timedelta(days=90)
"""Long enough to look back from one quarterly inspection to the last; not for ever, for it says
from where a person worked."""
MORE = "more"
NOBODY = 0
KEY = ("day", "person_id", "address", "method", "path", "why")

_log = getLogger(__name__)


class Attempt(NamedTuple):
    """What makes a row, and what is known with it."""

    day: date
    person_id: int
    address: str
    method: str
    path: str
    why: str
    part: str
    person_name: str

    @property
    def rest(self) -> "Attempt":
        """The row that counts what has no row of its own any more."""
        return Attempt(self.day, self.person_id, "", "", "", MORE, "", self.person_name)


class Times(NamedTuple):
    times: int
    first_at: datetime
    last_at: datetime


Counts = dict[Attempt, Times]


class Tally:
    """What this process counted and has not written yet; a crash loses about a second of it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, Lock()
        self._waiting: Counts = {}
        self._next = now()

    def count(self, attempt: Attempt) -> None:
        now = clock.now()
        with self._lock:
            self._take_in([(attempt, Times(1, now, now))])

    def _take_in(self, counted: Iterable[tuple[Attempt, Times]]) -> None:
        for attempt, times in counted:
            has_room = attempt in self._waiting or len(self._waiting) < MOST_WAITING
            _add(self._waiting, attempt if has_room else attempt.rest, times)

    def write(self, factory: SessionFactory) -> None:
        """Write what waits, if a second has passed. Where somebody else writes, or the disk takes
        nothing, it goes on waiting: no page fails or is late for it."""
        if not self._waiting or not (taken := self._due()):
            return
        try:
            with writing_if_free(factory) as session:
                keep(session, taken)
        except (OSError, SQLAlchemyError) as error:
            with self._lock:
                self._take_in(taken.items())
            if not isinstance(error, BlockingIOError):
                _log.warning("refused attempts are not written yet", exc_info=error)

    def _due(self) -> Counts:
        with self._lock:
            if self._now() < self._next:
                return {}
            self._next = self._now() + WRITTEN_EVERY
            taken, self._waiting = self._waiting, {}
            return taken


def _add(counts: Counts, attempt: Attempt, new: Times) -> None:
    old = counts.get(attempt, new._replace(times=0))
    first, last = min(old.first_at, new.first_at), max(old.last_at, new.last_at)
    counts[attempt] = Times(old.times + new.times, first, last)


def keep(session: Session, counts: Counts) -> None:
    """Add these to the rows of their days; what is beyond the bounds to one row of each person's.

    In one order, the overflow last, so that two processes never wait for each other in a circle.
    """
    beyond: Counts = {}
    for attempt, times in sorted(counts.items()):
        if not _has_grown(session, attempt, times):
            if attempt.why == MORE or not _has_room(session, attempt):
                _add(beyond, attempt.rest, times)
            else:
                _begin(session, attempt, times)
    for rest, times in sorted(beyond.items()):
        if not _has_grown(session, rest, times):
            _begin(session, rest, times)


def _has_grown(session: Session, attempt: Attempt, new: Times) -> bool:
    is_same = and_(*(getattr(RefusedAttempt, name) == getattr(attempt, name) for name in KEY))
    times = RefusedAttempt.times + new.times
    grown = update(RefusedAttempt).where(is_same).values(times=times, last_at=new.last_at)
    return session.execute(grown.returning(RefusedAttempt.id)).first() is not None


def _has_room(session: Session, attempt: Attempt) -> bool:
    is_ones = or_(RefusedAttempt.person_id != NOBODY, RefusedAttempt.address == attempt.address)
    rows = select(func.count().filter(is_ones), func.count()).where(
        RefusedAttempt.day == attempt.day, RefusedAttempt.person_id == attempt.person_id
    )
    of_one, of_all = session.execute(rows).one()
    return of_one < MOST_OF_ONE and of_all < MOST_OF_NOBODY


def _begin(session: Session, attempt: Attempt, times: Times) -> None:
    """Another process may have begun the row in the same moment."""
    row = insert_into(session, RefusedAttempt).values(**attempt._asdict(), **times._asdict())
    both = {"times": RefusedAttempt.times + times.times, "last_at": times.last_at}
    session.execute(row.on_conflict_do_update(index_elements=KEY, set_=both))


def forget_old(factory: SessionFactory) -> None:
    """Take away what is older than the days for which it is kept."""
    with transaction(factory) as session:
        old = RefusedAttempt.day < clock.today() - KEPT
        session.execute(delete(RefusedAttempt).where(old))
