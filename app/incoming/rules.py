"""What a registered line of the incoming book must be, and when a document may be moved on."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.reasons import length_problems, reason_problems
from app.core.secrecy import grade_in, grade_problem
from app.core.text import N_
from app.core.workflow import moves
from app.incoming.inputs import Entry

MOVES = moves(
    ("accept", {"waiting"}, "registered"),
    ("refuse", {"waiting"}, "refused"),
    ("cancel", {"registered"}, "refused"),
    ("recall", {"waiting"}, "recalled"),
    ("follow_recall", {"registered", "directed", "closed"}, "recalled"),
    ("close", {"registered", "directed"}, "closed"),
)
OPEN_STATES = frozenset({"registered", "directed"})

CONFIDENTIALITIES = {
    "normal": N_("Normal"),
    "secret": N_("Secret (Mật)"),
    "top_secret": N_("Top secret (Tối mật)"),
    "absolute_secret": N_("Absolute secret (Tuyệt mật)"),
}
_LENGTHS = {
    "issuer": 200,
    "subject": 500,
    "signer_name": 120,
    "signer_title": 200,
    "note": 500,
}
REFERENCE_LENGTH = 60
MAX_COUNT = 99_999


@dataclass(frozen=True)
class EntryFacts:
    """What the entry is held against."""

    today: date
    registers: Collection[int]
    types: Collection[str]
    leaders: Collection[int]
    earlier_due: date | None = None
    """The due date it already has: it may stay, even when it has passed."""
    year: int | None = None
    """The year whose arrival number it already has."""


def entry_problems(entry: Entry, facts: EntryFacts) -> list[Problem]:
    """Every reason why this cannot stand in the register."""
    return [
        *_secrecy_problems(entry),
        *_missing_problems(entry, facts),
        *_length_problems(entry),
        *_arrival_problems(entry, facts),
        *_date_problems(entry, facts),
        *_count_problems(entry),
    ]


def _secrecy_problems(entry: Entry) -> Iterator[Problem]:
    if entry.confidentiality != "normal":
        yield Problem(
            N_(
                "State secrets may not be written, kept or sent on a system joined to other "
                "networks (Law 117/2025/QH15). Register it in the secret register, off this system."
            ),
            field="confidentiality",
        )
    for name, text in (("subject", entry.subject), ("note", entry.note)):
        if grade := grade_in(text):
            yield grade_problem(grade, name)


def _missing_problems(entry: Entry, facts: EntryFacts) -> Iterator[Problem]:
    if entry.register_id not in facts.registers:
        yield Problem(N_("Choose the register."), field="register_id")
    if entry.type_code not in facts.types:
        yield Problem(N_("Choose the type."), field="type_code")
    if not entry.issuer:
        yield Problem(N_("Write who issued it."), field="issuer")
    if not entry.subject:
        yield Problem(N_("Write what it is about."), field="subject")
    if entry.presented_to_id is not None and entry.presented_to_id not in facts.leaders:
        yield Problem(
            N_("This person does not direct work in the agency."), field="presented_to_id"
        )
    if entry.without_number:
        if entry.reference:
            yield Problem(
                N_("It has a number: clear it, or untick “without number”."), field="without_number"
            )
        return
    if not entry.number:
        yield Problem(N_("Write its number, or tick “without number”."), field="number")
    if entry.issued_on is None:
        yield Problem(N_("Write the date it bears."), field="issued_on")


def _length_problems(entry: Entry) -> Iterator[Problem]:
    for name, limit in _LENGTHS.items():
        yield from length_problems(getattr(entry, name), limit, name)
    if len(entry.reference) > REFERENCE_LENGTH:
        yield Problem(
            N_("Number and symbol are too long: at most %(limit)s letters together."),
            {"limit": REFERENCE_LENGTH},
            "number",
        )


def _arrival_problems(entry: Entry, facts: EntryFacts) -> Iterator[Problem]:
    if entry.arrived_on is None:
        yield Problem(N_("Write the day it arrived."), field="arrived_on")
    elif entry.arrived_on > facts.today:
        yield Problem(N_("It cannot have arrived on a day to come."), field="arrived_on")
    elif facts.year is not None and entry.arrived_on.year != facts.year:
        yield Problem(
            N_("Its arrival number is of the year %(year)s: the day must be too."),
            {"year": facts.year},
            "arrived_on",
        )
    elif facts.year is None and entry.arrived_on.year < facts.today.year - 1:
        yield Problem(
            N_("That is more than a year ago: the register of that year is closed."),
            field="arrived_on",
        )


def _date_problems(entry: Entry, facts: EntryFacts) -> Iterator[Problem]:
    if entry.issued_on is not None:
        if entry.arrived_on is not None and entry.issued_on > entry.arrived_on:
            yield Problem(N_("It cannot bear a date after the day it arrived."), field="issued_on")
        if entry.issued_on.year < 1945:
            yield Problem(N_("This year cannot be right."), field="issued_on")
    if entry.due_on not in (None, facts.earlier_due) and entry.due_on < facts.today:
        yield Problem(N_("This due date is already past."), field="due_on")


def _count_problems(entry: Entry) -> Iterator[Problem]:
    for name in ("pages", "copies"):
        count = getattr(entry, name)
        if count is not None and not 1 <= count <= MAX_COUNT:
            yield Problem(N_("Write a number from 1 to %(limit)s."), {"limit": MAX_COUNT}, name)


def closing_problems(
    reason: str, *, reply_required: bool, has_reply: bool, open_lines: int
) -> list[Problem]:
    """What stands against closing without a word: a reply that is owed, work still going on."""
    problems = reason_problems(reason, needed=False)
    if reason:
        return problems
    if reply_required and not has_reply:
        message = N_("It requires a reply and none was issued: issue it, or say why there is none.")
        problems.append(Problem(message, field="reason"))
    if open_lines:
        message = N_("%(count)s lines of work are still open and would be closed: say why.")
        problems.append(Problem(message, {"count": open_lines}, "reason"))
    return problems
