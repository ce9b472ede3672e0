"""What is said of files, and how a printed page reads as text."""

from app.files.rules import file_problem, flowing


def test_sizes_of_files_are_said_in_megabytes() -> None:
    message = "“%(name)s” is larger than %(limit)s bytes."
    problem = file_problem(message, {"name": "a.pdf", "limit": 50 * 1024**2})
    assert str(problem) == "“a.pdf” is larger than 50 MB."
    assert problem.field == "files"


PRINTED = """Số: 3615/STP-PBGDPL
V/v triển khai thực hiện phòng,
chống dịch sốt xuất huyết
Hà Sơn, ngày 27 tháng 11 năm 2026
Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh và chương trình công tác năm
2026, Sở đề nghị các huyện thực hiện các nội dung sau:
1. Rà soát, đánh giá đúng thực trạng triển khai thực hiện theo lời của Sở
Tư pháp trên địa bàn huyện;
2. Báo cáo về Sở trước ngày 08/12/2026 để
tổng hợp./.
- Lưu: VT.
"""


def test_printed_lines_flow_together_where_the_sentence_goes_on():
    assert flowing(PRINTED).split("\n") == [
        "Số: 3615/STP-PBGDPL",
        "V/v triển khai thực hiện phòng, chống dịch sốt xuất huyết",
        "Hà Sơn, ngày 27 tháng 11 năm 2026",
        "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh và chương trình công tác năm"
        " 2026, Sở đề nghị các huyện thực hiện các nội dung sau:",
        "1. Rà soát, đánh giá đúng thực trạng triển khai thực hiện theo lời của Sở"
        " Tư pháp trên địa bàn huyện;",
        "2. Báo cáo về Sở trước ngày 08/12/2026 để tổng hợp./.",
        "- Lưu: VT.",
    ]
    assert flowing(" \n\n") == ""


def test_the_cells_of_a_row_stay_apart_and_no_row_goes_on_in_the_next() -> None:
    rows = "Biểu 1\nSTT\tHọ và tên\tđịa  chỉ\n1\tnguyễn văn a\txã"
    assert flowing(rows) == "Biểu 1\nSTT | Họ và tên | địa chỉ\n1 | nguyễn văn a | xã"
