"""The four refusals of the office. Web, worker and command line each translate them once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.core import clock
from app.core.text import N_, fill


@dataclass(frozen=True)
class Problem:
    """One reason: an English message id with named values, and the form field it is about."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)
    field: str | None = None

    def __str__(self) -> str:
        return fill(self.message, self.params)


class OfficeError(Exception):
    """What a person may be told."""


class Refused(OfficeError):
    """The rules do not allow it; `problems` lists every reason at once. `path`: where stands what
    it is about, if that is to be looked at."""

    def __init__(self, *problems: Problem, path: str = "") -> None:
        self.problems, self.path = problems, path
        super().__init__("; ".join(str(problem) for problem in problems))


def refuse_for(problems: Sequence[Problem]) -> None:
    """Raise Refused with every reason, where there is any."""
    if problems:
        raise Refused(*problems)


class Forbidden(OfficeError):
    """This person may not do it."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem or Problem(N_("You may not do this."))
        super().__init__(str(self.problem))


class NotFound(OfficeError):
    """There is no such thing, or none that this person may know of."""


class Stale(OfficeError):
    """Somebody else changed it meanwhile, at this moment; `acts`: what the trail says of it."""

    def __init__(self, who: str, at: datetime, acts: Sequence[Any] = ()) -> None:
        self.acts = acts
        named = N_(
            "%(who)s changed this at %(at)s while you were working on it. Nothing was saved."
        )
        nobody = N_("This changed at %(at)s while you were working on it. Nothing was saved.")
        values = {"who": who, "at": clock.local(at).strftime("%H:%M, %d/%m/%Y")}
        self.problem = Problem(named if who else nobody, values)
        super().__init__(str(self.problem))
