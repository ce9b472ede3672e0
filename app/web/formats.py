"""How dates, moments and sizes are written on screens (Vietnamese order in both languages)."""

from datetime import date, datetime

from flask import Flask

from app.core import clock


def day(value: date | datetime | None) -> str:
    """24/11/2026"""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return value.strftime("%d/%m/%Y") if value else ""


def short_day(value: date | datetime | None) -> str:
    """24/11"""
    return day(value)[:5]


def moment(value: datetime | None) -> str:
    """24/11/2026, 09:12"""
    return clock.local(value).strftime("%d/%m/%Y, %H:%M") if value else ""


def hour(value: datetime | None) -> str:
    """09:12"""
    return clock.local(value).strftime("%H:%M") if value else ""


def file_size(size: int) -> str:
    """41 kB, 2,3 MB"""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def init_formats(app: Flask) -> None:
    for function in (day, short_day, moment, hour, file_size):
        app.add_template_filter(function)
