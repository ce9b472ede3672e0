"""The day a letter asks for an answer by."""

import time
from datetime import date

import pytest

from documents.asked_day import BODY_CHARS, read_asked_day

WRITTEN = date(2026, 11, 24)

ASKING = {
    "Báo cáo kết quả về Sở trước ngày 11/12/2026 để tổng hợp.": (
        date(2026, 12, 11),
        "trước ngày 11/12/2026",
    ),
    "gửi về Phòng Nội vụ chậm nhất ngày 05 tháng 12 năm 2026./.": (
        date(2026, 12, 5),
        "chậm nhất ngày 05 tháng 12 năm 2026",
    ),
    "Văn bản góp ý gửi trước 17 giờ 00 ngày 30/11/2026.": (
        date(2026, 11, 30),
        "trước 17 giờ 00 ngày 30/11/2026",
    ),
    "đề nghị báo cáo trước 17h00, thứ Sáu, ngày 4/12/2026": (
        date(2026, 12, 4),
        "trước 17h00, thứ Sáu, ngày 4/12/2026",
    ),
    "Danh sách gửi về Văn phòng\nmuộn nhất là ngày 01/12.": (
        date(2026, 12, 1),
        "muộn nhất là ngày 01/12",
    ),
    "Ý kiến tham gia gửi trước ngày 10/01 để tổng hợp.": (date(2027, 1, 10), "trước ngày 10/01"),
    "Trả lời trước ngày 10.12.2026.": (date(2026, 12, 10), "trước ngày 10.12.2026"),
    "Hồ sơ phát sinh trước ngày 01/10/2026. Cung cấp số liệu đến hết ngày 15/12/2026": (
        date(2026, 12, 15),
        "đến hết ngày 15/12/2026",
    ),
}

NOT_ASKING = [
    "",
    "Báo cáo gửi Bộ Nội vụ trước ngày 15 tháng 12 hằng năm.",
    "Báo cáo năm gửi trước ngày 31/12 hàng năm",
    "Quyết định này có hiệu lực đến hết ngày 28 tháng 02 năm 2027.",
    "Số liệu báo cáo tính từ ngày 15/12/2025 đến ngày 14/12/2026",
    "Gửi báo cáo trước ngày 31/02/2027.",
    "Gửi lại phiếu đã lập trước ngày 01/10/2026.",
    "Gửi báo cáo trước ngày 30/6/2030.",
    "Nhận được Công văn số 12/UBND-VP ngày 05/12/2026, đề nghị báo cáo ngay.",
    "Gửi báo cáo. Các xã hoàn thành trước ngày 11/12/2026.",
]


@pytest.mark.parametrize("text", sorted(ASKING))
def test_the_day_and_the_words_that_ask(text: str) -> None:
    found = read_asked_day(text, WRITTEN)
    assert found is not None
    assert (found.day, found.words) == ASKING[text]


@pytest.mark.parametrize("text", NOT_ASKING)
def test_what_asks_for_nothing_proposes_nothing(text: str) -> None:
    assert read_asked_day(text, WRITTEN) is None


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\n", "1.", "trước ", "5 giờ ", "ngày "])
@pytest.mark.parametrize("begins", ["báo cáo trước 5 giờ", "báo cáo trước", "hạn cuối", "gửi"])
def test_hostile_text_takes_no_time(blank: str, begins: str) -> None:
    """Runs of whatever a pattern may skip, behind what a deadline begins with."""
    begun = time.process_time()
    read_asked_day(f"gửi {begins}" + blank * BODY_CHARS + "x", WRITTEN)
    assert time.process_time() - begun < 0.5
