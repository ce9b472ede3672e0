"""What may be kept of a list."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.errors import Problem
from app.core.text import N_

LONGEST_NAME = 60
LONGEST_ADDRESS = 2_000
MOST_VIEWS = 20
"""Made by one person in one list: what no longer stands in a menu is found no faster by a name."""


@dataclass(frozen=True)
class ViewEntry:
    """What a view is called, and the unit it is shared with, if any."""

    name: str
    unit_id: int | None = None


def unit_problems() -> list[Problem]:
    """It is to be shared with a unit of others, or is shared by another."""
    return [Problem(N_("You can share it with a unit of your own."), field="unit_id")]


def name_problems(name: str, others: Collection[str]) -> list[Problem]:
    """`others`: what those are called that stand beside it in the list."""
    if not name:
        return [Problem(N_("Give it a name."), field="name")]
    if len(name) > LONGEST_NAME:
        too_long = N_("A name has at most %(most)s characters.")
        return [Problem(too_long, {"most": LONGEST_NAME}, "name")]
    if name.casefold() in {one.casefold() for one in others}:
        taken = N_("There is a view of this name here already: %(name)s.")
        return [Problem(taken, {"name": name}, "name")]
    return []


def room_problems(address: str, others: int = 0) -> list[Problem]:
    """Why this cannot be kept beside so many others that one made of the list."""
    problems = []
    if others >= MOST_VIEWS:
        many = N_("You keep %(most)s views of this list already. Remove one first.")
        problems.append(Problem(many, {"most": MOST_VIEWS}))
    if len(address) > LONGEST_ADDRESS:
        problems.append(Problem(N_("So much cannot be kept: take a filter off.")))
    return problems
