"""The head of a letter, read from its words in whatever order a file gives them."""

from datetime import date

import pytest

from documents.letterhead import Head, read_head

KINDS = ("Công văn", "Quyết định", "Giấy mời", "Nghị quyết")

BESIDE = """UBND TỈNH HÀ SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                 Độc lập - Tự do - Hạnh phúc
_______
Số: 807/SNV - CCHC     Hà Sơn, ngày 05 tháng 11 năm 2026
V/v báo cáo kết quả cải cách
hành chính quý IV
HỎA TỐC
Kính gửi: UBND các huyện, thành phố
Thực hiện Kế hoạch số 12/KH-UBND ngày 02 tháng 01 năm 2026 của UBND tỉnh"""
BELOW = """BỘ Y TẾ
-------
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh Phúc
Quyết định số 55/2025/QĐ-BYT
Hà Nội, ngày 31 tháng 12 năm 2025
QUYẾT ĐỊNH
Về việc ban hành danh mục thuốc
ngày 01 tháng 7 năm 2025
Căn cứ Luật Dược số 105/2016/QH13;"""
CAPITALS = """HỘI ĐỒNG NHÂN DÂN
XÃ TÂN KHÊ
Số: 9/NQ-HĐND
Tân Khê, ngày 31 tháng 02 năm 2026
NGHỊ QUYẾT
VỀ VIỆC THÔNG QUA DỰ TOÁN
NGÂN SÁCH XÃ NĂM 2027
Căn cứ Luật Tổ chức chính quyền địa phương;"""
UNNUMBERED = """ỦY BAN NHÂN DÂN
HUYỆN KHÊ SƠN
Số:      /UBND-VP
Khê Sơn, ngày     tháng 11 năm 2026
GIẤY MỜI
Họp bàn về phòng chống rét
Kính mời: ông Trưởng phòng"""
NO_LETTER = "Hôm qua, ngày 5 tháng 11 năm 2026\nSố tiền 5/7 đã trả.\nVề việc nhà."


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (
            BESIDE,
            Head(
                "807", "SNV-CCHC", date(2026, 11, 5), "Sở Nội vụ", "",
                "V/v báo cáo kết quả cải cách hành chính quý IV", 3,
            ),
        ),
        (
            BELOW,
            Head(
                "55", "2025/QĐ-BYT", date(2025, 12, 31), "Bộ Y tế", "Quyết định",
                "Về việc ban hành danh mục thuốc ngày 01 tháng 7 năm 2025",
            ),
        ),
        (
            CAPITALS,
            Head(
                "9", "NQ-HĐND", None, "Hội đồng nhân dân xã Tân Khê", "Nghị quyết",
                "VỀ VIỆC THÔNG QUA DỰ TOÁN NGÂN SÁCH XÃ NĂM 2027",
            ),
        ),
        (
            UNNUMBERED,
            Head(
                "", "UBND-VP", None, "Ủy ban nhân dân huyện Khê Sơn", "Giấy mời",
                "Họp bàn về phòng chống rét",
            ),
        ),
        ("", Head()),
        ("\x00" * 9000, Head()),
    ],
    ids=("beside", "below", "capitals", "unnumbered", "empty", "noise"),
)  # fmt: skip
def test_what_stands_in_the_head_is_found(text: str, head: Head) -> None:
    assert read_head(text, KINDS) == head


def test_words_that_merely_look_like_a_head_give_neither_number_nor_issuer() -> None:
    head = read_head(NO_LETTER, KINDS)
    assert (head.number, head.symbol, head.issuer, head.kind) == ("", "", "", "")
