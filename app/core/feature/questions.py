"""What a feature has to know of those above it: it asks, and one of them answers in `feature.py`.

Whoever builds an office (web, worker, command line, tests) installs its features; nothing is
registered by an import.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from app.core.feature.collected import Features
from app.core.feature.offers import Asked

P = ParamSpec("P")
R = TypeVar("R")

_installed: list[Features] = []


def install(features: Features) -> None:
    """Make these the features of this process; called once by whoever builds the office."""
    _installed[:] = [features]


def installed() -> Features:
    """The features of this process; RuntimeError where nobody has installed any."""
    if not _installed:
        raise RuntimeError("no features are installed: whoever builds the office does that")
    return _installed[0]


@dataclass(frozen=True)
class Question(Asked, Generic[P, R]):
    """Declared where it is asked, called like the function that answers it."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        answer: Callable[P, R] = installed().answers[self]
        return answer(*args, **kwargs)
