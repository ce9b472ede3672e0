"""Limits as people write and read them: "3 ngày làm việc", "trong ngày, nhận đến 15:00". Pure."""

import re
from datetime import time

from app.core.text import N_, fold
from app.deadlines.rules.reasons import span_words
from app.deadlines.rules.said import Words
from app.deadlines.rules.spans import Span, Unit, typed_span

_SAME_DAY = re.compile(
    r"(?:trong ngay|within the day),? (?:nhan den|received by) ([0-9]{1,2})[:hg]([0-9]{2})?"
)


def typed_limit(text: str) -> Span | None:
    """A limit of the one-stop shop; None for anything else. Its working days run to the hour.

    Raises OverflowError for a count that nobody can mean.
    """
    if found := _SAME_DAY.fullmatch(" ".join(fold(text).split())):
        try:
            return Span(1, Unit.SAME_DAY, cutoff=time(int(found[1]), int(found[2] or 0)))
        except ValueError:
            return None
    span = typed_span(text)
    if span is not None and span.unit is Unit.WORKING_DAY:
        return Span(span.count, span.unit, to_the_hour=True)
    return span


def limit_words(span: Span) -> Words:
    """What `typed_limit` reads again."""
    if span.unit is Unit.SAME_DAY and span.cutoff:
        hour = f"{span.cutoff:%H:%M}"
        return Words(N_("within the day, received by %(hour)s"), {"hour": hour})
    return span_words(span)


def typed_minutes(text: str) -> int | None:
    """Working hours as people write them ("4", "0,5"), in minutes; None for anything else."""
    found = re.fullmatch(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?", text.strip())
    if found is None:
        return None
    return round(float(f"{found[1]}.{found[2] or 0}") * 60)


def hours(minutes: int) -> str:
    """What `typed_minutes` reads again: 270 is "4,5"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def typed_amount(text: str) -> int | None:
    """An amount in đồng ("10.000"); None for anything else."""
    figures = re.sub(r"[. đ]|dong$", "", fold(text).replace("đ", "d")).removesuffix("d")
    return int(figures) if re.fullmatch(r"[0-9]{1,10}", figures) else None


def amount(value: int) -> str:
    """ "10.000"."""
    return f"{value:,}".replace(",", ".")
