"""How long a text message is and what it says; how a person wants to be told. Pure."""

from app.core.phones import phone_number, phone_problem
from app.messages.rules.sms import (
    FAILURES_IN_A_ROW,
    LOOKED_AT_AGAIN_AFTER,
    MOST_SEGMENTS,
    SLOW_AFTER,
    SLOW_WITHIN,
    UNREPORTED,
    GatewayHealth,
    price,
    segments,
    sending_time,
    text_problems,
    without_marks,
    written,
)
from app.messages.rules.wishes import (
    CHANNELS,
    Habits,
    after_quiet,
    by_itself,
    mailed_at,
    offered,
    wants,
)

__all__ = [
    "CHANNELS",
    "FAILURES_IN_A_ROW",
    "LOOKED_AT_AGAIN_AFTER",
    "MOST_SEGMENTS",
    "SLOW_AFTER",
    "SLOW_WITHIN",
    "UNREPORTED",
    "GatewayHealth",
    "Habits",
    "after_quiet",
    "by_itself",
    "mailed_at",
    "offered",
    "phone_number",
    "phone_problem",
    "price",
    "segments",
    "sending_time",
    "text_problems",
    "wants",
    "without_marks",
    "written",
]
