"""What must be there before a case is received, sent back for more, or refused. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from app.core.errors import Problem
from app.core.text import N_
from app.onestop.cases.inputs import Applicant, ApplicantKind, Intake, PaperTaken, Status
from app.onestop.cases.rules.statuses import MOST_WORDS

_IDENTITIES = {
    ApplicantKind.CITIZEN: (r"[0-9]{12}|[0-9]{9}", N_("An identity number has 12 digits.")),
    ApplicantKind.HOUSEHOLD: (
        r"[0-9]{12}|[0-9]{10}|[0-9]{10}-?[0-9]{3}",
        N_("A household gives the identity number of its head, or its tax number."),
    ),
    ApplicantKind.ENTERPRISE: (
        r"[0-9]{10}|[0-9]{10}-?[0-9]{3}",
        N_("A tax number has 10 digits, or 13."),
    ),
}
MOST_SETS = 99


def applicant_problems(applicant: Applicant, today: date) -> Iterator[Problem]:
    if not applicant.name:
        yield Problem(N_("Say whose case it is."), field="name")
    pattern, message = _IDENTITIES[applicant.kind]
    if not re.fullmatch(pattern, applicant.identity):
        yield Problem(message, field="identity")
    if applicant.born_on is not None and applicant.born_on > today:
        yield Problem(N_("Nobody was born after today."), field="born_on")


def lacking(intake: Intake) -> list[PaperTaken]:
    """The papers that are always required and are not there."""
    return [one for one in intake.papers if one.is_required and one.quantity < 1]


def intake_problems(intake: Intake, outcome: Status, words: str, today: date) -> Iterator[Problem]:
    """Why this cannot be done with what is brought; `outcome` is the status it begins with."""
    yield from applicant_problems(intake.applicant, today)
    if not 1 <= intake.sets <= MOST_SETS:
        yield Problem(N_("Between 1 and %(most)s sets."), {"most": MOST_SETS}, "sets")
    missing = lacking(intake)
    if outcome is Status.RECEIVED and missing:
        names = "; ".join(one.name for one in missing)
        message = N_("Still missing: %(papers)s. Ask for all of it once, or tick what is there.")
        yield Problem(message, {"papers": names})
    if outcome is Status.REGISTERED and not words:
        message = N_("Write everything that is missing: it is asked for once.")
        yield Problem(message, field="words")
    if outcome is Status.REFUSED and not words:
        yield Problem(N_("Say by what ground it is refused: it is printed."), field="words")
    if len(words) > MOST_WORDS:
        message = N_("That is too long: %(most)s letters at most.")
        yield Problem(message, {"most": MOST_WORDS}, "words")
