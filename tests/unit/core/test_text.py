"""What people type as days and addresses say as ids."""

from datetime import date, datetime

import pytest

from app.core import clock
from app.core.text import FarDay, typed_day, typed_id


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
            with pytest.raises(ValueError, match=r"time data|day is out of range"):
                typed_day(none)
