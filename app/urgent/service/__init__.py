"""Urgent messages: sent, climbing until somebody confirms, phoned for in the end."""

from app.urgent.service.climbing import climb_all, end
from app.urgent.service.confirming import (
    Link,
    confirm_by_link,
    confirm_step,
    is_wrong_link,
    look_at_link,
    note_answer,
    note_call,
    note_opened,
    note_wrong_link,
)
from app.urgent.service.roster import Filled, asked_span, fill, set_duty, tell_gaps
from app.urgent.service.sending import (
    ahead,
    note_delivery_over,
    note_line_over,
    note_recalled,
    note_sent,
    recall,
    send,
    take_up,
)

__all__ = [
    "Filled",
    "Link",
    "ahead",
    "asked_span",
    "climb_all",
    "confirm_by_link",
    "confirm_step",
    "end",
    "fill",
    "is_wrong_link",
    "look_at_link",
    "note_answer",
    "note_call",
    "note_delivery_over",
    "note_line_over",
    "note_opened",
    "note_recalled",
    "note_sent",
    "note_wrong_link",
    "recall",
    "send",
    "set_duty",
    "take_up",
    "tell_gaps",
]
