"""When a value may begin, and when it may be taken back, as pure functions on plain values."""

from datetime import date

from app.core.errors import Problem
from app.core.settings.declared import FIELD
from app.core.text import N_


def change_problems(
    valid_from: date, today: date, old: str | None, new: str | None
) -> list[Problem]:
    """`old` is what holds on that day without the change; None is what holds by itself."""
    problems = []
    if valid_from < today:
        message = N_("The past stays as it was: choose today or a later day.")
        problems.append(Problem(message, field="valid_from"))
    if old == new:
        problems.append(Problem(N_("That is what holds then anyway."), field=FIELD))
    return problems


def withdraw_problems(valid_from: date, today: date) -> list[Problem]:
    if valid_from > today:
        return []
    message = N_("It holds since %(day)s already. Set another value instead.")
    return [Problem(message, {"day": valid_from.strftime("%d/%m/%Y")})]
