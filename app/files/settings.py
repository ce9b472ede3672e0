"""What an agency may set about files, and about the words in which they are looked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.errors import Problem, Refused
from app.core.settings import FIELD, Setting, Whole
from app.core.text import N_
from search_index import ABBREVIATIONS as SHIPPED
from search_index import Abbreviation, abbreviation

MOST = 200
LONGEST = 12
"""Letters of a short form, and words of a long one."""


@dataclass(frozen=True)
class Abbreviations:
    """Short and long forms, one pair on a line: "UBND = ủy ban nhân dân"."""

    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = True

    def parse(self, text: str) -> tuple[Abbreviation, ...]:
        lines = dict.fromkeys(filter(None, map(str.strip, text.splitlines())))
        found = {line: abbreviation(*line.split("=", 1)) for line in lines if "=" in line}
        problems = list(_problems(list(lines), found))
        if problems:
            raise Refused(*problems)
        return tuple(dict.fromkeys(one for one in found.values() if one is not None))

    def write(self, value: tuple[Abbreviation, ...]) -> str:
        return "\n".join(f"{one.short.upper()} = {' '.join(one.long)}" for one in value)


def _problems(lines: list[str], found: dict[str, Abbreviation | None]) -> Iterator[Problem]:
    """What is no abbreviation, and short forms that stand for two things, each by name."""
    if len(lines) > MOST:
        yield Problem(N_("Write at most %(most)s lines."), {"most": MOST}, FIELD)
    known: dict[str, Abbreviation] = {}
    for line in lines:
        one = found.get(line)
        if one is None or max(len(one.short), len(one.long)) > LONGEST:
            wrong = N_("“%(line)s” is no abbreviation: write it as “UBND = ủy ban nhân dân”.")
            yield Problem(wrong, {"line": line[:60]}, FIELD)
            continue
        other = known.setdefault(one.short, one)
        if other.long != one.long:
            both = {"short": one.short.upper(), "one": " ".join(other.long)}
            twice = N_("“%(short)s” stands for two things: %(one)s, and %(other)s. Leave one.")
            yield Problem(twice, both | {"other": " ".join(one.long)}, FIELD)


UPLOAD_MEGABYTES = Setting(
    "correspondence.upload_megabytes",
    Whole(1, 2_000),
    50,
    N_("Largest file taken, in MB"),
    N_("Never more than the installation takes (CONGVAN_MAX_UPLOAD_MB)."),
    N_("Files"),
)
ABBREVIATIONS = Setting(
    "files.abbreviations",
    Abbreviations(),
    SHIPPED,
    N_("Abbreviations that search knows"),
    N_("One on a line: UBND = ủy ban nhân dân. Whoever looks for one form finds the other too, "
       "from the next search on. Without a list of its own the office has the one shipped."),
    N_("Search"),
    is_common=True,
)  # fmt: skip
SETTINGS = (UPLOAD_MEGABYTES, ABBREVIATIONS)
