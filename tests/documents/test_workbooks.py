"""Workbooks are read by their cells and printed so that nothing is cut."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font

from documents import media, remarks
from documents.extraction.cells import shown
from documents.extraction.extract import extract_text
from documents.rendition.workbook import lay_out_workbook
from documents.sandbox import Sandbox
from tests.documents.conftest import MakeFile
from tests.documents.document_files import edit_zip
from tests.documents.legacy import tcvn3_signs, vni_signs

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHOWN = [
    (1234567890, "#,##0", "1.234.567.890"),
    (1234.5, "#,##0.00", "1.234,50"),
    (1234.5, "General", "1234,5"),
    (3, "General", "3"),
    (0.125, "0.0%", "12,5%"),
    (1234567, '#,##0 "đồng"', "1.234.567"),
    (7, "000", "7"),
    (1e-7, "0.00E+00", "1e-07"),
    (datetime(2026, 3, 15), "dd/mm/yyyy", "15/03/2026"),
    (datetime(2026, 3, 15), "yyyy-mm-dd", "15/03/2026"),
    (datetime(2026, 3, 15, 7, 5), "dd/mm/yyyy hh:mm", "15/03/2026 07:05"),
    (datetime(2026, 3, 1), "mm/yyyy", "03/2026"),
    (date(2026, 3, 15), "General", "15/03/2026"),
    (time(7, 5), "hh:mm", "07:05:00"),
    (True, "General", "TRUE"),
    ("#N/A", "General", "#N/A"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), SHOWN)
def test_writes_values_as_a_vietnamese_reader_sees_them(
    value: Any, number_format: str, text: str
) -> None:
    assert shown(value, number_format) == text


Fill = Callable[[Any], None]


@pytest.fixture
def make(make_file: MakeFile) -> Callable[[Fill], Path]:
    """Make a workbook of what this fills into its first sheet."""

    def of(fill: Fill) -> Path:
        book = openpyxl.Workbook()
        fill(book.active)
        target = io.BytesIO()
        book.save(target)
        return make_file(target.getvalue())

    return of


def narrow(sheet: Any) -> None:
    sheet.append(["Nội dung", "Số tiền", "Ngày duyệt"])
    sheet.append(["Kiểm kê tài sản kho lương thực", 1234567890, datetime(2026, 3, 15)])
    sheet["B2"].number_format, sheet["C2"].number_format = "#,##0", "dd/mm/yyyy"
    for letter in "ABC":
        sheet.column_dimensions[letter].width = 4
    sheet.print_area = "A1:A1"


def test_nothing_is_cut_by_narrow_columns_or_a_print_area(
    make: Callable[[Fill], Path], libreoffice: Sandbox, make_file: MakeFile
) -> None:
    path = make(narrow)
    line = "Kiểm kê tài sản kho lương thực 1.234.567.890 15/03/2026"
    assert line in extract_text(path, media.XLSX).text.replace("\t", " ")
    printed = make_file(libreoffice.to_pdf(path, media.XLSX))
    assert line in extract_text(printed, media.PDF).text


def laid_out(path: Path) -> Any:
    target = path.with_name("laid-out")
    lay_out_workbook(path, target, 500)
    with target.open("rb") as stream:
        return openpyxl.load_workbook(io.BytesIO(stream.read()), rich_text=True).active


def test_words_run_over_an_empty_neighbour(make: Callable[[Fill], Path]) -> None:
    sheet = laid_out(make(lambda sheet: sheet.append(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])))
    assert "A" not in sheet.column_dimensions


def long_words(sheet: Any) -> None:
    sheet.append(["từ " * 40, "bên cạnh"])
    sheet.row_dimensions[1].height = 12


def test_long_words_break_into_lines(make: Callable[[Fill], Path]) -> None:
    sheet = laid_out(make(long_words))
    assert sheet["A1"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width == pytest.approx(61.5)
    assert sheet.row_dimensions[1].height == 45


def grouped_columns(sheet: Any) -> None:
    sheet.append([1, 2_000_000, 3])
    sheet["B1"].number_format = "#,##0"
    sheet.column_dimensions["A"].width = 3
    sheet.column_dimensions["A"].min, sheet.column_dimensions["A"].max = 1, 3


def test_one_of_a_group_of_columns_is_widened_alone(make: Callable[[Fill], Path]) -> None:
    sheet = laid_out(make(grouped_columns))
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [3, pytest.approx(10.5), 3]


def already_broken(sheet: Any) -> None:
    sheet.append(["từ " * 40, "bên cạnh"])
    sheet["A1"].alignment = Alignment(wrap_text=True)


def test_columns_whose_words_break_keep_their_width(make: Callable[[Fill], Path]) -> None:
    assert "A" not in laid_out(make(already_broken)).column_dimensions


def wide(sheet: Any) -> None:
    sheet.append([f"Cột số {number}" for number in range(15)])


def test_all_columns_stand_on_one_page(make: Callable[[Fill], Path]) -> None:
    sheet = laid_out(make(wide))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.page_setup.orientation == "landscape"


def hidden(sheet: Any) -> None:
    sheet.append(["thấy"])
    sheet.append(["hàng ẩn"])
    sheet.row_dimensions[2].hidden = True
    other = sheet.parent.create_sheet("Nháp")
    other.append(["châu chấu"])
    other.sheet_state = "veryHidden"


def test_hidden_sheets_are_read_and_named(make: Callable[[Fill], Path]) -> None:
    found = extract_text(make(hidden), media.XLSX)
    assert found.pages == ("Sheet\nthấy\nhàng ẩn", "Nháp\nchâu chấu")
    assert found.remarks == (remarks.hidden_sheets(["Nháp"]),)


def old_fonts(sheet: Any) -> None:
    sheet["A1"] = tcvn3_signs("ủy ban")
    sheet["A1"].font = Font(name=".VnTime")
    sheet["B1"] = "runs"
    sheet["C1"] = "© xã"


KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
RUNS = (
    f'<sst xmlns="{MAIN}"><si><r><t xml:space="preserve">© </t></r>'
    f'<r><rPr><rFont val="VNI-Times"/></rPr><t>{vni_signs("nhân dân")}</t></r></si></sst>'
)
#: As Excel writes words that change their font: in a part of their own.
SHARED = {
    "[Content_Types].xml": (
        "</Types>",
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}"/></Types>',
    ),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        f'<Relationship Type="{RELATION}" Target="sharedStrings.xml" Id="rId9"/></Relationships>',
    ),
    "xl/worksheets/sheet1.xml": (
        't="inlineStr"><is><t>runs</t></is>',
        't="s"><v>0</v>',
    ),
}


def test_old_fonts_are_read_and_printed(
    make: Callable[[Fill], Path], libreoffice: Sandbox, make_file: MakeFile
) -> None:
    book = make(old_fonts).read_bytes()
    edits: dict[str, bytes | None] = {"xl/sharedStrings.xml": RUNS.encode()}
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name, (before, after) in SHARED.items():
            edits[name] = archive.read(name).decode().replace(before, after).encode()
    path = make_file(edit_zip(book, edits))
    found = extract_text(path, media.XLSX)
    assert (found.text, found.remarks) == ("Sheet\nủy ban\t© nhân dân\t© xã", (remarks.OLD_FONTS,))
    printed = make_file(libreoffice.to_pdf(path, media.XLSX))
    assert extract_text(printed, media.PDF).text == "ủy ban © nhân dân © xã"


def test_a_formula_shows_what_it_gave_when_it_was_stored(make_file: MakeFile) -> None:
    """TODAY() too: nothing is computed anew that was computed once."""
    rows = '<row r="1"><c r="A1"><f>TODAY()</f><v>46096</v></c><c r="B1"><f>1+1</f></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    path = make_file(edit_zip(book.getvalue(), {"xl/worksheets/sheet1.xml": xml.encode()}))
    sheet = laid_out(path)
    assert (sheet["A1"].value, sheet["B1"].value) == (46096, "=1+1")
