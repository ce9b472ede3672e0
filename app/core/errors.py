"""The four refusals of the office. Web, worker and command line each translate them once."""

from dataclasses import dataclass, field
from typing import Any

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
    """The rules do not allow it; `problems` lists every reason at once."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


class Forbidden(OfficeError):
    """This person may not do it."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem or Problem(N_("You may not do this."))
        super().__init__(str(self.problem))


class NotFound(OfficeError):
    """There is no such thing, or none that this person may know of."""


class Stale(OfficeError):
    """Somebody else changed it meanwhile."""

    def __init__(self, who: str, at: str) -> None:
        self.problem = Problem(
            N_("%(who)s changed this at %(at)s while you were working on it. Nothing was saved."),
            {"who": who, "at": at},
        )
        super().__init__(str(self.problem))
