"""When a document may be issued, with plain values."""

from dataclasses import replace
from datetime import date

import pytest

from app.deadlines.rules.working_time import STANDARD, WorkCalendar
from app.outgoing import rules
from app.outgoing.inputs import RecipientEntry, recipient_entries
from app.outgoing.rules import DatedNumber, IssueFacts

TODAY = date(2026, 11, 23)
SOUND = IssueFacts(
    state="signed",
    subject="V/v báo cáo kết quả cải cách hành chính",
    type_name="Công văn",
    signer_name="Lưu Đình Thuận",
    has_main_file=True,
    recipients=[("UBND tỉnh", None)],
    has_series=True,
    dated=TODAY,
    today=TODAY,
    year=2026,
    signed_on=date(2026, 11, 20),
)


def said(facts: IssueFacts) -> list[str | None]:
    return [problem.field for problem in rules.issue_problems(facts)]


def test_a_sound_document_has_no_problem() -> None:
    assert rules.issue_problems(SOUND) == []


def test_all_that_is_missing_is_said_at_once() -> None:
    facts = replace(
        SOUND, has_main_file=False, signer_name="", has_series=False, recipients=[], subject="MẬT"
    )
    assert said(facts) == [None, "signer_name", "type_code", "subject", "inside"]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"dated": date(2026, 11, 24)}, 1),
        ({"dated": date(2026, 11, 19)}, 1),
        ({"lower": DatedNumber(11, date(2026, 11, 23))}, 0),
        ({"lower": DatedNumber(11, date(2026, 11, 24))}, 1),
        ({"higher": DatedNumber(13, date(2026, 11, 23))}, 0),
        ({"higher": DatedNumber(13, date(2026, 11, 22))}, 1),
        ({"year": 2025}, 1),
    ],
)
def test_the_date_follows_the_series(changes: dict[str, object], count: int) -> None:
    assert said(replace(SOUND, **changes)) == ["dated"] * count  # type: ignore[arg-type]


def test_a_neighbour_is_named_with_its_date() -> None:
    facts = replace(SOUND, lower=DatedNumber(7, date(2026, 11, 24)))
    assert str(rules.issue_problems(facts)[0]) == (
        "Number 07 before it is dated 24/11/2026: this date cannot be earlier."
    )


def test_every_receiver_with_a_past_date_is_named() -> None:
    facts = replace(
        SOUND,
        recipients=[
            ("Sở Y tế", date(2026, 11, 22)),
            ("Sở Nội vụ", TODAY),
            ("Báo Hà Sơn", date(2025, 1, 1)),
        ],
    )
    assert [problem.params["name"] for problem in rules.issue_problems(facts)] == [
        "Sở Y tế",
        "Báo Hà Sơn",
    ]


@pytest.mark.parametrize(
    ("subject", "grade"),
    [
        ("TỐI MẬT: kế hoạch diễn tập", "TỐI MẬT"),
        ("Kế hoạch (TUYỆT MẬT)", "TUYỆT MẬT"),
        ("MẬT", "MẬT"),
        ("V/v bảo vệ bí mật nhà nước", None),
        ("BẢO VỆ BÍ MẬT NHÀ NƯỚC", None),
        ("V/v nuôi ong lấy mật", None),
    ],
)
def test_a_grade_of_secrecy_is_refused_but_the_word_is_not(subject: str, grade: str | None) -> None:
    problems = rules.secrecy_problems(subject)
    assert [problem.params["grade"] for problem in problems] == ([grade] if grade else [])


@pytest.mark.parametrize(
    ("signed_on", "last"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
    ],
)
def test_it_is_issued_by_the_next_working_day(signed_on: date, last: date) -> None:
    assert rules.last_day_to_issue(signed_on, STANDARD) == last


def test_a_holiday_moves_the_last_day() -> None:
    calendar = WorkCalendar({date(2026, 11, 24): False})
    assert rules.last_day_to_issue(date(2026, 11, 23), calendar) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("today", "colour"),
    [(TODAY, "new"), (date(2026, 11, 24), "soon"), (date(2026, 11, 25), "late")],
)
def test_waiting_gets_urgent_with_its_last_day(today: date, colour: str) -> None:
    assert rules.waiting_colour(TODAY, today, STANDARD) == colour


def test_paper_says_everything_that_is_missing() -> None:
    problems = rules.paper_problems("", "", "", None, TODAY)
    assert [problem.field for problem in problems] == [
        "type_code",
        "subject",
        "signer_name",
        "signed_on",
    ]


def test_paper_cannot_be_signed_tomorrow() -> None:
    problems = rules.paper_problems("CV", "V/v x", "A", date(2026, 11, 24), TODAY)
    assert [problem.field for problem in problems] == ["signed_on"]


def test_receivers_as_a_draft_keeps_them() -> None:
    kept = (
        {"agency_id": 3, "name": "UBND xã", "reply_required": True, "due_on": "2026-11-30"},
        {"agency_id": None, "name": "Sở Y tế", "reply_required": False, "due_on": None},
    )
    assert recipient_entries(kept) == (
        RecipientEntry("UBND xã", 3, "system", True, date(2026, 11, 30)),
        RecipientEntry("Sở Y tế", None, "paper", False, None),
    )
