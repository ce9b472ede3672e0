"""Changing the calendar: days off and make-up working days, and the dates that move with them."""

from app.deadlines.service.days import Unseen, change_day, ensure_holidays

__all__ = ["Unseen", "change_day", "ensure_holidays"]
