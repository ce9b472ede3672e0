"""Names in the order of a Vietnamese list: the given name first, letters before tones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.collation import ALPHABET, name_key, text_key


@pytest.mark.parametrize(
    "names",
    [
        # The given name decides, not the family's; a before ă before â, whatever tone they bear.
        ["Lê An", "Phạm Anh", "Đặng Thị Ánh", "Nguyễn Ăn", "Nguyễn Văn Ân", "Trần Ấn"],
        # d before đ; i before y; o, ô, ơ; u, ư.
        ["Bùi Dũng", "An Đức"],
        ["Đỗ Thị Hòa", "An Hồng", "An Hợp", "An Huy", "An Hưng"],
        # Of one given name the middle names, then the family's.
        ["Trần Thị Bích Lan", "Lê Thị Lan", "Trần Thị Lan", "An Văn Lan"],
        # Tones: none, huyền, hỏi, ngã, sắc, nặng.
        ["Vũ Ma", "Vũ Mà", "Vũ Mả", "Vũ Mã", "Vũ Má", "Vũ Mạ"],
        # Who has but one name, or none.
        ["", "Lan", "Lê Lan"],
    ],
)
def test_names_stand_as_in_a_vietnamese_list(names: list[str]) -> None:
    jumbled = [*names[1::2], *names[::2]]
    assert sorted(jumbled, key=name_key) == names


def test_other_names_stand_as_they_read() -> None:
    names = ["Dự án", "Đơn thư", "Giấy mời", "UBND xã An Phú", "UBND xã Ân Thi", "UBND xã Đại Từ"]
    assert sorted(names[3:] + names[:3], key=text_key) == names


def test_a_name_sorts_alike_however_it_is_written() -> None:
    assert name_key("Lê Thị Hoà") == name_key("Lê Thị Hòa") == name_key(" LÊ  thị hòa ")
    assert name_key("Trần Ấn") == name_key("Tra\u0302\u0300n A\u0302\u0301n")


@given(st.text(max_size=120))
def test_a_key_fits_its_column_and_is_of_digits_alone(name: str) -> None:
    key = name_key(name)
    assert len(key) <= 600
    assert key == "" or (key.isascii() and key.isdecimal())
    assert len(ALPHABET) < 99
