"""What a dossier must say, and when it may be closed, with plain values."""

from dataclasses import replace
from datetime import date

import pytest

from app.dossiers import rules
from app.dossiers.rules import DossierEntry, EntryFacts, Loose

TODAY = date(2026, 11, 23)
SOUND = DossierEntry(
    code="05.VHXH",
    title="Rà soát trợ cấp hưu trí xã hội",
    year=2026,
    retention="06",
    unit_id=1,
    owner_id=7,
    opened_on=TODAY,
)
FACTS = EntryFacts(TODAY, False, frozenset({7}), frozenset({1}))


def fields(entry: DossierEntry, facts: EntryFacts = FACTS) -> list[str | None]:
    return [problem.field for problem in rules.entry_problems(entry, facts)]


def test_a_sound_entry_has_no_problem() -> None:
    assert fields(SOUND) == []


def test_everything_wrong_is_said_at_once() -> None:
    wrong = DossierEntry("", "", None, "99", 2, 8, None)
    assert fields(wrong) == [
        "code",
        "title",
        "retention",
        "year",
        "opened_on",
        "owner_id",
        "unit_id",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "x" * 21}, "code"),
        ({"title": "x" * 501}, "title"),
        ({"year": 1944}, "year"),
        ({"year": 2028}, "year"),
        ({"opened_on": date(2026, 11, 24)}, "opened_on"),
        ({"retention": ""}, "retention"),
    ],
)
def test_each_limit(changes: dict[str, object], field: str) -> None:
    assert fields(replace(SOUND, **changes)) == [field]  # type: ignore[arg-type]


def test_a_taken_code_is_named_with_its_year() -> None:
    problems = rules.entry_problems(SOUND, replace(FACTS, is_code_taken=True))
    assert str(problems[0]) == "Another dossier of 2026 already has the number 05.VHXH."


def test_closing_names_every_loose_end() -> None:
    loose = Loose(["807/UBND-VX"], ["12/SNV"], ["V/v trả lời"])
    assert [str(problem) for problem in rules.closing_problems(2, loose)] == [
        "Still being worked on: 807/UBND-VX.",
        "Not answered yet: 12/SNV.",
        "Not issued yet: V/v trả lời.",
    ]
    assert [str(problem) for problem in rules.closing_problems(0, Loose())] == [
        "There is no document in it."
    ]
    assert rules.closing_problems(1, Loose()) == []


def test_many_loose_ends_are_counted_after_the_first_five() -> None:
    problems = rules.closing_problems(9, Loose([f"{n}/CV" for n in range(1, 8)]))
    assert problems[0].params["names"] == "1/CV; 2/CV; 3/CV; 4/CV; 5/CV (+2)"


@pytest.mark.parametrize(
    ("pages", "numbers"),
    [
        ([], []),
        ([3, 1, 2], ["1–3", "4", "5–6"]),
        ([3, None, 2], ["1–3", "", ""]),
        ([0], [""]),
    ],
)
def test_sheet_numbers_run_on(pages: list[int | None], numbers: list[str]) -> None:
    assert rules.sheet_numbers(pages) == numbers
