"""A Word document in one wording, wherever changes, fields, equations and old fonts stand."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents import media, remarks
from documents.extraction import ExtractedText
from documents.extraction.extract import extract_text
from documents.rendition.html import docx_to_html
from documents.sandbox import Sandbox
from documents.settling import paragraphs_of
from tests.documents.conftest import MakeFile
from tests.documents.legacy import tcvn3_signs, vni_signs

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
Make = Callable[[str], Path]


def run(text: str, form: str = "") -> str:
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, form: str = "") -> str:
    return f"<w:p><w:pPr>{form}</w:pPr>{content}</w:p>"


def body(document: Any, xml: str) -> None:
    """Put these blocks before all others."""
    wrapped = parse_xml(f"<w:body {nsdecls('w')} {_M}>{xml}</w:body>")
    for place, block in enumerate(list(wrapped)):
        document.element.body.insert(place, block)


def saved(make_file: MakeFile, document: Any) -> Path:
    target = io.BytesIO()
    document.save(target)
    return make_file(target.getvalue())


@pytest.fixture
def make(make_file: MakeFile) -> Make:
    """Make a document of these blocks."""

    def of(xml: str) -> Path:
        document = docx.Document()
        body(document, xml)
        return saved(make_file, document)

    return of


def read(path: Path) -> ExtractedText:
    return extract_text(path, media.DOCX)


# -- Marked changes --------------------------------------------------------------------------------


def inserted(content: str, kind: str = "ins") -> str:
    return f'<w:{kind} w:id="1" w:author="A">{content}</w:{kind}>'


def deleted(text: str, kind: str = "del") -> str:
    words = f"<w:r><w:delText>{text}</w:delText><w:t>{text}</w:t></w:r>"
    return f'<w:{kind} w:id="2" w:author="A">{words}</w:{kind}>'


END_DELETED = "<w:rPr><w:del w:id='3' w:author='A'/></w:rPr>"
ROW = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
CELL_DELETED = '<w:cellDel w:id="5" w:author="A"/>'
CHANGES = {
    "in a sentence": (
        paragraph(run("là ngày ") + deleted("mười lăm") + inserted(run("hai mươi"))),
        "là ngày hai mươi",
    ),
    "moved": (
        paragraph(deleted("Điều 2.", "moveFrom") + run("Điều 1."))
        + paragraph(inserted(run("Điều 2."), "moveTo")),
        "Điều 1.\nĐiều 2.",
    ),
    "one in the other": (paragraph(inserted(run("mới") + deleted("cũ"))), "mới"),
    "the end of a paragraph": (
        paragraph(run("Thời hạn: "), END_DELETED) + paragraph(run("trước ngày 20")),
        "Thời hạn: trước ngày 20",
    ),
    "a whole paragraph": (
        paragraph(deleted("bỏ"), END_DELETED) + paragraph(run("giữ")),
        "giữ",
    ),
    "a row": (
        "<w:tbl>" + ROW.format("<w:del w:id='4'/>", "bỏ") + ROW.format("", "giữ") + "</w:tbl>",
        "giữ",
    ),
    "a new row": ("<w:tbl>" + ROW.format("<w:ins w:id='4'/>", "thêm") + "</w:tbl>", "thêm"),
    "all rows": ("<w:tbl>" + ROW.format("<w:del w:id='4'/>", "bỏ") + "</w:tbl>", ""),
    "a cell": (
        f"<w:tbl><w:tr>{CELL.format(CELL_DELETED, 'bỏ')}{CELL.format('', 'giữ')}</w:tr></w:tbl>",
        "giữ",
    ),
}


@pytest.mark.parametrize("place", CHANGES)
def test_reads_changes_as_final_and_says_so(make: Make, place: str) -> None:
    xml, expected = CHANGES[place]
    path = make(xml)
    assert read(path) == ExtractedText((expected,), (remarks.MARKED_CHANGES,))
    assert "\n".join(paragraphs_of(path)) == expected
    assert "bỏ" not in docx_to_html(path)


@pytest.mark.parametrize("part", ["header", "footer"])
def test_reads_changes_beside_the_body(make_file: MakeFile, part: str) -> None:
    document = docx.Document()
    place = getattr(document.sections[0], part).paragraphs[0]._p
    place.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Số: </w:t></w:r>"))
    for change in (deleted("12"), inserted(run("13"))):
        place.append(parse_xml(change.replace(" w:id", f" {nsdecls('w')} w:id", 1)))
    assert read(saved(make_file, document)) == ExtractedText(("Số: 13",), (remarks.MARKED_CHANGES,))


def test_changes_of_form_alone_are_not_worth_a_word(make: Make) -> None:
    form = '<w:b/><w:rPrChange w:id="6" w:author="A"><w:rPr><w:i/></w:rPr></w:rPrChange>'
    path = make(paragraph(run("đậm", form)))
    assert read(path) == ExtractedText(("đậm",))
    assert docx_to_html(path) == "<p><strong>đậm</strong></p>"


# -- Fields ----------------------------------------------------------------------------------------


def field(code: str, result: str) -> str:
    written = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{turn('begin')}{written}{turn('separate')}{result}{turn('end')}"


def turn(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


COMPUTED = ("DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "FILENAME", "AUTHOR", "USERNAME")


@pytest.mark.parametrize("code", [*COMPUTED, 'DOCPROPERTY "Số"', "TITLE", "REF a", "MERGEFIELD b"])
def test_shows_what_a_field_last_showed(make: Make, libreoffice: Sandbox, code: str) -> None:
    simple = f"<w:fldSimple w:instr='{code}'>{run('05/03')}</w:fldSimple>"
    path = make(paragraph(run("Ngày ") + field(code, run("04/03")) + run(" và ") + simple))
    assert read(path).text == "Ngày 04/03 và 05/03"
    if code in ("DATE", "FILENAME"):
        assert printed(path, libreoffice) == "Ngày 04/03 và 05/03"


def printed(path: Path, libreoffice: Sandbox) -> str:
    pdf = path.with_name("printed.pdf")
    pdf.write_bytes(libreoffice.to_pdf(path, media.DOCX))
    return extract_text(pdf, media.PDF).text


def test_a_field_in_the_question_of_another_is_not_shown(make: Make) -> None:
    question = f"IF {'</w:instrText></w:r>'}{field('PAGE', run('1'))}<w:r><w:instrText> = 1"
    assert read(make(paragraph(field(question, run("trang đầu"))))).text == "trang đầu"


def test_a_field_that_does_not_end_hides_nothing_behind_it(make: Make) -> None:
    begin = turn("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + turn("separate")
    path = make(paragraph(begin + run("05/03")) + paragraph(run("sau")))
    assert read(path).text == "05/03\nsau"


def test_pages_are_still_numbered(make: Make, libreoffice: Sandbox) -> None:
    end = '<w:r><w:br w:type="page"/></w:r>'
    path = make(paragraph(run("một") + end) + paragraph(run("trang ") + field("PAGE", run("9"))))
    assert "trang 2" in printed(path, libreoffice)


def test_a_bound_control_keeps_its_words(make: Make, libreoffice: Sandbox) -> None:
    bound = (
        "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/a' w:storeItemID='{1}'/>"
        "<w:date w:fullDate='2020-01-01T00:00:00Z'><w:dateFormat w:val='yyyy'/></w:date></w:sdtPr>"
        f"<w:sdtContent>{run('05/03/2026')}</w:sdtContent></w:sdt>"
    )
    assert printed(make(paragraph(bound)), libreoffice) == "05/03/2026"


# -- Equations -------------------------------------------------------------------------------------


def part(name: str, content: str) -> str:
    return f"<m:{name}>{content}</m:{name}>"


def sign(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


FRACTION = part("f", part("num", sign("S×1,8")) + part("den", sign("12")))
EQUATIONS = {
    "M=(S×1,8)/12": sign("M=") + FRACTION,
    "x_i^2": part(
        "sSubSup", part("e", sign("x")) + part("sub", sign("i")) + part("sup", sign("2"))
    ),
    "√(a+b)": part("rad", part("deg", "") + part("e", sign("a+b"))),
    "∑_(i=1)^n x": part(
        "nary",
        '<m:naryPr><m:chr m:val="∑"/></m:naryPr>'
        + part("sub", sign("i=1"))
        + part("sup", sign("n"))
        + part("e", sign("x")),
    ),
    "[a; b)": part(
        "d",
        '<m:dPr><m:begChr m:val="["/><m:sepChr m:val="; "/></m:dPr>'
        + part("e", sign("a"))
        + part("e", sign("b")),
    ),
}


@pytest.mark.parametrize("line", EQUATIONS)
def test_writes_equations_as_lines(make: Make, libreoffice: Sandbox, line: str) -> None:
    path = make(paragraph(run("Là ") + f"<m:oMath>{EQUATIONS[line]}</m:oMath>" + run(" đồng")))
    assert read(path) == ExtractedText((f"Là {line} đồng",), (remarks.EQUATIONS,))
    if line.startswith("M"):
        assert printed(path, libreoffice) == f"Là {line} đồng"


def test_an_equation_may_have_a_paragraph_of_its_own(make: Make) -> None:
    alone = (
        f"<m:oMathPara><m:oMath>{sign('a')}</m:oMath><m:oMath>{sign('b')}</m:oMath></m:oMathPara>"
    )
    assert read(make(paragraph(alone))).text == "ab"


# -- Old fonts -------------------------------------------------------------------------------------


def old(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'


def test_reads_old_fonts_run_by_run(make: Make, libreoffice: Sandbox) -> None:
    path = make(
        paragraph(
            run(tcvn3_signs("ủy ban "), old(".VnTime"))
            + run(vni_signs("nhân dân "), old("VNI-Times"))
            + run(tcvn3_signs("huyện"), old(".VnTimeH"))
            + run(" © Khê Sơn", old("Times New Roman"))
        )
    )
    assert read(path) == ExtractedText(("ủy ban nhân dân HUYỆN © Khê Sơn",), (remarks.OLD_FONTS,))
    assert printed(path, libreoffice) == "ủy ban nhân dân HUYỆN © Khê Sơn"


def test_the_sign_of_a_letter_may_be_a_soft_hyphen(make: Make) -> None:
    written = f"<w:r><w:rPr>{old('.VnTime')}</w:rPr><w:t>®</w:t><w:softHyphen/><w:t>êng</w:t></w:r>"
    assert read(make(paragraph(written))).text == "đường"


def test_a_letter_may_be_split_over_two_runs(make: Make) -> None:
    halves = run("nha", old("VNI-Times")) + run("ân daân", old("VNI-Times"))
    assert read(make(paragraph(halves))).text == "nhân dân"


def test_the_font_may_be_that_of_a_style(make_file: MakeFile) -> None:
    document = docx.Document()
    style = document.styles.add_style("Cũ", WD_STYLE_TYPE.PARAGRAPH)
    style.font.name = ".VnTime"
    based = document.styles.add_style("Cũ hơn", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = style
    document.add_paragraph(tcvn3_signs("đường"), style="Cũ hơn")
    document.add_paragraph("©", style="Normal")
    assert read(saved(make_file, document)).text == "đường\n©"
    document.styles["Normal"].font.name = "VNI-Times"
    document.add_paragraph("nhaân", style="Normal")
    assert read(saved(make_file, document)).text.splitlines()[-1] == "nhân"


def test_a_run_in_an_old_font_without_old_letters_is_not_worth_a_word(make: Make) -> None:
    assert read(make(paragraph(run("abc 123", old(".VnTime"))))) == ExtractedText(("abc 123",))


def test_reads_changes_in_footnotes(make_file: MakeFile) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'>"
    notes += paragraph(deleted("cũ") + run("chú thích")) + "</w:footnote></w:footnotes>"
    document = docx.Document()
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, relation)
    assert read(saved(make_file, document)) == ExtractedText(
        ("chú thích",), (remarks.MARKED_CHANGES,)
    )
