"""The one source of time: UTC inside, Asia/Ho_Chi_Minh on paper and screens."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Viet Nam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese clock."""
    return moment.astimezone(VIETNAM)


def at(day: date, hour: time) -> datetime:
    """The moment (UTC) of a Vietnamese day and hour."""
    return datetime.combine(day, hour, VIETNAM).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The moments between which a Vietnamese day lies; the second one is excluded."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still: for tests, and for demonstration data that tells a past."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
