"""Catalogues as plain data: what leaves comes back alike, what is wrong is said, not guessed."""

import copy
from typing import Any

import pytest

from app.deadlines.rules.spans import Span, Unit
from app.onestop.procedures.demo import shipped
from app.onestop.procedures.inputs import Certainty, Content, Listed, Paper
from app.onestop.procedures.rules.changes import takings
from app.onestop.procedures.rules.exchange import FORMAT, read, written
from app.onestop.procedures.rules.limits import (
    amount,
    hours,
    limit_words,
    typed_amount,
    typed_limit,
    typed_minutes,
)


def test_what_is_shipped_comes_back_alike() -> None:
    listed = shipped()
    assert len(listed) == 49
    assert read(written(listed)) == (listed, [])
    sure = {one.content.limit_certainty for one in listed}
    assert sure == {Certainty.SEEN, Certainty.ASSUMED, Certainty.UNSURE}, "none is vouched for"


PLAIN: dict[str, Any] = {
    "format": FORMAT,
    "procedures": [{"code": "1.1", "field": "Hộ tịch", "name": "Khai sinh", "level": "commune"}],
}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": 5}, "cannot be the"),
        ({"name": ""}, "is missing"),
        ({"level": None}, "cannot be the"),
        ({"online": "half"}, "cannot be the"),
        ({"color": "red"}, "means nothing here"),
        ({"is_national": "yes"}, "cannot be the"),
        ({"papers": {}}, "is no list"),
        ({"papers": ["Đơn"]}, "says what means nothing"),
        ({"papers": [{"originals": 1}]}, "is not complete"),
        ({"papers": [{"name": "Đơn", "originals": -1}]}, "cannot be the"),
        ({"papers": [{"name": "Đơn", "originals": True}]}, "cannot be the"),
        ({"papers": [{"name": "Đ" * 501}]}, "cannot be the"),
        ({"fees": [{"name": "Phí", "counter": 10**12}]}, "cannot be the"),
        ({"variants": [{"counter": "9999 day"}]}, "cannot be the"),
        ({"variants": [{"counter": "3 weeks"}]}, "cannot be the"),
        ({"steps": [{"name": "Ký", "role": "king"}]}, "cannot be the"),
        ({"steps": [{"name": "Ký"}]}, "is not complete"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_said_with_its_procedure(more: dict[str, Any], said: str) -> None:
    data = copy.deepcopy(PLAIN)
    data["procedures"][0] |= more
    found, problems = read(data)
    assert found == []
    assert said in str(problems[0])
    assert problems[0].params["where"] == "1.1"


@pytest.mark.parametrize("data", [None, [], {}, {"format": "x"}, {"format": FORMAT}, "…"], ids=str)
def test_what_is_no_catalogue(data: Any) -> None:
    assert [str(one) for one in read(data)[1]] == ["This is no catalogue of procedures."]


def test_a_code_that_stands_twice_is_taken_once() -> None:
    data = copy.deepcopy(PLAIN)
    data["procedures"] *= 2
    found, problems = read(data)
    assert len(found) == 1
    assert [one.message for one in problems] == ["It stands there twice."]


def test_what_would_change() -> None:
    papers = (Paper("Đơn", originals=1), Paper("Ảnh", copies=2))
    old = Content(name="Khai sinh", level="commune", papers=papers)
    new = Content(name="Đăng ký khai sinh", level="commune", papers=(papers[0], Paper("Sổ")))
    known = {"1.1": old, "1.2": old}
    found = takings([Listed("1.1", True, "HT", new), Listed("1.2", True, "HT", old),
                     Listed("1.3", True, "HT", new)], known)  # fmt: skip
    assert [(one.is_new, one.is_alike) for one in found] == [
        (False, False), (False, True), (True, False),
    ]  # fmt: skip
    assert [(one.part, one.old, one.new) for one in found[0].changes] == [
        ("name", "Khai sinh", "Đăng ký khai sinh"),
        ("papers", papers[1], None),
        ("papers", None, Paper("Sổ")),
    ]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3 ngày làm việc", Span(3, to_the_hour=True)),
        ("15 ngày", Span(15, Unit.DAY)),
        ("12 giờ đồng hồ", Span(12, Unit.HOUR)),
        ("4 giờ", Span(4, Unit.WORKING_HOUR)),
        ("trong ngày", typed_limit("trong ngày, nhận đến 15:00")),
        ("trong ngày, nhận đến 10h", typed_limit("within the day, received by 10:00")),
        ("mai", None),
        ("trong ngày, nhận đến 25:00", None),
    ],
)
def test_limits_as_people_write_them(text: str, span: Span | None) -> None:
    found = typed_limit(text)
    assert found == span
    assert found is None or typed_limit(str(limit_words(found))) == found


def test_hours_and_amounts_as_people_write_them() -> None:
    assert [typed_minutes(one) for one in ("4", "0,5", "1.25", "", "-1", "4h")] == [
        240, 30, 75, None, None, None,
    ]  # fmt: skip
    assert [hours(one) for one in (240, 30, 75, 0)] == ["4", "0,5", "1,25", "0"]
    assert [typed_amount(one) for one in ("10.000", "10000 đ", "0", "", "mười", "1,5")] == [
        10000, 10000, 0, None, None, None,
    ]  # fmt: skip
    assert amount(1_250_000) == "1.250.000"
