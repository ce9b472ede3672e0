"""When two references are the same, and when two documents look alike."""

from dataclasses import replace
from datetime import date

import pytest

from app.correspondence.rules import (
    Likeness,
    Passage,
    corrected_in,
    is_likely_twin,
    is_same_letter,
    issuer_key,
    reference_key,
    reference_of,
    replaced_in,
)

LETTER = Likeness(
    key=reference_key("1947/SXD-HTĐT"),
    issuer="Sở Xây dựng tỉnh Hà Sơn",
    issued_on=date(2026, 11, 19),
    subject="V/v rà soát hiện trạng hệ thống thoát nước đô thị",
)


@pytest.mark.parametrize(
    "written",
    [
        "807/UBND-VX",
        " 0807 / ubnd - vx ",
        "807/UBND–VX",
        "807/UВND-VХ",  # Cyrillic В and Х
        "00807/Ubnd-Vx",
    ],
)
def test_a_reference_is_the_same_however_it_is_typed(written: str) -> None:
    assert reference_key(written) == "807/UBND-VX"


@pytest.mark.parametrize("other", ["808/UBND-VX", "807/UBND-VP", "807/UBNĐ-VX", "8070/UBND-VX"])
def test_other_references_stay_others(other: str) -> None:
    assert reference_key(other) != "807/UBND-VX"


def test_references_are_written_as_the_decree_says() -> None:
    assert reference_of(5, "QĐ", "UBND", "VX") == "05/QĐ-UBND"
    assert reference_of(807, None, "UBND", "VX") == "807/UBND-VX"
    assert reference_of(12, None, "UBND", "") == "12/UBND"


def test_an_issuer_is_the_same_with_and_without_abbreviation() -> None:
    assert issuer_key("Ủy ban nhân dân  tỉnh Hà Sơn") == issuer_key("UBND tỉnh Hà Sơn")
    assert issuer_key("HĐND, xã A") == issuer_key("Hội đồng nhân dân xã A")


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (LETTER, True),
        (replace(LETTER, issuer="Sở Xây dựng"), True),
        (replace(LETTER, issuer="SỞ XÂY DỰNG TỈNH HÀ SƠN", issued_on=None), True),
        # Numbers restart each year.
        (replace(LETTER, issued_on=date(2025, 11, 19)), False),
        # Agencies of one kind share their symbols.
        (replace(LETTER, issuer="Sở Xây dựng tỉnh Bắc Khê", subject="V/v tuyển dụng"), False),
        (replace(LETTER, issuer="Văn phòng UBND tỉnh"), False),
        (replace(LETTER, key="1948/SXD-HTĐT"), False),
    ],
)
def test_a_likely_twin_shares_reference_and_issuer_in_a_year(
    known: Likeness, expected: bool
) -> None:
    assert is_likely_twin(LETTER, known) is expected


def test_communes_that_answer_one_question_on_one_day_stop_nobody() -> None:
    """Each with its own number 01; that one may be the other under a slip of the hand is said."""
    one = Likeness("1/UBND", "UBND xã Hữu Lũng", date(2026, 11, 30), "V/v báo cáo thiết chế")
    other = replace(one, issuer="UBND xã Phú Lâm")
    assert not is_likely_twin(other, one)
    assert is_same_letter(other, one)
    assert not is_same_letter(other, replace(one, subject="V/v tuyển dụng viên chức"))


def test_letters_without_a_number_are_told_by_issuer_day_and_subject() -> None:
    one = Likeness("", "Ông Lý Văn A", date(2026, 11, 2), "Đơn đề nghị gia hạn thuê ki-ốt")
    assert is_likely_twin(one, replace(one, subject="Don de nghi gia han thue ki-ot"))
    assert not is_likely_twin(one, replace(one, issued_on=date(2026, 11, 3)))
    assert not is_likely_twin(one, replace(one, subject="Đơn xin xác nhận hộ nghèo"))


def test_no_reference_is_too_long_to_compare() -> None:
    assert reference_key("0" * 9_000 + "7/QÐ-UBND") == "7/QĐ-UBND"
    assert reference_key("000/A") == "0/A"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "1. Tại dòng 3, trang 2\n đã in:\n“A b”. Nay sửa lại là: “A c”.",
            ("dòng 3, trang 2", "A b", "A c"),
        ),
        ('Đã ghi là "năm 2025", nay xin đính chính thành "năm 2026"', ("", "năm 2025", "năm 2026")),
        (Passage("Điều 1", "x", "y").written(), ("Điều 1", "x", "y")),
        ("Tại cuộc họp, đã nêu “ý kiến”; các nội dung khác giữ nguyên “như cũ”.", None),
        ("đã in " + " " * 50_000 + "“" * 50_000, None),
        ("tại " * 50_000, None),
    ],
    ids=["wrapped", "straight marks", "our own", "no correction", "spaces", "places"],
)
def test_a_letter_says_what_was_printed_and_what_is_to_be_read(
    text: str, said: tuple[str, str, str] | None
) -> None:
    found = corrected_in(text)
    assert [(one.place, one.wrong, one.right) for one in found] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Công văn này thay thế Công văn số 012/SNV-VP ngày 03/11/2026.", ["12/SNV-VP"]),
        (
            "Căn cứ 30/2020/NĐ-CP; Điều 3. Bãi bỏ Quyết định số 5/QĐ-UBND và\nQuyết định số "
            "6/QĐ-UBND.\n\nThực hiện theo 7/QĐ-UBND.",
            ["5/QĐ-UBND", "6/QĐ-UBND"],
        ),
        ("Quyết định số 5/QĐ-UBND hết hiệu lực từ ngày 1/12/2026.", ["5/QĐ-UBND"]),
        ("Công văn số 5/SNV được thay thế bằng công văn này.", ["5/SNV"]),
        ("Công văn này được thay thế bằng Công văn số 9/SNV.", []),
        ("Trả lời Công văn số 12/SNV-VP về việc thay thế thiết bị.", []),
        ("Thay thế 3 máy tính. Theo Công văn số 12/SNV-VP.", []),
    ],
)
def test_what_a_text_says_that_it_replaces(text: str, replaced: list[str]) -> None:
    found = replaced_in(text)
    assert sorted(found) == replaced
    for sentence in found.values():
        assert " ".join(sentence.split()) in " ".join(text.split())
