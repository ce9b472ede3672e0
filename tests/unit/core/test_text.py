"""What people type as days and addresses say as ids."""

from datetime import date, datetime

import pytest

from app.core import clock
from app.core.days import FarDay, Short, typed_day, typed_day_or_none
from app.core.text import likeliest, typed_id


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", 12), ("2147483647", 2**31 - 1), ("2147483648", None), ("9" * 20, None), ("-1", None)]
    + [(wrong, None) for wrong in ("", "x", "1.0", "+1", " 1", "\u0663", "1\x00")],
)
def test_an_id_is_one_that_a_row_can_have(text: str, found: int | None) -> None:
    assert typed_id(text) == found


def test_a_day_is_one_of_which_an_office_speaks() -> None:
    with clock.stopped_at(datetime(2026, 11, 29, 9, tzinfo=clock.VIETNAM)):
        assert typed_day("2.9.1945") == date(1945, 9, 2)
        assert typed_day("31/12/2036") == date(2036, 12, 31)
        for far in ("31/12/9999", "01/01/0001", "31/12/1944", "01/01/2037"):
            with pytest.raises(FarDay):
                typed_day(far)
        for none in ("31/02/2026", "mai", ""):
            with pytest.raises(ValueError, match=r"^$|mai|day is out of range"):
                typed_day(none)


@pytest.mark.parametrize(
    ("today", "text", "following", "last", "nearest"),
    [
        (date(2026, 11, 29), "5/1", date(2027, 1, 5), date(2026, 1, 5), date(2027, 1, 5)),
        (date(2027, 1, 4), "28/12", date(2027, 12, 28), date(2026, 12, 28), date(2026, 12, 28)),
        (date(2026, 11, 29), "29.11", *[date(2026, 11, 29)] * 3),
        (date(2026, 11, 29), "0501", date(2027, 1, 5), date(2026, 1, 5), date(2027, 1, 5)),
        (date(2026, 11, 29), "29-2", date(2028, 2, 29), date(2024, 2, 29), date(2028, 2, 29)),
        (date(2026, 11, 29), "5/1/26", *[date(2026, 1, 5)] * 3),
        (date(2026, 11, 29), "1/5/98", *[date(1998, 5, 1)] * 3),
        (date(2026, 11, 29), "31/2", None, None, None),
        (date(2026, 11, 29), "2026", None, None, None),
        (date(2026, 11, 29), "112", None, None, None),
    ],
)
def test_a_day_without_a_year_is_the_one_that_can_be_meant(
    today: date, text: str, following: date | None, last: date | None, nearest: date | None
) -> None:
    with clock.stopped_at(datetime(today.year, today.month, today.day, 9, tzinfo=clock.VIETNAM)):
        found = [
            typed_day_or_none(text, short) for short in (Short.NEXT, Short.LAST, Short.NEAREST)
        ]
        assert found == [following, last, nearest]


def test_a_name_is_likely_when_all_that_was_typed_begins_its_words() -> None:
    names = ["Sở Y tế", "Sở Xây dựng", "Ban Sơ tuyển", "Kho bạc Sông Sơ"]
    assert likeliest(names, "so", 9) == [
        "Sở Xây dựng",
        "Sở Y tế",
        "Ban Sơ tuyển",
        "Kho bạc Sông Sơ",
    ]
    assert likeliest(names, "sơ", 2) == ["Ban Sơ tuyển", "Kho bạc Sông Sơ"]
    assert likeliest(names, "tế y", 9) == likeliest(names, "Y T", 9) == ["Sở Y tế"]
    assert likeliest(names, " ", 9) == likeliest(names, "zz", 9) == []
