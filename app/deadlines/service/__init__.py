"""Changing the calendar: days off and make-up working days, and the dates that move with them; and
how long work may take."""

from app.deadlines.service.days import Unseen, change_day, ensure_holidays
from app.deadlines.service.usual import remove_usual, set_usual
from app.deadlines.service.writing import keep_dates, write_dates

__all__ = [
    "Unseen",
    "change_day",
    "ensure_holidays",
    "keep_dates",
    "remove_usual",
    "set_usual",
    "write_dates",
]
