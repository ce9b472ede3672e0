"""What may be kept of a list."""

from collections.abc import Collection

from app.core.errors import Problem
from app.core.text import N_

LONGEST_NAME = 60
LONGEST_ADDRESS = 2_000
MOST_VIEWS = 20
"""Of one person in one list: what no longer stands in a menu is found no faster by a name."""


def name_problems(name: str, others: Collection[str]) -> list[Problem]:
    """`others`: what this person's other views of the list are called."""
    if not name:
        return [Problem(N_("Give it a name."), field="name")]
    if len(name) > LONGEST_NAME:
        too_long = N_("A name has at most %(most)s characters.")
        return [Problem(too_long, {"most": LONGEST_NAME}, "name")]
    if name.casefold() in {one.casefold() for one in others}:
        taken = N_("You have a view of this name here already: %(name)s.")
        return [Problem(taken, {"name": name}, "name")]
    return []


def view_problems(name: str, address: str, others: Collection[str]) -> list[Problem]:
    """The same for a new view."""
    problems = name_problems(name, others)
    if len(others) >= MOST_VIEWS:
        many = N_("You keep %(most)s views of this list already. Remove one first.")
        problems.append(Problem(many, {"most": MOST_VIEWS}))
    if len(address) > LONGEST_ADDRESS:
        problems.append(Problem(N_("So much cannot be kept: take a filter off.")))
    return problems
