"""The verbs of giving out work and carrying it through."""

from app.assignments.rules import Receiver
from app.assignments.service.changing import (
    change_due,
    only_information,
    recall,
    recall_directive,
    return_line,
    settle,
    withdraw,
)
from app.assignments.service.giving import direct, pass_on
from app.assignments.service.phrases import add_phrase, remove_phrase
from app.assignments.service.progress import answered, close_lines, finish, note_work, open_lines

__all__ = [
    "Receiver",
    "add_phrase",
    "answered",
    "change_due",
    "close_lines",
    "direct",
    "finish",
    "note_work",
    "only_information",
    "open_lines",
    "pass_on",
    "recall",
    "recall_directive",
    "remove_phrase",
    "return_line",
    "settle",
    "withdraw",
]
