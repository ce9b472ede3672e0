"""Numbers and dates of a cell in the words of a Vietnamese reader."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"\.([0#?]+)")


def shown(value: Any, number_format: str) -> str:
    """Write a value as Excel shows it in Vietnam: 1.234.567,5 and 15/03/2026."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _moment(value, number_format)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _moment(value: datetime, number_format: str) -> str:
    plain = _LITERALS.sub("", number_format).lower()
    if "h" in plain or (value.time() != time() and "d" not in plain):
        return value.strftime("%d/%m/%Y %H:%M")
    if "d" not in plain and "y" in plain:
        return value.strftime("%m/%Y" if "m" in plain else "%Y")
    return value.strftime("%d/%m/%Y")


def _number(value: float, number_format: str) -> str:
    plain = _LITERALS.sub("", number_format.split(";")[0])
    percent = "%" in plain
    places = _DECIMALS.search(plain)
    if ("0" not in plain and "#" not in plain) or "E" in plain:
        written = f"{value:.15g}"
    else:
        grouping = "," if re.search(r"[#0],[#0]", plain) else ""
        written = (
            f"{value * 100 if percent else value:{grouping}.{len(places[1]) if places else 0}f}"
        )
    vietnamese = written.translate(str.maketrans(",.", ".,"))
    return f"{vietnamese}%" if percent else vietnamese
