"""Moves between states, declared as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.core.errors import Problem, Refused
from app.core.text import N_

TAKEN_BACK_WITHIN = timedelta(seconds=12)
"""Ten seconds to press "Undo", and the way of the press. Nobody is told of an act before they are
over, so that what is taken back was never told."""


@dataclass(frozen=True)
class Move:
    """A named step from any of some states into one."""

    name: str
    sources: frozenset[str]
    target: str


def moves(*declared: tuple[str, Iterable[str], str]) -> dict[str, Move]:
    return {name: Move(name, frozenset(sources), target) for name, sources, target in declared}


def target_of(known: dict[str, Move], name: str, state: str) -> str:
    """The state this move leads to; Refused when it does not start here."""
    move = known[name]
    if state not in move.sources:
        raise Refused(Problem(N_("This was already dealt with: it is no longer possible here.")))
    return move.target
