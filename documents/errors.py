"""What can be wrong with a file, as values that the application translates and shows."""

from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark an English message id for extraction; the application translates it later."""
    return message


@dataclass(frozen=True)
class FileProblem:
    """One reason against a file: a stable code, a message id and what fills its placeholders."""

    code: str
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


class BadFile(Exception):
    """A file is refused; `problems` holds every reason, so that its sender can mend all at once."""

    def __init__(self, problems: tuple[FileProblem, ...] | list[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class EngineError(Exception):
    """An operation on a file failed for one reason, which the application may show."""

    def __init__(self, problem: FileProblem) -> None:
        self.problem = problem
        super().__init__(str(problem))

    @property
    def reason(self) -> str:
        """The technical reason in English, for the log; empty where the message says it all."""
        return str(self.problem.params.get("reason", ""))
