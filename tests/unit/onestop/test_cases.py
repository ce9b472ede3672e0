"""Statuses and their moves, the two codes, the clock of a step."""

from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import pytest

from app.core import clock
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.spans import Pause
from app.onestop.cases.inputs import (
    Applicant,
    ApplicantKind,
    Copy,
    Intake,
    PaperTaken,
    Status,
)
from app.onestop.cases.rules.clocks import step_clock
from app.onestop.cases.rules.codes import (
    ALPHABET,
    case_code,
    public_code,
    public_link,
    said,
    typed_public,
)
from app.onestop.cases.rules.intake import applicant_problems, intake_problems
from app.onestop.cases.rules.statuses import MOVES, NEEDS_WORDS, move_problems
from app.onestop.procedures.inputs import Role, Step

TODAY = date(2026, 11, 23)
PERSON = Applicant("Nông Văn Thịnh", "098084001842")
NATIONAL_MOVES = "12 13 24 25 27 45 46 47 48 49 54 57 58 64 68 9A".replace("A", "10")


def test_moves_are_those_of_the_national_list() -> None:
    allowed = {(int(one[0]), int(one[1:])) for one in NATIONAL_MOVES.split()}
    for source, target in product(Status, Status):
        problems = list(move_problems(source, target, "Lý do"))
        assert (not problems) == ((source, target) in allowed), (source, target)


def test_what_is_printed_for_the_applicant_says_why() -> None:
    for source, targets in MOVES.items():
        for target in targets:
            assert bool(list(move_problems(source, target, ""))) == (target in NEEDS_WORDS)


def test_codes_are_counted_and_drawn() -> None:
    assert case_code("H15.50.05.13", date(2026, 10, 8), 975) == "H15.50.05.13-261008-0975"
    code = public_code(Random(1).choice)
    assert len(code) == 8
    assert not set(code) & set("OI01")
    assert len(ALPHABET) ** 8 > 10**12
    assert typed_public(said(code).lower()) == code
    assert [typed_public(one) for one in ("", "7MQ42H9", "7MQ42H90", "OIOI OIOI")] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "identity", "is_right"),
    [
        (ApplicantKind.CITIZEN, "098084001842", True),
        (ApplicantKind.CITIZEN, "082123456", True),
        (ApplicantKind.CITIZEN, "09808400184", False),
        (ApplicantKind.CITIZEN, "٠٩٨٠٨٤٠٠١٨٤٢", False),
        (ApplicantKind.ENTERPRISE, "0101234567", True),
        (ApplicantKind.ENTERPRISE, "0101234567-001", True),
        (ApplicantKind.ENTERPRISE, "098084001842", False),
        (ApplicantKind.HOUSEHOLD, "098084001842", True),
    ],
)
def test_numbers_have_their_length(kind: ApplicantKind, identity: str, is_right: bool) -> None:
    assert (not list(applicant_problems(Applicant("A", identity, kind), TODAY))) == is_right


def test_nobody_was_born_tomorrow() -> None:
    tomorrow = Applicant("A", "098084001842", born_on=TODAY + timedelta(days=1))
    assert [one.field for one in applicant_problems(tomorrow, TODAY)] == ["born_on"]


def test_everything_that_is_missing_is_said_at_once() -> None:
    papers = (
        PaperTaken("Tờ khai", Copy.ORIGINAL, 0),
        PaperTaken("Giấy chứng sinh", Copy.ORIGINAL, 0),
        PaperTaken("Ủy quyền", Copy.ORIGINAL, 0, is_required=False),
    )
    intake = Intake(1, PERSON, papers)
    told = [str(one) for one in intake_problems(intake, Status.RECEIVED, "", TODAY)]
    assert told == [
        "Still missing: Tờ khai; Giấy chứng sinh. Ask for all of it once, or tick what is there."
    ]
    assert not list(intake_problems(intake, Status.REGISTERED, "Tờ khai", TODAY))
    assert list(intake_problems(intake, Status.REFUSED, "", TODAY))


def at(written: str) -> datetime:
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=clock.VIETNAM)


def test_a_step_has_a_clock_of_its_own_that_stands_with_the_case() -> None:
    steps = (Step("Tiếp nhận", Role.COUNTER, minutes=240), Step("Thụ lý", Role.OFFICER))
    since = at("02/11/2026 08:00")
    running = step_clock(steps, 1, since, NATIONAL, ())
    assert running is not None
    assert running.ends == at("02/11/2026 14:00")
    paused = Pause(at("02/11/2026 10:00"), at("03/11/2026 10:00"))
    stood = step_clock(steps, 1, since, NATIONAL, (paused,))
    assert stood is not None
    assert stood.ends == at("03/11/2026 14:00")
    assert step_clock(steps, 3, since, NATIONAL, ()) is None


def test_the_clock_of_a_step_stands_from_the_moment_that_of_the_case_does() -> None:
    steps = (Step("Tiếp nhận", Role.COUNTER, minutes=240),)
    since = at("02/11/2026 08:00")
    for begun, ends in (("02/11/2026 10:00", None), ("03/11/2026 10:00", at("02/11/2026 14:00"))):
        found = step_clock(steps, 1, since, NATIONAL, (Pause(at(begun), None),))
        assert found is not None
        assert found.ends == ends, "what was late before the citizen was asked stays late"


def test_the_square_of_a_receipt_is_read_back_by_whoever_scans_it() -> None:
    for base in ("", "https://vp.tankhe.gov.vn"):
        assert typed_public(public_link(base, "7MQ42H93")) == "7MQ42H93"
    assert public_link("https://vp.tankhe.gov.vn", "7MQ42H93").startswith("https://vp.tankhe")
    assert typed_public("https://evil.test/x?code=7MQ42H93&and=more") is None
