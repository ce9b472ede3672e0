"""What may stand in the incoming register, and when a document may be closed."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from app.incoming.inputs import Entry, reference_parts
from app.incoming.rules import EntryFacts, closing_problems, entry_problems

TODAY = date(2026, 11, 23)
FACTS = EntryFacts(today=TODAY, registers={1}, types={"CV"}, leaders={7})
ENTRY = Entry(
    register_id=1,
    arrived_on=TODAY,
    number="1947",
    symbol="SXD-HTĐT",
    issued_on=date(2026, 11, 19),
    issuer="Sở Xây dựng",
    type_code="CV",
    subject="V/v rà soát",
    pages=2,
    due_on=date(2026, 12, 2),
    presented_to_id=7,
)


def fields_of(entry: Entry, facts: EntryFacts = FACTS) -> list[str | None]:
    return [problem.field for problem in entry_problems(entry, facts)]


def test_a_complete_line_has_no_problem() -> None:
    assert fields_of(ENTRY) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"register_id": 2}, "register_id"),
        ({"register_id": None}, "register_id"),
        ({"type_code": "XX"}, "type_code"),
        ({"issuer": ""}, "issuer"),
        ({"subject": ""}, "subject"),
        ({"number": ""}, "number"),
        ({"without_number": True}, "without_number"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": date(2026, 11, 24)}, "issued_on"),
        ({"issued_on": date(1026, 11, 19)}, "issued_on"),
        ({"arrived_on": None}, "arrived_on"),
        ({"arrived_on": date(2026, 11, 24)}, "arrived_on"),
        ({"arrived_on": date(2024, 12, 31), "issued_on": date(2024, 12, 1)}, "arrived_on"),
        ({"due_on": date(2026, 11, 22)}, "due_on"),
        ({"subject": "a" * 501}, "subject"),
        ({"issuer": "a" * 201}, "issuer"),
        ({"symbol": "A" * 60}, "number"),
        ({"note": "a" * 501}, "note"),
        ({"pages": 0}, "pages"),
        ({"copies": -1}, "copies"),
        ({"copies": 100_000}, "copies"),
        ({"presented_to_id": 8}, "presented_to_id"),
        ({"confidentiality": "secret"}, "confidentiality"),
        ({"confidentiality": "anything else"}, "confidentiality"),
    ],
)
def test_each_thing_wrong_is_said_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert fields_of(replace(ENTRY, **changes)) == [field]


def test_everything_wrong_is_said_at_once() -> None:
    assert fields_of(Entry(confidentiality="top_secret", due_on=date(2020, 1, 1), pages=0)) == [
        "confidentiality",
        "register_id",
        "type_code",
        "issuer",
        "subject",
        "number",
        "issued_on",
        "arrived_on",
        "due_on",
        "pages",
    ]


def test_a_letter_without_number_needs_no_date() -> None:
    letter = replace(ENTRY, number="", symbol="", issued_on=None, without_number=True)
    assert fields_of(letter) == []


def test_a_due_date_that_passed_may_stay_but_not_come() -> None:
    late = replace(ENTRY, due_on=date(2026, 11, 1))
    assert fields_of(late, replace(FACTS, earlier_due=date(2026, 11, 1))) == []
    assert fields_of(late, replace(FACTS, earlier_due=date(2026, 11, 2))) == ["due_on"]


def test_the_day_of_arrival_stays_in_the_year_of_its_number() -> None:
    numbered = replace(FACTS, year=2025)
    assert fields_of(ENTRY, numbered) == ["arrived_on"]
    earlier = replace(ENTRY, arrived_on=date(2025, 12, 30), issued_on=date(2025, 12, 1))
    assert fields_of(earlier, numbered) == []


@pytest.mark.parametrize(
    ("reply_required", "has_reply", "open_lines", "count"),
    [(False, False, 0, 0), (True, True, 0, 0), (True, False, 0, 1), (True, False, 2, 2)],
)
def test_closing_asks_why_when_something_is_owed(
    reply_required: bool, has_reply: bool, open_lines: int, count: int
) -> None:
    why = partial(
        closing_problems,
        reply_required=reply_required,
        has_reply=has_reply,
        open_lines=open_lines,
    )
    assert len(why("")) == count
    assert why("Đã trả lời qua điện thoại") == []


def test_a_reference_parts_at_its_first_slash() -> None:
    assert reference_parts("30/2020/NĐ-CP") == ("30", "2020/NĐ-CP")
    assert Entry(number="30", symbol="2020/NĐ-CP").reference == "30/2020/NĐ-CP"
    assert Entry(number="12").reference == "12"
