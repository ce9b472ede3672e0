"""Changing the calendar: days off and make-up working days, and the dates that move with them; and
how long work may take."""

from app.deadlines.service.days import Unseen, change_day, ensure_holidays
from app.deadlines.service.usual import remove_usual, set_usual
from app.deadlines.service.writing import BATCH, write_dates

__all__ = [
    "BATCH",
    "Unseen",
    "change_day",
    "ensure_holidays",
    "remove_usual",
    "set_usual",
    "write_dates",
]
