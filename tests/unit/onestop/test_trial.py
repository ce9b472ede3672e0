"""A sample case by the process of a version: each step's moments, and the date promised."""

from datetime import datetime, timedelta

import pytest

from app.core import clock
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.spans import SAME_DAY, Span, Unit
from app.onestop.procedures.inputs import Content, Fee, Paper, Pausing, Role, Step, Variant
from app.onestop.procedures.rules.content import publishing_problems, writing_problems
from app.onestop.procedures.rules.trial import longest, tried

DAY = timedelta(hours=8)
COUNTER = Step("Tiếp nhận", Role.COUNTER, minutes=240)
WORK = Step("Thụ lý", Role.OFFICER, minutes=960)
TAX = Step("Nghĩa vụ tài chính", Role.TAX, pause=Pausing.TAX)
BACK = Step("Trả kết quả", Role.COUNTER)


def at(written: str) -> datetime:
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=clock.VIETNAM)


def told(moment: datetime | None) -> str:
    assert moment is not None
    return f"{clock.local(moment):%a %d/%m %H:%M}"


def test_each_step_follows_the_one_before_it() -> None:
    trial = tried(at("02/11/2026 08:00"), Span(3, to_the_hour=True), (COUNTER, WORK, BACK),
                  NATIONAL, DAY)  # fmt: skip
    assert [told(leg.ends) for leg in trial.legs] == [
        "Mon 02/11 14:00", "Wed 04/11 14:00", "Wed 04/11 14:00",
    ]  # fmt: skip
    assert trial.due is not None
    assert told(trial.due.at) == "Thu 05/11 08:00"
    assert trial.spare == timedelta(hours=4)


def test_a_round_by_the_tax_office_moves_the_promise_and_not_the_work() -> None:
    steps = (COUNTER, TAX, WORK, BACK)
    plain = tried(at("02/11/2026 08:00"), Span(3, to_the_hour=True), steps, NATIONAL, DAY * 0)
    waited = tried(at("02/11/2026 08:00"), Span(3, to_the_hour=True), steps, NATIONAL, DAY * 2)
    assert plain.spare == waited.spare == timedelta(hours=4)
    assert waited.due is not None
    assert told(waited.due.at) == "Mon 09/11 08:00"


def test_a_promise_that_cannot_be_kept_is_seen() -> None:
    trial = tried(at("23/11/2026 10:00"), SAME_DAY, (COUNTER, WORK, BACK), NATIONAL, DAY)
    assert trial.spare is not None
    assert trial.spare < timedelta()
    assert told(trial.ready) == "Thu 26/11 16:00"


def test_received_after_the_cut_off_counts_from_the_next_working_day() -> None:
    trial = tried(at("23/11/2026 15:30"), SAME_DAY, (BACK,), NATIONAL, DAY)
    assert trial.due is not None
    assert (told(trial.legs[0].starts), told(trial.due.at)) == (
        "Wed 25/11 07:00",
        "Wed 25/11 17:00",
    )


def test_without_a_limit_nothing_is_promised() -> None:
    trial = tried(at("22/11/2026 10:00"), None, (COUNTER,), NATIONAL, DAY)
    assert (trial.due, trial.spare) == (None, None)
    assert told(trial.ready) == "Mon 23/11 11:00"


@pytest.mark.parametrize(
    ("span", "hours"),
    [
        (Span(3, to_the_hour=True), 24),
        (Span(3, Unit.HALF_DAY), 12),
        (Span(4, Unit.WORKING_HOUR), 4),
        (SAME_DAY, 8),
        (Span(15, Unit.DAY), None),
        (Span(12, Unit.HOUR), None),
    ],
)
def test_the_working_time_in_a_limit(span: Span, hours: int | None) -> None:
    assert longest(span, DAY) == (None if hours is None else timedelta(hours=hours))


def content(**values: object) -> Content:
    usual = {"name": "Khai sinh", "level": "commune", "papers": (Paper("Tờ khai", originals=1),),
             "variants": (Variant(counter=Span(3, to_the_hour=True)),),
             "steps": (COUNTER, WORK, BACK)}  # fmt: skip
    return Content(**(usual | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, []),
        ({"papers": ()}, ["No paper is named that a person has to bring or show."]),
        ({"steps": ()}, ["The process has no step."]),
        ({"steps": (WORK, BACK)}, ["The process begins at the counter, which receives."]),
        ({"steps": (COUNTER, WORK)}, ["The process ends at the counter, which returns."]),
        ({"variants": (Variant(counter=SAME_DAY),)},
         ["The steps take 20 working hours, the limit is 8."]),
        ({"variants": (Variant(),)}, []),
        ({"fees": (Fee("Lệ phí"),)},
         ["“Lệ phí” has neither an amount nor a word on how it is counted."]),
        ({"steps": (COUNTER, Step("Thuế", Role.TAX), BACK)},
         ["“Thuế”: with the tax office the clock of the case stands."]),
    ],
)  # fmt: skip
def test_what_keeps_a_version_from_being_published(
    values: dict[str, object], said: list[str]
) -> None:
    assert [str(one) for one in publishing_problems(content(**values), DAY)] == said


def test_what_cannot_even_be_kept() -> None:
    twice = (Variant("Gấp"), Variant("gấp"))
    wrong = content(name="", level="huyen", variants=twice,
                    papers=(Paper("Đơn", variant="Chậm"),))  # fmt: skip
    assert [str(one) for one in writing_problems(wrong, ("commune",))] == [
        "Write the name of the procedure.",
        "Choose who decides.",
        "Two cases are called “gấp”.",
        "“Đơn” names the case “Chậm”, which there is not.",
    ]
