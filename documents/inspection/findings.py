"""What an inspection works on and what it finds."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from documents.errors import N_, BadFile, FileProblem
from documents.inspection.limits import Limits

_MISMATCH = N_(
    "“%(name)s” is named %(extension)s but its content is something else."
    " Open it in the program that made it, and save it as PDF."
)


@dataclass(frozen=True)
class Member:
    """One file inside an accepted zip; `size` is what it unpacks to, in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Inspection:
    """What an accepted file really is; `page_count` only where the type has pages on its face."""

    media_type: str
    extension: str
    size: int
    page_count: int | None = None
    members: tuple[Member, ...] = field(default=())


@dataclass(frozen=True)
class Subject:
    """A file under inspection; `name` is how its sender knows it, inside a zip with the zip's."""

    path: Path
    name: str
    limits: Limits

    def problem(self, code: str, message: str, **params: object) -> FileProblem:
        """Say one thing against this file; the message may use %(name)s."""
        return FileProblem(code, message, {"name": self.name, **params})

    def refuse(self, code: str, message: str, **params: object) -> NoReturn:
        """Stop with one problem that makes every further question pointless."""
        raise BadFile([self.problem(code, message, **params)])

    def refuse_mismatch(self, extension: str) -> NoReturn:
        """Stop because the content is not what the name says."""
        self.refuse("content_mismatch", _MISMATCH, extension=extension)

    def starts_with(self, mark: bytes) -> bool:
        """Compare the first bytes of the content."""
        with self.path.open("rb") as stream:
            return stream.read(len(mark)) == mark


@dataclass(frozen=True)
class Content:
    """What a checker learned beyond the type."""

    page_count: int | None = None
    members: tuple[Member, ...] = ()
