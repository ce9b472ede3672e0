"""When a document may be issued, recalled or replaced, and what its number and date may be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from app.core.errors import Problem
from app.core.secrecy import grade_in, grade_problem
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import written_number
from app.core.workflow import moves
from app.correspondence.rules import SEQUELS_PRINTED
from app.deadlines.rules.working_time import WorkCalendar, next_working_day

MOVES = moves(
    ("return", {"signed"}, "returned"),
    ("issue", {"signed"}, "issued"),
    ("recall", {"issued"}, "recalled"),
    ("replace", {"issued", "recalled"}, "replaced"),
)
RECIPIENT_MOVES = moves(
    ("send", {"planned"}, "sent"),
    ("deliver", {"sent"}, "delivered"),
    ("accept", {"sent", "delivered"}, "accepted"),
    ("refuse", {"sent", "delivered"}, "refused"),
    ("recall", {"sent", "delivered", "accepted", "refused"}, "recalled"),
)
LINKS = {"answers": "incoming", "replaces": "outgoing", "corrects": "outgoing"}
"""What a document does to another, and to one of which kind."""
LONGEST_DOCUMENT_NAME = 100
NAME_AND_DAY = re.compile(r"(?P<name>.+?),?\s+(?:\w+\s+)?(?P<day>\d{1,2}/\d{1,2}/\d{4})")


def standing(state: str, reason: str) -> str:
    """Its state; "unsigned" where nobody returned it with a reason, but its signer took it back."""
    return "unsigned" if state == "returned" and not reason else state


@dataclass(frozen=True)
class DatedNumber:
    """A number of a series that is in use, with the date it bears."""

    number: int
    day: date


@dataclass(frozen=True)
class IssueFacts:
    """Everything that decides whether a document may be issued now."""

    state: str
    subject: str
    type_name: str
    signer_name: str
    has_main_file: bool
    recipients: Sequence[tuple[str, date | None]]
    """Name and due date of each receiver."""
    has_series: bool
    dated: date
    today: date
    year: int
    """The year of the series its number belongs to."""
    signed_on: date | None
    lower: DatedNumber | None = None
    """The nearest used number below the one to be taken."""
    higher: DatedNumber | None = None
    """The nearest used number above it: only a reserved number has one."""
    unwanted: Sequence[str] = ()
    """Words the agency has forbidden in subjects."""
    grade: str = ""
    """The grade of state secrecy that the main file bears, as far as it was read."""


def issue_problems(facts: IssueFacts) -> list[Problem]:
    """Every reason why this document cannot be issued now."""
    receivers = recipient_problems(facts.recipients, facts.today)
    return [*_content_problems(facts), *receivers, *date_problems(facts)]


def _content_problems(facts: IssueFacts) -> Iterator[Problem]:
    if not facts.has_main_file:
        yield Problem(N_("There is no file of the signed document."))
    if facts.grade:
        yield grade_problem(facts.grade, "files")
    if not facts.signer_name:
        yield Problem(N_("It is not said who signed it."), field="signer_name")
    if not facts.has_series:
        yield Problem(
            N_("No number series takes documents of the type “%(type)s”. Ask the administrator."),
            {"type": facts.type_name},
            "type_code",
        )
    yield from secrecy_problems(facts.subject, facts.unwanted)


def secrecy_problems(subject: str, words: Sequence[str] = ()) -> list[Problem]:
    """State secrets must not be kept on a system like this one, which is law; nor what an agency
    has said it will not have here, in its own `words`, which is a setting."""
    grade = grade_in(subject)
    return [grade_problem(grade, "subject")] if grade else _unwanted_problems(subject, words)


def _unwanted_problems(subject: str, words: Sequence[str]) -> list[Problem]:
    plain = subject.casefold()
    message = N_("“%(word)s” may not stand in a subject here: your agency has said so.")
    return [
        Problem(message, {"word": word}, "subject") for word in words if word.casefold() in plain
    ]


def recipient_problems(
    recipients: Sequence[tuple[str, date | None]], today: date
) -> Iterator[Problem]:
    """There must be one, and none may be asked to answer by a day that is past."""
    if not recipients:
        yield Problem(N_("Nobody is to receive it: choose at least one recipient."), field="inside")
    yield from due_problems(recipients, today)


def due_problems(recipients: Sequence[tuple[str, date | None]], today: date) -> Iterator[Problem]:
    for name, due_on in recipients:
        if due_on is not None and due_on < today:
            yield Problem(
                N_("%(name)s is to answer by %(day)s, which is past."),
                {"name": name, "day": written(due_on)},
                "due_on",
            )


def date_problems(facts: IssueFacts) -> Iterator[Problem]:
    """The date must not be to come, nor before the signature, nor out of the series' order."""
    if facts.dated > facts.today:
        yield Problem(N_("A document cannot bear a date that is still to come."), field="dated")
    if facts.dated.year != facts.year:
        yield Problem(
            N_("The number belongs to the year %(year)s, so the date must lie in it."),
            {"year": str(facts.year)},
            "dated",
        )
    if facts.signed_on is not None and facts.dated < facts.signed_on:
        yield Problem(
            N_("It was signed on %(day)s and cannot bear an earlier date."),
            {"day": written(facts.signed_on)},
            "dated",
        )
    if facts.lower is not None and facts.dated < facts.lower.day:
        yield _out_of_order(
            N_("Number %(number)s before it is dated %(day)s: this date cannot be earlier."),
            facts.lower,
        )
    if facts.higher is not None and facts.dated > facts.higher.day:
        yield _out_of_order(
            N_("Number %(number)s after it is dated %(day)s: this date cannot be later."),
            facts.higher,
        )


def next_number_problems(asked: date | None, today: date) -> list[Problem]:
    """The next number of a series always bears the day on which it is taken."""
    if asked in (None, today):
        return []
    message = N_("The next number bears today's date, %(day)s. For another choose a kept number.")
    return [Problem(message, {"day": written(today)}, "dated")]


def _out_of_order(message: str, neighbour: DatedNumber) -> Problem:
    return Problem(
        message,
        {"number": written_number(neighbour.number), "day": written(neighbour.day)},
        "dated",
    )


def last_day_to_issue(signed_on: date, calendar: WorkCalendar) -> date:
    """On the day of signing, at the latest on the next working day (Decree 30/2020, article 18)."""
    return next_working_day(signed_on + timedelta(days=1), calendar)


def paper_problems(
    type_code: str,
    subject: str,
    signer_name: str,
    signed_on: date | None,
    today: date,
    unwanted: Sequence[str] = (),
) -> list[Problem]:
    """What is missing or wrong in a paper document that the clerk enters."""
    problems = secrecy_problems(subject, unwanted)
    if not type_code:
        problems.append(Problem(N_("Choose the type."), field="type_code"))
    if not subject:
        problems.append(Problem(N_("Write what it is about."), field="subject"))
    if not signer_name:
        problems.append(Problem(N_("Write who signed it."), field="signer_name"))
    if signed_on is None:
        problems.append(Problem(N_("Write when it was signed."), field="signed_on"))
    elif signed_on > today:
        problems.append(
            Problem(N_("It cannot have been signed on a day to come."), field="signed_on")
        )
    return problems


@dataclass(frozen=True)
class Candidate:
    """A document that a reference typed by the clerk may mean."""

    id: int
    reference: str
    number: int | None
    year: int | None
    day: date | None
    sequels: Sequels = ()


def name_of(reference: str, day: date | None, subject: str) -> str:
    """A document as the forms name it: "12/QĐ-UBND, 05/03/2026", else by what it is about."""
    if not reference:
        return shorten(subject, LONGEST_DOCUMENT_NAME, placeholder="…")
    return f"{reference}, {written(day)}" if day is not None else reference


def named(text: str) -> tuple[str, date | None]:
    """ "12/QĐ-UBND, 05/03/2025", also with the word for day, as its reference and its date."""
    found = NAME_AND_DAY.fullmatch(" ".join(text.split()))
    if found is None:
        return text, None
    try:
        day, month, year = (int(part) for part in found["day"].split("/"))
        return found["name"], date(year, month, day)
    except ValueError:
        return text, None


def meant(text: str, found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those of the candidates, newest first, that may be meant: the one where it is clear."""
    name, _day = named(text)
    if name.isdecimal():
        return [one for one in found if one.year == found[0].year]
    exact = [one for one in found if one.reference == name]
    return exact or found


def given_twice(bearer: Candidate) -> Problem:
    """Number and symbol stand once a year in an agency (Decree 30/2020, article 15)."""
    message = N_(
        "%(reference)s of %(day)s bears this number and symbol already. Leave the number out in "
        "its series, and the next one is taken."
    )
    values = {"reference": bearer.reference, "day": written(bearer.day) if bearer.day else "…"}
    return Problem(message, values, "number_from")


def linking_problems(field: str, text: str, found: Sequence[Candidate]) -> list[Problem]:
    """Nothing is linked by guess: a name that several documents bear must be made plain."""
    if not found:
        return [Problem(N_("There is no document “%(text)s”."), {"text": text}, field)]
    if len(found) == 1:
        return []
    values = {"text": text, "choices": "; ".join(_choice(one) for one in found)}
    if field == "answers":
        message = N_(
            "“%(text)s” may be several: %(choices)s. Write its arrival number or its date."
        )
    else:
        message = N_("“%(text)s” may be several: %(choices)s. Write its date after it.")
    return [Problem(message, values, field)]


def _choice(one: Candidate) -> str:
    number = written_number(one.number)
    day = written(one.day) if one.day is not None else ""
    followed = (SEQUELS_PRINTED[sequel.kind].format(sequel.reference) for sequel in one.sequels)
    return ", ".join(part for part in (number, one.reference, day, *followed) if part)


def own_unit_problems(unit_agency_id: int | None, agency_id: int | None) -> list[Problem]:
    """The drafting unit, where one is named, must belong to the agency that issues."""
    if unit_agency_id in (None, agency_id):
        return []
    return [Problem(N_("This unit belongs to another agency."), field="unit_id")]


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def waiting_colour(signed_on: date, today: date, calendar: WorkCalendar) -> str:
    """The colour of a signed document that waits for its number; queries.lists says it in SQL."""
    last_day = last_day_to_issue(signed_on, calendar)
    if today > last_day:
        return "late"
    return "soon" if today == last_day else "new"
