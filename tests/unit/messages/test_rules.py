"""What a text message says, how long it is, and to which numbers it can go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messages.rules import (
    MOST_SEGMENTS,
    phone_number,
    phone_problem,
    segments,
    text_problems,
    without_marks,
    written,
)
from app.messages.settings import URGENT_TEXT

TEMPLATE = URGENT_TEXT.default
STORM = {
    "agency": "UBND phường Tân Khê",
    "urgency": "HỎA TỐC",
    "reference": "31/CĐ-UBND",
    "issuer": "UBND tỉnh Hà Sơn",
    "subject": "Công điện về việc ứng phó mưa lớn, nguy cơ lũ quét ven sông Khê",
    "due": " Hạn: 17h00 24/11.",
}


def test_the_message_says_who_what_how_urgent_and_until_when() -> None:
    assert written(TEMPLATE, STORM, accented=False) == (
        "[UBND phuong Tan Khe] HOA TOC: VB 31/CD-UBND cua UBND tinh Ha Son: Cong dien ve viec "
        "ung pho mua lon, nguy co lu quet ven song Khe. Han: 17h00 24/11. "
        "De nghi mo Cong van de xu ly ngay."
    )


def test_marks_are_kept_where_the_office_wants_them() -> None:
    text = written(TEMPLATE, STORM, accented=True)
    assert text.startswith("[UBND phường Tân Khê] HỎA TỐC: VB 31/CĐ-UBND của UBND tỉnh Hà Sơn")
    assert text.endswith("Hạn: 17h00 24/11. Đề nghị mở Công văn để xử lý ngay.")


@given(st.text(max_size=500), st.booleans())
def test_a_message_never_needs_more_than_three_segments(subject: str, accented: bool) -> None:
    whole = written(TEMPLATE, STORM | {"subject": subject}, accented=accented)
    assert segments(whole) <= MOST_SEGMENTS
    assert "Mo Cong van" in whole or "mo Cong van" in without_marks(whole)
    assert segments(written(TEMPLATE, STORM | {"issuer": "ệ" * 2000}, accented=accented)) <= 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ệ" * 70, 1),
        ("ệ" * 71, 2),
        ("", 1),
    ],
)
def test_segments_are_counted_as_carriers_do(text: str, parts: int) -> None:
    assert segments(text) == parts


def test_marks_are_taken_off_composed_and_decomposed_text_alike() -> None:
    assert without_marks("Đề nghị – “xử lý”…") == 'De nghi - "xu ly"...'
    assert without_marks("Đề nghị") == "De nghi"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912345678", "84912345678"),
        ("0912 345 678", "84912345678"),
        ("+84 (912) 345-678", "84912345678"),
        ("84912345678", "84912345678"),
        ("02438251234", None),
        ("0912", None),
        ("", None),
        ("khong co", None),
        ("+1 202 555 0123", None),
    ],
)
def test_only_mobile_numbers_get_messages(written: str, number: str | None) -> None:
    assert phone_number(written) == number
    assert (phone_problem(written) is None) == (number is not None)


def test_a_number_is_refused_for_what_is_wrong_with_it() -> None:
    assert "foreign" in (phone_problem("+1 202 555 0123") or "")
    assert "10 digits" in (phone_problem("0900 000 11") or "")
    assert "no mobile" in (phone_problem("024 3825 1234") or "")


def test_a_text_of_2000_characters_is_refused_and_says_how_long_it_is() -> None:
    (problem,) = text_problems("a" * 2000)
    assert str(problem) == "It takes 14 messages; at most 3 are sent as one."
    assert text_problems("a" * 459) == []
    assert len(text_problems("ệ" * 202)) == 1
