"""Short texts measured and broken as a clerk would break them."""

import sys
import unicodedata
from collections.abc import Callable
from functools import partial
from types import FrameType

from documents.drafting.linebreaks import Measure, balanced_lines
from documents.drafting.metrics import BOLD, REGULAR, width_mm


def test_breaks_names_as_a_clerk_would() -> None:
    room = Measure(62, 13, BOLD)
    assert balanced_lines("ỦY BAN NHÂN DÂN XÃ TÂN PHÚ", room) == ["ỦY BAN NHÂN DÂN", "XÃ TÂN PHÚ"]
    assert balanced_lines("VĂN PHÒNG HỘI ĐỒNG NHÂN DÂN VÀ ỦY BAN NHÂN DÂN", room) == [
        "VĂN PHÒNG",
        "HỘI ĐỒNG NHÂN DÂN",
        "VÀ ỦY BAN NHÂN DÂN",
    ]
    assert balanced_lines("SỞ\nNỘI VỤ", room) == ["SỞ", "NỘI VỤ"]
    assert balanced_lines("  ", room) == []
    assert balanced_lines("X" * 90, room) == ["X" * 90]


def test_measures_vietnamese_letters_as_their_base() -> None:
    assert width_mm("Ế", 13, REGULAR) == width_mm("E", 13, REGULAR)
    assert width_mm("ữ", 13, REGULAR) == width_mm("ư", 13, REGULAR) > width_mm("u", 13, REGULAR)
    nfd = unicodedata.normalize("NFD", "Nguyễn Đường")
    assert width_mm(nfd, 13, BOLD) == width_mm("Nguyễn Đường", 13, BOLD)


def test_a_text_of_thousands_of_words_takes_no_longer_than_it_has_words() -> None:
    """Each line is tried with as many words as fit, not with all that are left."""
    room = Measure(75, 13, REGULAR)
    short, long = (_steps(partial(balanced_lines, "chữ " * count, room)) for count in (200, 2000))
    assert long < 20 * short


def _steps(work: Callable[[], object]) -> int:
    """How many calls of functions a piece of work takes: as many on any machine."""
    calls = 0

    def count(_frame: FrameType, what: str, _argument: object) -> None:
        nonlocal calls
        calls += what == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls
