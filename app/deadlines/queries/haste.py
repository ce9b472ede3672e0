"""rules/haste.py said once more in SQL: the keys of a list, of which null comes last."""

from typing import Any


def by_haste(urgency: Any, due_at: Any, since: Any) -> tuple[Any, Any, Any]:
    return -urgency, due_at, since
