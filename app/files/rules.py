"""What is said of bad files, how many may wait for a form, and how a page reads as text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.errors import Problem
from app.core.secrecy import grade_borne, grade_in_name
from app.core.text import N_

MEGABYTE = 1024 * 1024
"""As people's own computers count: what is 50 MB there is not too large here."""

_IN_MEGABYTES = {
    "“%(name)s” is larger than %(limit)s bytes.": N_("“%(name)s” is larger than %(limit)s."),
    "“%(name)s” unpacks to more than %(limit)s bytes.": N_(
        "“%(name)s” unpacks to more than %(limit)s."
    ),
    "The file is larger than %(limit)s bytes.": N_("The file is larger than %(limit)s."),
}
"""What the engine says in bytes, for people."""


def file_problem(message: str, params: Mapping[str, Any]) -> Problem:
    """A reason against a file, in words for people: sizes in MB instead of bytes."""
    if message in _IN_MEGABYTES:
        limit = f"{int(params['limit']) / MEGABYTE:.0f} MB"
        return Problem(_IN_MEGABYTES[message], {**params, "limit": limit}, "files")
    return Problem(message, dict(params), "files")


def came_problems(trouble: Problem | None, size: int, name: str, most_bytes: int) -> list[Problem]:
    """Why a file that came, of so many bytes, was not even looked at."""
    if trouble is not None:
        return [Problem(trouble.message, trouble.params, "files")]
    if size > most_bytes:
        told = {"name": name, "limit": most_bytes}
        return [file_problem("“%(name)s” is larger than %(limit)s bytes.", told)]
    return []


def name_problems(name: str) -> list[Problem]:
    """A file whose name says that it is a state secret is not even looked at."""
    message = N_(
        "The file “%(name)s” bears a grade of state secrecy. Such a document may not be written, "
        "kept or sent here (Law 117/2025/QH15); it belongs in the secret register, off this "
        "network."
    )
    return [Problem(message, {"name": name}, "files")] if grade_in_name(name) else []


PAGE_BREAK = "\f"
"""Between the texts of two pages in FileText.text."""
LETTERS_OF_A_PAGE = 20_000
"""A sheet of a workbook is one page, however long; a stamp stands at its head."""


def grade_of(text: str) -> str:
    """The grade of state secrecy that the first page of this text bears; empty without one."""
    return grade_borne(text.partition(PAGE_BREAK)[0][:LETTERS_OF_A_PAGE])


# -- Uploads that no form took ---------------------------------------------------------------------

MOST_UNFINISHED = 100
MOST_UNFINISHED_BYTES = 1_000_000_000
"""A clerk drops a morning's scans, some forty of 2 MB each, before the first form is sent."""


@dataclass(frozen=True)
class Unfinished:
    """How many files of a person wait for a form, and how many bytes they have together."""

    count: int
    size: int


def unfinished_problems(waiting: Unfinished, size: int) -> list[Problem]:
    """Why this person may not leave one file more, of so many bytes."""
    full = waiting.count >= MOST_UNFINISHED or waiting.size + size > MOST_UNFINISHED_BYTES
    if not full:
        return []
    message = N_(
        "%(count)s of your files (%(size)s MB) wait for a form that takes them; no more can wait. "
        "Send your form or take files off it; what has waited for an hour gives way to new files."
    )
    values = {"count": waiting.count, "size": waiting.size // 1_000_000}
    return [Problem(message, values, "files")]


# -- Reading as text -------------------------------------------------------------------------------

CELL_BREAK = " | "
"""Between the cells of a row, which is never joined with another."""
_SENTENCE_END = re.compile(r"[.;:!?/…][”\"')]?$")
_BEGINS_ANEW = re.compile(
    r"[-–•+*]|\d+[.)/]|[a-zđ]\)|[IVXLC]+\.|(Điều|Khoản|Chương|Mục|Phần)\s|(Kính gửi|Nơi nhận|Số):"
)
_FULL_LINE = 0.85
"""Of the longest line of the page: a shorter one was ended by whoever wrote it."""


def flowing(text: str) -> str:
    """The lines of a printed page as paragraphs, for a narrow screen."""
    lines = [
        CELL_BREAK.join(" ".join(cell.split()) for cell in line.split("\t"))
        for line in text.splitlines()
    ]
    longest = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    previous = ""
    for line in filter(None, lines):
        if previous and _goes_on(previous, line, longest):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        previous = line
    return "\n".join(paragraphs)


def _goes_on(previous: str, line: str, longest: int) -> bool:
    if CELL_BREAK in previous + line or _SENTENCE_END.search(previous) or _BEGINS_ANEW.match(line):
        return False
    return line[0].islower() or len(previous) >= _FULL_LINE * longest
