"""Letters measured against Decree 30/2020, in the file and on the printed page."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.drafting import (
    LETTER_TYPES,
    RULES,
    Letter,
    Parts,
    Urgency,
    compose,
    paragraph,
    parse_body,
)
from documents.drafting.metrics import BOLD, width_mm
from documents.drafting.rules import TEXT_WIDTH_MM, TURNED_WIDTH_MM
from documents.errors import EngineError
from documents.settling import paragraphs_of
from documents.wordml import paragraph_text, paragraphs
from tests.documents.document_files import docx_bytes
from tests.documents.letters import (
    DECISION,
    INVITATION,
    LETTERS,
    NOTICE,
    OFFICIAL_LETTER,
    PLAN,
    PROPOSAL,
    REPORT,
)
from tests.sandboxing import sandbox


def opened(letter: Letter) -> Any:
    return docx.Document(io.BytesIO(compose(letter)))


def in_mm(*lengths: int | None) -> list[float]:
    """Round to a tenth of a millimetre, for Word counts in twentieths of a point."""
    return [round((length or 0) / Mm(1), 1) for length in lengths]


def texts(letter: Letter) -> list[str]:
    body = opened(letter).element.body
    return [text for p in paragraphs(body) if (text := paragraph_text(p).strip())]


def find(document: Any, start: str) -> Any:
    """Give the paragraph that starts so, wherever it stands."""
    for element in paragraphs(document.element.body):
        if paragraph_text(element).startswith(start):
            return Paragraph(element, document._body)
    raise AssertionError(f"no paragraph starts with {start!r}")


def first_run(document: Any, start: str) -> Any:
    return Run(next(find(document, start)._p.iter(qn("w:r"))), document._body)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.type_code)
def test_page_and_typeface(letter: Letter) -> None:
    document = opened(letter)
    section = document.sections[0]
    assert in_mm(section.page_width, section.page_height) == [210, 297]
    assert in_mm(section.top_margin, section.bottom_margin) == [20, 20]
    assert in_mm(section.left_margin, section.right_margin) == [30, 15]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    number = section.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "".join(node.text for node in number._p.iter(qn("w:instrText"))).strip() == "PAGE"
    assert Mm(5) < section.header_distance < section.top_margin
    fonts = list(document.element.iter(qn("w:rFonts")))
    fonts += document.styles.element.findall(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    fonts += document.styles["Normal"].element.iter(qn("w:rFonts"))
    for font in fonts:
        for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
            assert font.get(qn(f"w:{slot}")) == "Times New Roman"
        assert not [name for name in font.attrib if "heme" in name]
    for run in document.element.iter(qn("w:r")):
        assert 11 <= int(run.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val"))) / 2 <= 14


HEAD = ["ỦY BAN NHÂN DÂN\nXÃ TÂN PHÚ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
HEAD += ["Độc lập - Tự do - Hạnh phúc"]
BLANK_DATE = "Tân Phú, ngày    tháng    năm 2026"
TAIL = [
    "- Lưu: VT, VP.",
    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "Nguyễn Thị Hồng Nhung",
]


def test_decision_in_order() -> None:
    assert texts(DECISION) == [
        *HEAD,
        "Số:      /QĐ-UBND",
        BLANK_DATE,
        "QUYẾT ĐỊNH",
        "Về việc thành lập Tổ công tác\ncải cách hành chính giai đoạn 2026 - 2030",
        "ỦY BAN NHÂN DÂN XÃ TÂN PHÚ",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;",
        "Theo đề nghị của Chánh Văn phòng.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Thành lập Tổ công tác cải cách hành chính.",
        "Điều 2. Nhiệm vụ của Tổ công tác",
        "1. Tham mưu xây dựng kế hoạch.",
        "a) Kế hoạch năm;",
        "b) Kế hoạch quý.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.",
        "Nơi nhận:",
        "- Như Điều 3;",
        "- UBND tỉnh;",
        *TAIL,
    ]


@pytest.mark.parametrize(
    ("body", "recipients", "first"),
    [
        ("Điều 1. A\nĐiều 2. Văn phòng chịu trách nhiệm thi hành.", (), "- Như Điều 2;"),
        ("Điều 1. Thi hành\nĐiều 2. Hiệu lực.", ("Sở Nội vụ",), "- Như Điều 1;"),
        ("Điều 1. Các đơn vị thi hành.", ("Như Điều 1", "VP"), "- Như Điều 1;"),
        ("Điều 1. A.", ("Sở Nội vụ",), "- Sở Nội vụ;"),
    ],
)
def test_a_decision_is_received_by_who_carries_it_out(
    body: str, recipients: tuple[str, ...], first: str
) -> None:
    found = texts(replace(DECISION, body=parse_body(body), recipients=recipients))
    lines = found[found.index("Nơi nhận:") + 1 :]
    assert lines[0] == first
    assert sum(line.startswith("- Như ") for line in lines) <= 1


def test_official_letter_in_order() -> None:
    assert texts(OFFICIAL_LETTER) == [
        "UBND TỈNH ĐỒNG NAI",
        *HEAD,
        "Số: 07/UBND-VP",
        "V/v tăng cường\nphòng, chống cháy nổ",
        "HỎA TỐC",
        "Tân Phú, ngày 05 tháng 02 năm 2026",
        "Kính gửi:",
        "- Công an xã;",
        "- Ban Chỉ huy Quân sự xã;",
        "- Các ấp.",
        "Ủy ban nhân dân xã yêu cầu các đơn vị triển khai thực hiện./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Chủ tịch, các PCT UBND xã;",
        "- Lưu: VT, VP. NVA.(15)",
        *TAIL[1:],
    ]


TITLES = {
    "TB": ["THÔNG BÁO", "Về việc nghỉ Tết Nguyên đán năm 2027", "Ủy ban nhân dân xã thông báo"],
    "BC": [
        "BÁO CÁO",
        "Kết quả giải quyết thủ tục hành chính quý IV năm 2026",
        "Kính gửi: Ủy ban nhân dân tỉnh Đồng Nai",
        "Phần I",
        "KẾT QUẢ ĐẠT ĐƯỢC",
    ],
    "TTr": ["TỜ TRÌNH", "Phê duyệt dự toán sửa chữa đường liên ấp", "Kính gửi: "],
    "KH": ["KẾ HOẠCH", "Chuyển đổi số năm 2027", "I. MỤC ĐÍCH", "1. Nâng cao", "II. TỔ CHỨC"],
    "GM": [
        "GIẤY MỜI",
        "Họp giao ban tháng 12 năm 2026",
        "Ủy ban nhân dân xã trân trọng kính mời: các Trưởng ấp",
        "Tới dự: ",
        "Chủ trì: ",
        "Thời gian: ",
        "Địa điểm: Phòng họp số 1./.",
    ],
}


@pytest.mark.parametrize(
    "letter", [NOTICE, REPORT, PROPOSAL, PLAN, INVITATION], ids=lambda letter: letter.type_code
)
def test_titled_letters_in_order(letter: Letter) -> None:
    found = texts(letter)
    assert found[:5] == [*HEAD, f"Số:      /{letter.symbol}", BLANK_DATE]
    for text, start in zip(found[5:], TITLES[letter.type_code], strict=False):
        assert text.startswith(start)
    assert found[-3:] == TAIL
    last_of_text = found[found.index("Nơi nhận:") - 1]
    assert last_of_text.endswith("./.")
    assert not last_of_text.endswith("../.")


def test_every_rule_prints_a_size_that_the_law_allows() -> None:
    assert {rule.cell for rule in RULES} >= {"1", "2", "3", "4", "5a", "5b", "6", "7a", "7b"}
    for rule in RULES:
        assert rule.least_pt <= rule.compact_pt <= rule.large_pt <= rule.most_pt, rule


STYLES = [  # start of the text; size in points; bold; italic
    ("UBND TỈNH ĐỒNG NAI", 13, False, False),
    ("ỦY BAN NHÂN DÂN\nXÃ", 13, True, False),
    ("CỘNG HÒA", 13, True, False),
    ("Độc lập", 14, True, False),
    ("Số:", 13, False, False),
    ("Tân Phú, ngày", 14, False, True),
    ("V/v", 13, False, False),
    ("HỎA TỐC", 13, True, False),
    ("Kính gửi:", 14, False, False),
    ("Ủy ban nhân dân xã yêu cầu", 14, False, False),
    ("Nơi nhận:", 12, True, True),
    ("- Lưu:", 11, False, False),
    ("TM.", 14, True, False),
    ("Nguyễn Thị", 14, True, False),
]


@pytest.mark.parametrize(("start", "size", "bold", "italic"), STYLES)
def test_styles_of_an_official_letter(start: str, size: int, bold: bool, italic: bool) -> None:
    run = first_run(opened(OFFICIAL_LETTER), start)
    assert (run.font.size.pt, bool(run.bold), bool(run.italic)) == (size, bold, italic)


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("QUYẾT ĐỊNH", 14, True, False),
        ("Về việc", 14, True, False),
        ("Căn cứ", 14, False, True),
        ("Điều 1.", 14, True, False),
        ("1. Tham mưu", 14, False, False),
        ("a) ", 14, False, False),
    ],
)
def test_styles_of_a_decision(start: str, size: int, bold: bool, italic: bool) -> None:
    run = first_run(opened(DECISION), start)
    assert (run.font.size.pt, bool(run.bold), bool(run.italic)) == (size, bold, italic)


def test_running_text_is_justified_and_indented() -> None:
    document = opened(DECISION)
    for start in ("Căn cứ Luật", "Điều 1.", "1. Tham", "a) "):
        layout = find(document, start).paragraph_format
        assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
        assert Mm(10) <= layout.first_line_indent <= Mm(12.71)
        assert layout.space_after.pt >= 6
    words = find(document, "Điều 1.").runs
    assert [bool(run.bold) for run in words] == [True, False]
    assert 1 <= document.styles["Normal"].paragraph_format.line_spacing <= 1.5


def line_lengths_mm(document: Any) -> list[float]:
    """Measure the drawn lines: the room they stand in less their indents."""
    lengths = []
    for border in document.element.body.iter(qn("w:pBdr")):
        line = Paragraph(border.getparent().getparent(), document._body)
        cell = next(line._p.iterancestors(qn("w:tc")), None)
        room = Mm(165) if cell is None else _Cell(cell, document._body).width
        layout = line.paragraph_format
        lengths.append((room - layout.left_indent - layout.right_indent) / Mm(1))
        assert layout.left_indent == layout.right_indent
    return lengths


def test_lines_are_drawn_to_measure() -> None:
    agency, nation, title = line_lengths_mm(opened(replace(DECISION, subject="Ban hành Quy chế")))
    for length, text in ((agency, "XÃ TÂN PHÚ"), (title, "Ban hành Quy chế")):
        assert 1 / 3 <= length / width_mm(text, 14 if length == title else 13, BOLD) <= 1 / 2
    assert nation == pytest.approx(width_mm("Độc lập - Tự do - Hạnh phúc", 14, BOLD), abs=0.5)
    assert not list(opened(DECISION).element.iter(qn("w:u")))


TABLE_TEXT = """Kết quả như sau:
STT | Xã | Nội dung đã thực hiện và kiến nghị với Ủy ban nhân dân huyện | Số hộ
1 | Tân Khê | Đã rà soát toàn bộ các thôn, bản; đề nghị bổ sung kinh phí năm 2027 | 1.204
2 | Phú Lâm | Đang rà soát | 87
Trân trọng."""


def grid_of(body: str) -> Any:
    """The table that stands in the text, between the head and the closing."""
    return opened(replace(REPORT, body=parse_body(body))).tables[1]


def test_a_table_in_the_text_is_ruled_off_and_repeats_its_head() -> None:
    table = grid_of(TABLE_TEXT)
    assert [cell.text for cell in table.rows[2].cells] == ["2", "Phú Lâm", "Đang rà soát", "87"]
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert {side.tag for side in borders} >= {qn("w:insideH"), qn("w:insideV"), qn("w:top")}
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    head, number = (table.rows[i].cells[3].paragraphs[0] for i in (0, 1))
    assert (head.runs[0].bold, head.alignment) == (True, WD_ALIGN_PARAGRAPH.CENTER)
    assert (number.runs[0].bold, number.alignment) == (False, WD_ALIGN_PARAGRAPH.RIGHT)
    assert table.rows[1].cells[0].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER


def test_columns_fill_the_text_by_what_they_hold() -> None:
    widths = in_mm(*(column.width for column in grid_of(TABLE_TEXT).columns))
    assert round(sum(widths)) == TEXT_WIDTH_MM
    assert widths[2] > widths[1] > widths[0]
    crowded = " | ".join(["Nghiêngngả"] * 14)
    widths = in_mm(*(column.width for column in grid_of(f"{crowded}\n{crowded}").columns))
    assert round(sum(widths)) == TURNED_WIDTH_MM


def test_a_table_at_the_end_stays_with_the_signature() -> None:
    table = grid_of("Kết quả:\nA | B\nC | D")
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True, True]


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ("Kết quả như sau:", "Kết quả như sau:"),
        ("1. Kết quả như sau:", "1. Kết quả như sau:"),
        ("Đề nghị báo cáo trước ngày 15;", "Đề nghị báo cáo trước ngày 15./."),
        ("Kết quả:\nA | B\nC | D\nTrân trọng.", "Trân trọng./."),
        ("Kết quả:\nA | B\nC | D", "D"),
    ],
)
def test_the_final_mark_closes_a_sentence_and_nothing_else(body: str, last: str) -> None:
    found = texts(replace(REPORT, body=parse_body(body)))
    assert found[found.index("Nơi nhận:") - 1] == last
    assert sum("./." in text for text in found) == last.count("./.")


@pytest.mark.parametrize("urgency", Urgency)
def test_urgency_mark_has_the_frame_of_the_law(urgency: Urgency) -> None:
    document = opened(replace(NOTICE, urgency=urgency))
    frame = next(
        t for t in document.element.body.iter(qn("w:tbl")) if t.getparent().tag == qn("w:tc")
    )
    table = Table(frame, document._body)
    sizes = {Urgency.URGENT: 20, Urgency.VERY_URGENT: 40, Urgency.EXPRESS: 30}
    assert in_mm(table.cell(0, 0).width, table.columns[0].width) == [sizes[urgency]] * 2
    assert in_mm(table.rows[0].height) == [8]
    borders = frame.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    assert {border.get(qn("w:color")) for border in borders} == {"FF0000"}
    run = table.cell(0, 0).paragraphs[0].runs[0]
    assert (run.text, run.bold, str(run.font.color.rgb)) == (urgency.value, True, "FF0000")


def test_signature_stands_in_the_right_half() -> None:
    document = opened(DECISION)
    closing = document.tables[-1]
    assert in_mm(*(column.width for column in closing.columns)) == [75, 90]
    assert in_mm(*(cell.width for cell in closing.rows[0].cells)) == [75, 90]
    assert closing._tbl.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert find(document, "Điều 3.").paragraph_format.keep_with_next


def test_dates_and_numbers_are_padded() -> None:
    for day, words in [
        (date(2026, 1, 1), "ngày 01 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ]:
        assert f"Tân Phú, {words}" in texts(replace(NOTICE, day=day))
    for number, words in [("9", "09"), ("10", "10"), ("123", "123"), ("7a", "7a")]:
        assert f"Số: {words}/TB-UBND" in texts(replace(NOTICE, number=number))


@pytest.mark.parametrize(
    ("code", "subject", "words"),
    [
        ("CV", "Góp ý dự thảo", "V/v góp ý dự thảo"),
        ("CV", "V/v góp ý dự thảo", "V/v góp ý dự thảo"),
        ("CV", "Về việc góp ý dự thảo", "V/v góp ý dự thảo"),
        ("CV", "UBND tỉnh họp", "V/v UBND tỉnh họp"),
        ("CV", "Hà Nội họp", "V/v Hà Nội họp"),
        ("QĐ", "Thành lập Tổ công tác", "Về việc thành lập Tổ công tác"),
        ("QĐ", "Ban hành Quy chế", "Ban hành Quy chế"),
        ("QĐ", "về việc nghỉ hưu", "Về việc nghỉ hưu"),
        ("BC", "kết quả quý I", "Kết quả quý I"),
    ],
)
def test_subjects_open_as_their_type_wants(code: str, subject: str, words: str) -> None:
    assert words in " | ".join(texts(replace(NOTICE, type_code=code, subject=subject)))


def test_text_of_strangers_cannot_break_the_document() -> None:
    letter = replace(
        NOTICE, subject="a\x00\x0b<b>&", body=(paragraph("x\ud800\x1f]]>"),), recipients=("\x01",)
    )
    assert "A<b>&" in texts(letter)
    assert "x]]>./." in texts(letter)


def test_unknown_type_is_refused() -> None:
    assert set(LETTER_TYPES) == {"CV", "QĐ", "TB", "BC", "TTr", "KH", "GM", "SY", "TrS", "SL"}
    with pytest.raises(ValueError, match="XX"):
        replace(NOTICE, type_code="XX")


def apart(tmp_path: Path, content: bytes) -> Parts | None:
    path = tmp_path / "signed.docx"
    path.write_bytes(content)
    return sandbox().take_apart(path)


def test_stamping_fills_number_and_date_once(tmp_path: Path) -> None:
    parts = apart(tmp_path, compose(DECISION))
    assert parts is not None
    issued = parts.stamped(number="8", day=date(2027, 1, 3), place="Tân Khê")
    path = tmp_path / "issued.docx"
    path.write_bytes(issued)
    found = paragraphs_of(path)
    assert "Số: 08/QĐ-UBND" in found
    assert "Tân Phú, ngày 03 tháng 01 năm 2027" in found
    blank = texts(DECISION)
    assert [text for text in found if text not in blank] == [found[3], found[4]]
    document = docx.Document(str(path))
    run = first_run(document, "Tân Phú, ngày")
    assert (run.font.size.pt, run.italic) == (14, True)
    assert apart(tmp_path, issued) is None


def test_stamping_fills_the_heads_of_appendices_too(tmp_path: Path) -> None:
    body = "Điều 1. Ban hành phụ lục.\nPhụ lục I\nDANH SÁCH\nA.\nPhụ lục II\nBIỂU\nB."
    parts = apart(tmp_path, compose(replace(DECISION, body=parse_body(body))))
    assert parts is not None
    path = tmp_path / "issued.docx"
    path.write_bytes(parts.stamped(number="8", day=date(2027, 3, 5), place="Tân Khê"))
    found = " ".join(" ".join(paragraphs_of(path)).split())
    head = "(Kèm theo Quyết định số 08/QĐ-UBND ngày 05 tháng 3 năm 2027 của Ủy ban nhân dân xã Tân"
    assert found.count(head) == 2
    ids = [
        node.get(qn("w:val"))
        for node in opened(replace(DECISION, body=parse_body(body))).element.iter(qn("w:id"))
    ]
    assert len(ids) == len(set(ids)) == 6


def test_the_only_appendix_has_no_number_and_its_line_ends_where_words_part() -> None:
    body = parse_body("Điều 1. Ban hành phụ lục.\nPhụ lục III\nDANH SÁCH\nA.")
    agency = (
        "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông và nông nghiệp tỉnh Hà Sơn"
    )
    found = texts(replace(DECISION, agency=agency, body=body, year=2026))
    assert "Phụ lục" in found
    (line,) = (one for one in found if one.startswith("(Kèm theo"))
    number, *issuer = line.split("\n")
    assert number.endswith("/QĐ-UBND ngày    tháng    năm 2026")
    assert issuer == [
        "của Ban Quản lý dự án đầu tư xây dựng các công trình giao thông",
        "và nông nghiệp tỉnh Hà Sơn)",
    ]


def test_stamping_leaves_a_foreign_document_alone(tmp_path: Path) -> None:
    assert apart(tmp_path, docx_bytes("Số:      /QĐ-UBND")) is None
    with pytest.raises(EngineError, match="cannot be read"):
        apart(tmp_path, b"no document")


def test_stamping_needs_both_places(tmp_path: Path) -> None:
    document = opened(DECISION)
    control = next(document.element.body.iter(qn("w:sdt")))
    control.getparent().getparent().remove(control.getparent())
    target = io.BytesIO()
    document.save(target)
    assert apart(tmp_path, target.getvalue()) is None


def test_stamping_keeps_every_other_part(tmp_path: Path) -> None:
    """What is put together is what was signed, but for the two places."""
    signed = compose(DECISION)
    parts = apart(tmp_path, signed)
    assert parts is not None
    with (
        zipfile.ZipFile(io.BytesIO(signed)) as before,
        zipfile.ZipFile(
            io.BytesIO(parts.stamped(number="8", day=date(2027, 1, 3), place="Tân Khê"))
        ) as after,
    ):
        assert after.testzip() is None
        assert set(after.namelist()) == set(before.namelist())
        assert after.namelist()[0] == "[Content_Types].xml"


#: ECMA-376, 17.4.59, 17.6.17 and 17.3.1.26: the orders that Word insists on.
_TABLE = "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook"
_SECTION = "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid"
_PARAGRAPH = "pStyle keepNext keepLines widowControl numPr pBdr spacing ind jc rPr"
ORDER = {"w:tblPr": _TABLE, "w:sectPr": _SECTION, "w:pPr": _PARAGRAPH}


WITH_TABLE = replace(REPORT, body=parse_body(TABLE_TEXT))


@pytest.mark.parametrize(
    "letter", [*LETTERS, WITH_TABLE], ids=[*(letter.type_code for letter in LETTERS), "table"]
)
def test_properties_stand_in_the_order_that_word_reads(letter: Letter) -> None:
    for tag, order in ORDER.items():
        for properties in opened(letter).element.iter(qn(tag)):
            found = [child.tag.rpartition("}")[2] for child in properties]
            assert found == sorted(found, key=order.split().index)


def test_a_long_letter_is_composed_in_the_time_of_its_paragraphs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """python-docx looks through the whole body before each paragraph it adds: ours does not."""
    searched: list[int] = []
    find = BaseOxmlElement.first_child_found_in

    def counting(self: Any, *tags: str) -> Any:
        searched.append(len(self) if self.tag.endswith("}body") else 0)
        return find(self, *tags)

    monkeypatch.setattr(BaseOxmlElement, "first_child_found_in", counting)
    compose(replace(REPORT, body=parse_body("a|b\nc|d\nx\nChương I\nTÊN\n" * 40)))
    assert sum(searched) < 40
