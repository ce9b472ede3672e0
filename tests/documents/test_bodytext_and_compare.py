"""Structure read out of typed text, and what changed between two versions."""

from pathlib import Path

import pytest

from documents.drafting import (
    BlockKind,
    Change,
    ChangeKind,
    Piece,
    compare,
    parse_body,
)
from documents.settling import paragraphs_of
from documents.wordml import UnreadableDocx
from tests.documents.document_files import docx_bytes


def parsed(text: str) -> list[tuple[str, str, str, str]]:
    return [(b.kind.value, b.label, b.title, b.text) for b in parse_body(text)]


def test_reads_every_division() -> None:
    assert parsed(
        """
        Chương I
        QUY ĐỊNH CHUNG
        Mục 2. TỔ CHỨC
        II. NHIỆM VỤ
        Điều 1. Phạm vi điều chỉnh
        1. Khoản có nội dung.
        2. Khoản có tiêu đề
        a)   Điểm a;
        đ) Điểm đ.
        Đoạn văn thường.
        """
    ) == [
        ("division", "Chương I", "QUY ĐỊNH CHUNG", ""),
        ("division", "Mục 2", "TỔ CHỨC", ""),
        ("heading", "II.", "NHIỆM VỤ", ""),
        ("article", "Điều 1.", "Phạm vi điều chỉnh", ""),
        ("clause", "1.", "", "Khoản có nội dung."),
        ("clause", "2.", "Khoản có tiêu đề", ""),
        ("point", "a)", "", "Điểm a;"),
        ("point", "đ)", "", "Điểm đ."),
        ("paragraph", "", "", "Đoạn văn thường."),
    ]


def test_a_sentence_is_no_title() -> None:
    assert parsed("Điều 1. Thành lập Tổ công tác.\n1. Tổ trưởng")[0][2:] == (
        "",
        "Thành lập Tổ công tác.",
    )
    assert parse_body("Điều 4. Hiệu lực thi hành")[0].text == "Hiệu lực thi hành"


@pytest.mark.parametrize(
    "typed",
    [
        "STT | Xã |  Số  hộ\n1 | Tân Khê | 12\n2 | Phú Lâm |",
        "| STT | Xã | Số hộ |\n|---|:---|---:|\n| 1 | Tân Khê | 12 |\n| 2 | Phú Lâm |  |",
        "STT\tXã\tSố hộ\n1\tTân Khê\t12\n2\tPhú Lâm\t",
    ],
)
def test_lines_of_cells_are_a_table(typed: str) -> None:
    before, table, after = parse_body(f"1. Kết quả\n{typed}\nTrân trọng./.")
    assert table.kind is BlockKind.TABLE
    assert table.rows == (("STT", "Xã", "Số hộ"), ("1", "Tân Khê", "12"), ("2", "Phú Lâm", ""))
    assert (before.title, after.text) == ("Kết quả", "Trân trọng./.")


@pytest.mark.parametrize(
    "typed", ["Chọn A | B.", "1.\tMột.\n2.\tHai.", "Một đoạn.\nChọn A | B.\nĐoạn nữa."]
)
def test_a_stroke_or_a_tab_alone_makes_no_table(typed: str) -> None:
    assert BlockKind.TABLE not in {block.kind for block in parse_body(typed)}


def test_more_columns_than_a_page_holds_are_plain_lines() -> None:
    row = " | ".join(str(number) for number in range(21))
    assert [block.kind for block in parse_body(f"{row}\n{row}")] == [BlockKind.PARAGRAPH] * 2


def test_a_number_with_its_tab_ends_a_table() -> None:
    assert len(parse_body("A | B\nC | D\n2.\tĐề nghị.")) == 2


@pytest.mark.parametrize("text", ["", "  \n\n ", "\t"])
def test_reads_nothing_from_nothing(text: str) -> None:
    assert parse_body(text) == ()


@pytest.mark.parametrize("text", ["1.000 đồng", "05 ngày", "Điều này", "abc) x", "I am"])
def test_numbers_in_a_sentence_are_no_structure(text: str) -> None:
    assert parse_body(text)[0].kind is BlockKind.PARAGRAPH


def test_compares_words_inside_a_changed_paragraph() -> None:
    assert compare(
        ["Giữ nguyên.", "Thời hạn 10 ngày làm việc."], ["Giữ nguyên.", "Thời hạn 15 ngày làm việc."]
    ) == [
        Change(ChangeKind.SAME, (Piece(ChangeKind.SAME, "Giữ nguyên."),)),
        Change(
            ChangeKind.CHANGED,
            (
                Piece(ChangeKind.SAME, "Thời hạn "),
                Piece(ChangeKind.DELETED, "10"),
                Piece(ChangeKind.INSERTED, "15"),
                Piece(ChangeKind.SAME, " ngày làm việc."),
            ),
        ),
    ]


def test_compares_paragraphs_put_in_and_taken_out() -> None:
    old = ["Điều một giữ nguyên", "Hoàn toàn khác hẳn", "Cuối cùng"]
    new = ["Mới thêm vào đầu", "Điều một giữ nguyên", "Cuối cùng"]
    assert [(change.kind, change.pieces[0].text) for change in compare(old, new)] == [
        (ChangeKind.INSERTED, "Mới thêm vào đầu"),
        (ChangeKind.SAME, "Điều một giữ nguyên"),
        (ChangeKind.DELETED, "Hoàn toàn khác hẳn"),
        (ChangeKind.SAME, "Cuối cùng"),
    ]


@pytest.mark.parametrize(
    ("old", "new"), [([], []), ([], ["a"]), (["a"], []), (["a b", "c"], ["a c", "d e"])]
)
def test_a_comparison_holds_both_texts(old: list[str], new: list[str]) -> None:
    changes = compare(old, new)
    for text, left_out in ((old, ChangeKind.INSERTED), (new, ChangeKind.DELETED)):
        kept = [
            "".join(p.text for p in c.pieces if p.kind is not left_out)
            for c in changes
            if c.kind is not left_out
        ]
        assert kept == text


def test_reads_the_paragraphs_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(docx_bytes("Kính gửi: Sở Nội vụ", "", "Nội dung"))
    assert paragraphs_of(path) == ["Kính gửi: Sở Nội vụ", "Nội dung"]
    path.write_bytes(b"no document")
    with pytest.raises(UnreadableDocx):
        paragraphs_of(path)


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("A.\nPhụ lục\nDanh sách thôn\nB.", [("Phụ lục", "Danh sách thôn")]),
        (
            "A.\nPHỤ LỤC SỐ 2: DANH SÁCH\nTHÔN\n(Kèm theo Quyết định số …)\nB.",
            [("Phụ lục 2", "DANH SÁCH THÔN")],
        ),
        ("A.\nPhụ lục I\n1. B.\nPhụ lục II", [("Phụ lục I", ""), ("Phụ lục II", "")]),
        ("Phụ lục I kèm theo Quyết định này.\nPhụ lục II: danh sách;", []),
        ("Phụ lục này có 3 trang.", []),
    ],
)
def test_appendices_are_told_from_sentences(text: str, heads: list[tuple[str, str]]) -> None:
    found = [block for block in parse_body(text) if block.kind is BlockKind.APPENDIX]
    assert [(block.label, block.title) for block in found] == heads


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("Căn cứ Luật A;\nCăn cứ B;\nTheo đề nghị của C.\nĐiều 1. X", 3),
        ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ.\nX.", 1),
        ("Căn cứ Kế hoạch số 5, Ủy ban nhân dân xã đề nghị các đơn vị thực hiện.", 0),
        ("Căn cứ Công văn số 12 của tỉnh, Ủy ban báo cáo như sau:\nX.", 0),
        ("Theo báo cáo của thôn thì có 5 hộ.", 0),
        ("I. MỤC ĐÍCH\nCăn cứ Luật A;", 0),
    ],
)
def test_legal_bases_are_told_from_sentences(text: str, bases: int) -> None:
    assert sum(block.kind is BlockKind.BASIS for block in parse_body(text)) == bases
