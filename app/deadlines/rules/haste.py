"""In which order everything stands that waits for a person, whatever feature it comes from.

The most urgent first (what an urgent letter asks for is done at once, whatever is overdue beside
it), then what is overdue or due soonest, what has no due date last; then what has waited longest.
`queries/haste.py` says the same once more in SQL; `test_haste.py` holds the two together.
"""

from datetime import UTC, datetime

NEVER = datetime.max.replace(tzinfo=UTC)


def haste(
    urgency: int, due_at: datetime | None, since: datetime | None
) -> tuple[int, datetime, datetime]:
    """What rows are sorted by, rising; `since` when it has waited."""
    return -urgency, due_at or NEVER, since or NEVER
