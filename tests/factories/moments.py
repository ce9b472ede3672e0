"""When tests happen that stop the clock."""

from datetime import date, time

from app.core import clock

MONDAY = clock.at(date(2026, 11, 23), time(9))
"""A working day like any other, at nine in the morning, Vietnamese time."""
