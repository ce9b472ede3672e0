"""What came near, or passed, between two moments: of that somebody is reminded. Pure;
`queries/crossing.py` says the same once more in SQL."""

from datetime import datetime

from app.deadlines.rules.colours import Horizon


class Crossing:
    """What was late and due soon at the moment since which one looks, and what is now."""

    def __init__(self, horizon: Horizon, since: datetime) -> None:
        before = Horizon(since, horizon.calendar, horizon.soon_days)
        self.since, self.now = since, horizon.now
        self.soon_before, self.soon_now = before.soon_limit, horizon.soon_limit

    def has_passed(self, due_at: datetime) -> bool:
        return due_at <= self.now

    def is_new(self, due_at: datetime, given_at: datetime) -> bool:
        """It became late since, or due soon, or was given out as due soon."""
        if self.has_passed(due_at):
            return due_at > self.since
        return due_at <= self.soon_now and (due_at > self.soon_before or given_at > self.since)

    @property
    def moments(self) -> dict[str, datetime]:
        """What a statement with `queries.crossing.is_new` in it is executed with."""
        names = "since", "now", "soon_before", "soon_now"
        return {f"crossing_{name}": getattr(self, name) for name in names}
