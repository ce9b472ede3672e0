"""What registers, series and kept numbers must be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.reasons import length_problems, reason_problems
from app.core.text import N_

REASON_LENGTH = 300
NAME_LENGTH = 120
MOST_AT_ONCE = 50
"""A clerk who types 500 for 5 must not spoil a year's book."""


def reserving_problems(year: int, count: int, reason: str, today: date) -> list[Problem]:
    problems = reason_problems(reason, limit=REASON_LENGTH)
    if not 1 <= count <= MOST_AT_ONCE:
        message = N_("Write a number from 1 to %(limit)s.")
        problems.append(Problem(message, {"limit": MOST_AT_ONCE}, "count"))
    if not today.year - 1 <= year <= today.year:
        message = N_("Numbers are kept for this year or the last one.")
        problems.append(Problem(message, field="year"))
    return problems


def name_problems(name: str, others: Collection[str]) -> list[Problem]:
    """`others` are the names beside which it will stand."""
    if not name:
        return [Problem(N_("Write its name."), field="name")]
    if too_long := length_problems(name, NAME_LENGTH, "name"):
        return too_long
    if name.casefold() in {other.casefold() for other in others}:
        return [Problem(N_("There is already one of this name."), field="name")]
    return []


def type_problems(
    types: Iterable[str], known: Mapping[str, str], taken: Mapping[str, str]
) -> list[Problem]:
    """`known` are the names of types; `taken` tells which other series already numbers one."""
    problems = []
    for code in types:
        if code not in known:
            problems.append(Problem(N_("Choose the types from the list."), field="types"))
        elif code in taken:
            message = N_("%(type)s is already numbered in “%(series)s”.")
            problems.append(Problem(message, {"type": known[code], "series": taken[code]}, "types"))
    return problems


@dataclass(frozen=True)
class Gap:
    """Numbers of a series that nothing accounts for, from `first` to `last`."""

    first: int
    last: int
