"""What a person writes beside an act: that it is there, and that it fits."""

from app.core.errors import Problem
from app.core.text import N_

REASON_LENGTH = 500


def length_problems(text: str, limit: int, field: str) -> list[Problem]:
    """`limit` is what the column takes, in characters."""
    if len(text) <= limit:
        return []
    message = N_("%(length)s letters are too many: at most %(limit)s fit.")
    return [Problem(message, {"length": len(text), "limit": limit}, field)]


def reason_problems(
    reason: str, field: str = "reason", limit: int = REASON_LENGTH, *, needed: bool = True
) -> list[Problem]:
    """Why something is refused, returned, recalled, closed or left out stays with it for ever."""
    if needed and not reason.strip():
        return [Problem(N_("Say why: the reason stays with it."), field=field)]
    return length_problems(reason, limit, field)
