"""What is said when a file was too much for its limits, or nothing could be asked at all."""

from documents.errors import N_, EngineError, FileProblem

#: What the server says of a task that it ended, or that ended itself, to the words for people.
_WORDS = {
    "too_long": N_("Reading this file takes too long."),
    "too_much_memory": N_("Reading this file needs too much memory."),
    "too_large": N_("This file becomes too large once it is opened."),
    "too_many_processes": N_("Reading this file starts too many programs."),
    "too_many_pages": N_("Printed, this file would have more than %(limit)s pages."),
    "broken": N_("This file breaks the program that reads it."),
}


LIMIT_CODES = frozenset(_WORDS)


class LimitExceeded(EngineError):
    """The file was too much for the limits of its task; it would be again, so remember it."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code if code in _WORDS else "broken"
        super().__init__(FileProblem(self.code, _WORDS[self.code], params))


class SandboxGone(RuntimeError):
    """The sandbox ended in the middle or cannot be started: says nothing of the file, try again."""


class SandboxBusy(SandboxGone):
    """Too much is waiting already, of this party or of all."""
