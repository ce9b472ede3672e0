"""What a dossier must say of itself, and when it may be closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.reasons import length_problems
from app.core.text import N_

RETENTIONS = {
    "01": N_("For ever"),
    "02": N_("70 years"),
    "03": N_("50 years"),
    "04": N_("30 years"),
    "05": N_("20 years"),
    "06": N_("10 years"),
    "07": N_("Other"),
}
"""Codes of the period of keeping, as archives exchange them (Circular 05/2025/TT-BNV)."""

LONGEST_CODE = 20
LONGEST_TITLE = 500
FIRST_YEAR = 1945
SHOWN = 5
"""How many of many are named in one problem."""


@dataclass(frozen=True)
class DossierEntry:
    """What the form says of a dossier."""

    code: str
    title: str
    year: int | None
    retention: str
    unit_id: int | None
    owner_id: int | None
    opened_on: date | None
    note: str = ""


@dataclass(frozen=True)
class EntryFacts:
    """What decides whether an entry holds."""

    today: date
    is_code_taken: bool
    owners: frozenset[int]
    """Who may own it: persons of the agency."""
    units: frozenset[int]


def entry_problems(entry: DossierEntry, facts: EntryFacts) -> list[Problem]:
    """Every reason why this dossier cannot be opened, or changed, as written."""
    return [
        *_code_problems(entry, facts),
        *_title_problems(entry),
        *_time_problems(entry, facts.today),
        *_holder_problems(entry, facts),
    ]


def _code_problems(entry: DossierEntry, facts: EntryFacts) -> list[Problem]:
    if not entry.code:
        return [Problem(N_("Give it a number and symbol, such as 05.VHXH."), field="code")]
    too_long = length_problems(entry.code, LONGEST_CODE, "code")
    return too_long or ([taken_code(entry)] if facts.is_code_taken else [])


def taken_code(entry: DossierEntry) -> Problem:
    message = N_("Another dossier of %(year)s already has the number %(code)s.")
    return Problem(message, {"year": str(entry.year), "code": entry.code}, "code")


def _title_problems(entry: DossierEntry) -> list[Problem]:
    problems = []
    if not entry.title:
        problems.append(Problem(N_("Write the title of the dossier."), field="title"))
    problems += length_problems(entry.title, LONGEST_TITLE, "title")
    if entry.retention not in RETENTIONS:
        problems.append(Problem(N_("Choose how long it is to be kept."), field="retention"))
    return problems


def _time_problems(entry: DossierEntry, today: date) -> list[Problem]:
    problems = []
    if entry.year is None or not FIRST_YEAR <= entry.year <= today.year + 1:
        problems.append(Problem(N_("Write the year of its list of dossiers."), field="year"))
    if entry.opened_on is None:
        problems.append(Problem(N_("Write when it was opened."), field="opened_on"))
    elif entry.opened_on > today:
        problems.append(Problem(N_("It cannot be opened on a day to come."), field="opened_on"))
    return problems


def _holder_problems(entry: DossierEntry, facts: EntryFacts) -> list[Problem]:
    problems = []
    if entry.owner_id not in facts.owners:
        problems.append(Problem(N_("Choose who keeps it."), field="owner_id"))
    if entry.unit_id is not None and entry.unit_id not in facts.units:
        problems.append(Problem(N_("This unit belongs to another agency."), field="unit_id"))
    return problems


@dataclass(frozen=True)
class Loose:
    """What is still unfinished among the documents of a dossier, each in words."""

    open_lines: Sequence[str] = ()
    unanswered: Sequence[str] = ()
    unissued: Sequence[str] = ()


def closing_problems(document_count: int, loose: Loose) -> list[Problem]:
    """Every reason why the work of this dossier is not over."""
    problems = []
    if not document_count:
        problems.append(Problem(N_("There is no document in it.")))
    for message, words in (
        (N_("Still being worked on: %(names)s."), loose.open_lines),
        (N_("Not answered yet: %(names)s."), loose.unanswered),
        (N_("Not issued yet: %(names)s."), loose.unissued),
    ):
        if words:
            problems.append(Problem(message, {"names": _some(words)}))
    return problems


def _some(words: Sequence[str]) -> str:
    rest = len(words) - SHOWN
    return "; ".join(words[:SHOWN]) + (f" (+{rest})" if rest > 0 else "")


def sheet_numbers(page_counts: Sequence[int | None]) -> list[str]:
    """The sheets on which each document of a dossier lies: "1–3", "4", and so on.

    From the first document of unknown length on, nothing can be said: those stay empty.
    """
    numbers: list[str] = []
    first = 1
    for pages in page_counts:
        if pages is None or pages < 1:
            return [*numbers, *[""] * (len(page_counts) - len(numbers))]
        last = first + pages - 1
        numbers.append(str(first) if first == last else f"{first}–{last}")
        first = last + 1
    return numbers
