"""Short texts measured and broken as a clerk would break them."""

import unicodedata
from collections import Counter

import pytest

from documents.drafting import linebreaks
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


@pytest.mark.parametrize(
    ("name", "width", "lines"),
    [
        ("Ủy ban nhân dân phường Bến Thành", 50, ["ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN THÀNH"]),
        ("ỦY BAN NHÂN DÂN XÃ HỮU LŨNG THƯỢNG", 56, ["ỦY BAN NHÂN DÂN", "XÃ HỮU LŨNG THƯỢNG"]),
        (
            "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Hồ Chí Minh",
            62,
            ["ỦY BAN MẶT TRẬN", "TỔ QUỐC VIỆT NAM", "THÀNH PHỐ HỒ CHÍ MINH"],
        ),
        (
            "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
            72,
            ["VĂN PHÒNG", "ĐOÀN ĐẠI BIỂU QUỐC HỘI", "VÀ HỘI ĐỒNG NHÂN DÂN TỈNH"],
        ),
        ("Sở Giáo dục và Đào tạo tỉnh Bà Rịa - Vũng Tàu", 62, None),
        ("Trung tâm Phục vụ hành chính công xã Mỹ Phước Tây", 62, None),
        ("Ban Quản lý dự án đầu tư xây dựng khu vực Long Thành", 62, None),
    ],
)
def test_compounds_and_names_are_never_parted(
    name: str, width: float, lines: list[str] | None
) -> None:
    found = balanced_lines(name, Measure(width, 13, BOLD), upper=True)
    assert " ".join(found) == name.upper()
    assert lines is None or found == lines
    joined = "/".join(found)
    for pair in ("BAN/NHÂN", "NHÂN/DÂN", "DÂN/DÂN", "MẶT/TRẬN", "TỔ/QUỐC", "QUỐC/HỘI", "ĐẠI/BIỂU"):
        assert pair not in joined
    for pair in ("GIÁO/DỤC", "ĐÀO/TẠO", "BÀ/RỊA", "RỊA/-", "-/VŨNG", "HÀNH/CHÍNH", "CHÍNH/CÔNG"):
        assert pair not in joined
    for pair in ("DỰ/ÁN", "QUẢN/LÝ", "LÝ/DỰ", "LONG/THÀNH", "MỸ/PHƯỚC", "PHƯỚC/TÂY", "XÃ/"):
        assert pair not in joined


def test_measures_vietnamese_letters_as_their_base() -> None:
    assert width_mm("Ế", 13, REGULAR) == width_mm("E", 13, REGULAR)
    assert width_mm("ữ", 13, REGULAR) == width_mm("ư", 13, REGULAR) > width_mm("u", 13, REGULAR)
    nfd = unicodedata.normalize("NFD", "Nguyễn Đường")
    assert width_mm(nfd, 13, BOLD) == width_mm("Nguyễn Đường", 13, BOLD)


def test_a_text_of_thousands_of_words_takes_no_longer_than_it_has_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line is tried with as many words as fit, not with all that are left."""
    tried: Counter[int] = Counter()

    class Counting(linebreaks._Words):
        def cost(self, start: int, end: int) -> float:
            tried[len(self.words)] += 1
            return super().cost(start, end)

    monkeypatch.setattr(linebreaks, "_Words", Counting)
    for count in (200, 2000):
        balanced_lines("chữ " * count, Measure(75, 13, REGULAR))
    assert tried[2000] < 20 * tried[200]
