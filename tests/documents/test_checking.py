"""The layout check reads the file: paper, margins, faces, sizes, components, number and date."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm, Pt, RGBColor

from documents.checking.check import check_file
from documents.checking.points import Point
from documents.drafting import Letter, Signature, compose, parse_body
from tests.documents.conftest import MakeFile

SIGNER = "Lưu Đình Thuận"
TEXT = (
    "Ủy ban nhân dân phường Tân Khê báo cáo kết quả rà soát người cao tuổi đủ điều kiện hưởng trợ "
    "cấp hưu trí xã hội trên địa bàn phường."
)
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
Change = Callable[[Any], None]


def letter(type_code: str = "CV", **values: Any) -> Any:
    """A letter as this office lays it out, to be spoilt."""
    given = {"symbol": "UBND-VX" if type_code == "CV" else "BC-UBND", "year": 2026, **values}
    made = Letter(
        type_code=type_code,
        agency="ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ",
        superior="ỦY BAN NHÂN DÂN TỈNH HÀ SƠN",
        place="Tân Khê",
        subject="rà soát trợ cấp hưu trí xã hội",
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), SIGNER),
        body=parse_body(f"{TEXT}\n{TEXT}"),
        addressees=("Sở Y tế",) if type_code == "CV" else (),
        recipients=("Sở Nội vụ",),
        filing_unit="VX",
        **given,
    )
    return docx.Document(io.BytesIO(compose(made)))


def checked(make_file: MakeFile, document: Any, type_name: str = "") -> list[Point]:
    target = io.BytesIO()
    document.save(target)
    return check_file(make_file(target.getvalue()), type_name=type_name, signer=SIGNER)


def wrong(points: list[Point]) -> list[str]:
    return [point.message % point.params for point in points if not point.passed]


def paragraphs(document: Any) -> list[Any]:
    inside = [p for t in document.tables for c in t._cells for p in c.paragraphs]
    return [*document.paragraphs, *inside]


def spoil(words: str, change: Callable[[Any], None]) -> Change:
    """Change every run of the paragraph that begins with these words."""

    def done(document: Any) -> None:
        (found,) = (p for p in paragraphs(document) if p.text.startswith(words))
        for run in found.runs:
            change(run)

    return done


def sized(points: float) -> Callable[[Any], None]:
    return lambda run: setattr(run.font, "size", Pt(points))


def said(old: str, new: str) -> Change:
    def done(document: Any) -> None:
        texts = [node for node in document.element.body.iter(qn("w:t")) if node.text == old]
        assert texts, old
        for node in texts:
            node.text = new

    return done


def dated(words: str, *, italic: bool = True) -> Change:
    """The place of the date, filled in by hand."""

    def done(document: Any) -> None:
        (found,) = (p for p in paragraphs(document) if "tháng" in "".join(p._p.itertext()))
        for child in list(found._p)[1:]:
            found._p.remove(child)
        run = found.add_run(words)
        run.italic, run.font.size, run.font.name = italic, Pt(13), "Times New Roman"

    return done


def in_arial(document: Any) -> None:
    for fonts in document.element.body.iter(qn("w:rFonts")):
        for slot in ("ascii", "hAnsi"):
            fonts.set(qn(f"w:{slot}"), "Arial")


def narrow(document: Any) -> None:
    section = document.sections[0]
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(5))


def letter_paper(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)


def without(words: str) -> Change:
    def done(document: Any) -> None:
        for found in [p for p in paragraphs(document) if p.text.startswith(words)]:
            found._p.getparent().remove(found._p)

    return done


def ragged(document: Any) -> None:
    for found in (p for p in document.paragraphs if p.text.startswith("Ủy ban nhân dân phường")):
        found.alignment = WD_ALIGN_PARAGRAPH.LEFT


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
SPOILT: dict[str, tuple[Change, list[str]]] = {
    "margins of 5 mm": (
        narrow,
        [
            "The top margin is 5 mm; it is 20 to 25 mm.",
            "The bottom margin is 5 mm; it is 20 to 25 mm.",
            "The left margin is 5 mm; it is 30 to 35 mm.",
            "The right margin is 5 mm; it is 15 to 20 mm.",
        ],
    ),
    "American paper": (
        letter_paper,
        ["The paper is 215,9 × 279,4 mm; it is A4, 210 × 297 mm, upright."],
    ),
    "another face": (in_arial, ["Written in Arial; the face is Times New Roman."]),
    "the nation too small": (
        spoil("CỘNG HÒA", sized(11)),
        ["Name of the nation: size 11; it is 12–13."],
    ),
    "the motto not bold": (
        spoil("Độc lập", lambda run: setattr(run, "bold", False)),
        ["Motto: it is bold."],
    ),
    "no motto": (without("Độc lập"), ["Motto: not found in the file."]),
    "a date without zeros": (
        dated("Tân Khê, ngày 5 tháng 1 năm 2026"),
        [
            "The date reads “Tân Khê, ngày 5 tháng 1 năm 2026”; it is “Place, ngày 05 tháng 3 năm "
            "2026”."
        ],
    ),
    "an upright date": (
        dated("Tân Khê, ngày 05 tháng 01 năm 2026", italic=False),
        ["Place and date: it is italic."],
    ),
    "a red subject": (
        spoil("V/v", lambda run: setattr(run.font.color, "rgb", RGBColor(255, 0, 0))),
        ["34 letters are coloured; letters are black."],
    ),
    "a text of 11": (
        spoil("Ủy ban nhân dân phường Tân Khê báo cáo", sized(11)),
        ["The text has the size 11; it is 13 to 14."],
    ),
    "ragged": (ragged, ["2 paragraphs of the text are not justified."]),
    "no receivers": (without("Nơi nhận"), ["Nơi nhận: not found in the file."]),
    "nobody keeps it": (without("- Lưu"), ["Nơi nhận: the last line, “Lưu: VT, …”, is missing."]),
    "a list of 14": (spoil("- Lưu", sized(14)), ["Nơi nhận: the list has the size 11."]),
    "another signer": (
        said(SIGNER, "Trịnh Xuân Quảng"),
        ["Name of the signer: not found in the file."],
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_says_what_the_file_is(make_file: MakeFile, how: str) -> None:
    document = letter()
    if how == "a text of 11":
        document.paragraphs[0]  # the first of the two
        twin = [p for p in document.paragraphs if p.text.startswith("Ủy ban nhân dân phường")][1]
        twin._p.getparent().remove(twin._p)
    change, expected = SPOILT[how]
    change(document)
    assert wrong(checked(make_file, document)) == expected


@pytest.mark.parametrize(
    ("type_code", "name"), [("CV", ""), ("BC", "Báo cáo"), ("TTr", "Tờ trình")]
)
def test_letters_of_this_office_pass(make_file: MakeFile, type_code: str, name: str) -> None:
    points = checked(make_file, letter(type_code), name)
    assert wrong(points) == []
    assert len(points) >= 13
    assert all(point.rule for point in points), "each names its rule"


NUMBERS = {
    "5/UBND-VX": False,
    "05/UBND-VX": True,
    "105/UBND-VX": True,
    "05/ubnd-vx": False,
    "05 / UBND - VX": False,
    "05/2026/QĐ-UBND": True,
    "…/UBND-VX": True,
    "UBND-VX": False,
}


@pytest.mark.parametrize("written", NUMBERS)
def test_the_form_of_a_number(make_file: MakeFile, written: str) -> None:
    document = letter()
    (found,) = (p for p in paragraphs(document) if "".join(p._p.itertext()).startswith("Số"))
    for child in list(found._p)[1:]:
        found._p.remove(child)
    run = found.add_run(f"Số: {written}")
    run.font.size, run.font.name = Pt(13), "Times New Roman"
    told = [one for one in wrong(checked(make_file, document)) if "The number reads" in one]
    assert (told == []) is NUMBERS[written], told


def styled(document: Any) -> None:
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Normal"].font.name = "Arial"


def by_defaults(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    normal = document.styles["Normal"].element
    for properties in (normal.find(qn("w:rPr")),):
        normal.remove(properties)
    defaults.find(qn("w:rFonts")).set(qn("w:ascii"), "Arial")
    for size in defaults.iter(qn("w:sz")):
        size.set(qn("w:val"), "22")


@pytest.mark.parametrize("where", [styled, by_defaults])
def test_what_styles_and_defaults_say_counts(make_file: MakeFile, where: Change) -> None:
    document = letter()
    where(document)
    found = document.add_paragraph(TEXT)
    found.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    points = wrong(checked(make_file, document))
    assert "Written in Arial; the face is Times New Roman." in points
    assert "The text has the size 11; 14; it is 13 to 14." in points


def test_a_bare_text_is_told_what_it_lacks(make_file: MakeFile) -> None:
    document = docx.Document()
    document.add_paragraph("Kính gửi: Sở Y tế")
    told = wrong(checked(make_file, document))
    assert "Name of the nation: not found in the file." in told
    assert "Nơi nhận: not found in the file." in told
    assert not [
        point
        for point in checked(make_file, document)
        if point.passed and "Margins" in point.message
    ]


def test_a_head_without_a_table_is_found_too(make_file: MakeFile) -> None:
    """Who sets the head with tabs or centred lines is not told that it is on the wrong side."""
    document = docx.Document()
    run = document.add_paragraph().add_run(NATION)
    run.bold, run.font.size, run.font.name = True, Pt(13), "Times New Roman"
    passed = [point.message for point in checked(make_file, document) if point.passed]
    assert "Name of the nation" in passed


def in_one_paragraph(*lines: tuple[str, str], align: str = "center") -> str:
    """Lines parted by Shift+Enter; tabs as they are. Each with its style: b, i, and its size."""
    runs = []
    for number, (words, style) in enumerate(lines):
        size, bold, italic = int(style.strip("bi")) * 2, "b" in style, "i" in style
        form = f'{"<w:b/>" * bold}{"<w:i/>" * italic}<w:sz w:val="{size}"/>'
        said = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        end = "<w:br/>" if number < len(lines) - 1 else ""
        runs.append(f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{said}</w:t>{end}</w:r>')
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{"".join(runs)}</w:p>'


LEFT = (("ỦY BAN NHÂN DÂN", "13b"), ("PHƯỜNG TÂN KHÊ", "13b"), ("Số:      /BC-UBND", "13"))
RIGHT = (
    ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "13b"),
    ("Độc lập – Tự do – Hạnh phúc", "14b"),
    ("______________", "13"),
    ("Tân Khê, ngày      tháng 11 năm 2026", "14i"),
)
END = (
    *(("Nơi nhận:", "12bi"), ("- Như trên;", "11"), ("- Lưu: VT, VX.", "11")),
    *(("TM. ỦY BAN NHÂN DÂN", "14b"), ("CHỦ TỊCH", "14b"), (SIGNER, "14b")),
)


def _row(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in cells)}</w:tr></w:tbl>"


def _box(paragraph: str) -> str:
    """As Word keeps a text box: once for itself, once for programs of before."""
    held = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    return (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{held}</mc:Choice>"
        f"<mc:Fallback><w:pict>{held}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _typewritten() -> tuple[str, str]:
    """Without a table: each line holds what stands left and right of it."""
    gap = "\t\t"
    head = (
        ("ỦY BAN NHÂN DÂN", "13b", RIGHT[0]),
        ("PHƯỜNG TÂN KHÊ", "13b", RIGHT[1]),
        ("Số:      /BC-UBND", "13", RIGHT[3]),
    )
    end = (
        ("Nơi nhận:", "12bi", END[3]),
        ("- Như trên;", "11", END[4]),
        ("- Lưu: VT, VX.", "11", END[5]),
    )
    heads, ends = (
        "".join(
            in_one_paragraph((left, style), (gap, "13"), right).replace("<w:br/>", "")
            for left, style, right in rows
        )
        for rows in (head, end)
    )
    return heads, ends


SHAPES = {
    "breaks in cells": (
        _row(in_one_paragraph(*LEFT), in_one_paragraph(*RIGHT)),
        _row(in_one_paragraph(*END[:3], align="left"), in_one_paragraph(*END[3:])),
    ),
    "breaks in paragraphs": (
        in_one_paragraph(*LEFT) + in_one_paragraph(*RIGHT),
        in_one_paragraph(*END[3:]) + in_one_paragraph(*END[:3]),
    ),
    "text boxes": (
        _box(in_one_paragraph(*LEFT)) + _box(in_one_paragraph(*RIGHT)),
        _box(in_one_paragraph(*END[3:])) + _box(in_one_paragraph(*END[:3])),
    ),
    "tabs": _typewritten(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_heads_are_seen_however_their_author_made_them(make_file: MakeFile, shape: str) -> None:
    document = letter("BC", number="")
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    names = " ".join(f'xmlns:{key}="{uri}"' for key, uri in {**nsmap, "mc": MC}.items())
    text = "".join(
        in_one_paragraph(*one)
        for one in ((("BÁO CÁO", "14b"), ("Về rà soát trợ cấp", "14b")), ((TEXT, "14"),))
    ).replace('"center"/></w:pPr><w:r><w:rPr><w:sz', '"both"/></w:pPr><w:r><w:rPr><w:sz')
    head, end = SHAPES[shape]
    for child in reversed(parse_xml(f"<w:body {names}>{head}{text}{end}</w:body>")):
        body.insert(0, child)
    points = checked(make_file, document, "Báo cáo")
    assert wrong(points) == []
    assert {"Motto", "Issuing agency", "Place and date", "Name of the signer"} <= {
        point.message for point in points
    }
