"""Letters from before Unicode: of fonts, and of bytes that do not say how they were written."""

import pytest

from documents.charsets import as_pasted, text_of
from documents.legacyfonts import decoder_of, tcvn3, vni
from tests.documents.legacy import cp1258, tcvn3_signs, vni_signs

SMALL = (
    "ủy ban nhân dân huyện kính gửi các xã: đường giao thông, trường học, bưu điện, ngã ba, kỹ sư,"
    " quỹ, nghỉ lễ, vĩ tuyến, hẹn, thể thao, kẽm, ổn định, lỗi, cỡ, lạnh, ấm, ẩm, lẫn, ắc, hẳn, ẵm,"
    " tặng, thuế, ướt, thủy, lũ, bướm, sữa, ngọc, vỏ, hòm, hõm, mờ, thở, mợ, mỵ, ỳ, ỷ, ý, ỉ, ì"
)


def test_reads_every_letter_of_the_old_fonts() -> None:
    assert tcvn3(tcvn3_signs(SMALL)) == SMALL
    assert vni(vni_signs(SMALL)) == SMALL
    assert {as_pasted(one) for one in (SMALL, tcvn3_signs(SMALL), vni_signs(SMALL))} == {SMALL}
    assert as_pasted("phòng họp, ô tô") == "phòng họp, ô tô"


@pytest.mark.parametrize(
    ("signs", "letters"),
    [("Uñy ban", "Ủy ban"), ("Uû ban", "Uỷ ban"), ("LU¢Ët", "LUẬt"), ("LƯƠợng", "LƯỢng")],
)
def test_a_capital_and_a_small_letter_with_a_tone_are_one_capital(signs: str, letters: str) -> None:
    assert tcvn3(signs) == letters


def test_the_name_of_a_font_says_how_it_is_read() -> None:
    capital, small, other = decoder_of(".VnTimeH"), decoder_of(" .vntime"), decoder_of("VNI-Times")
    assert capital is not None
    assert small is not None
    assert other is not None
    assert (capital("quyÕt ®Þnh"), small("quyÕt"), other("quyeát")) == (
        "QUYẾT ĐỊNH",
        "quyết",
        "quyết",
    )
    assert decoder_of("Times New Roman") is None
    assert decoder_of("Vni") is None


WRITTEN = {
    "UTF-8": SMALL.encode(),
    "UTF-8 with its mark": SMALL.encode("utf-8-sig"),
    "UTF-16": SMALL.encode("utf-16"),
    "UTF-16 without its mark": SMALL.encode("utf-16-be"),
    "Windows-1258": cp1258(SMALL),
    "TCVN3": tcvn3_signs(SMALL).encode("cp1252"),
    "VNI": vni_signs(SMALL).encode("cp1252"),
}


@pytest.mark.parametrize("writing", WRITTEN)
def test_reads_text_that_does_not_say_how_it_was_written(writing: str) -> None:
    assert text_of(WRITTEN[writing]) == SMALL
