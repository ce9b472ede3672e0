"""The words of every kind of file, in order, and a reason where there are none to be had."""

import io
import unicodedata
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pdfencrypt import StandardEncryption

from documents import media
from documents.drafting import compose
from documents.extraction import ExtractedText, ExtractionFailed
from documents.extraction.extract import extract_text, pages_of
from documents.sandbox import Sandbox
from tests.documents.conftest import MakeFile
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    image_bytes,
    pdf_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.documents.letters import DECISION

NFD = unicodedata.normalize("NFD", "Ủy ban nhân dân")


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_reads_a_docx_in_order(make_file: MakeFile) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.sections[0].footer.paragraphs[0].text = "Chân trang"
    document.add_paragraph("Trước bảng")
    table = document.add_table(2, 2)
    for number, cell in enumerate((c for row in table.rows for c in row.cells), 1):
        cell.text = f"ô {number}"
    document.add_paragraph(NFD)
    found = extract_text(make_file(saved(document)), media.DOCX)
    assert found == ExtractedText(
        ("Đầu trang\nTrước bảng\nô 1 ô 2\nô 3 ô 4\nỦy ban nhân dân\nChân trang",)
    )


HIDDEN_PLACES = {
    "content control": "<w:sdt><w:sdtContent><w:r><w:t>lời</w:t></w:r></w:sdtContent></w:sdt>",
    "inserted text": '<w:ins w:id="1"><w:r><w:t>lời</w:t></w:r></w:ins>',
    "text box": "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>lời</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r>",
    "smart tag": "<w:smartTag><w:r><w:t>lời</w:t></w:r></w:smartTag>",
}


@pytest.mark.parametrize("place", HIDDEN_PLACES)
def test_reads_text_wherever_word_puts_it(make_file: MakeFile, place: str) -> None:
    document = docx.Document()
    paragraph = f"<w:p {nsdecls('w')}>{HIDDEN_PLACES[place]}</w:p>"
    document.element.body.insert(0, parse_xml(paragraph))
    assert extract_text(make_file(saved(document)), media.DOCX).text == "lời"


def test_reads_no_deleted_text(make_file: MakeFile) -> None:
    document = docx.Document()
    deleted = '<w:del w:id="1"><w:r><w:delText>cũ</w:delText><w:t>cũ</w:t></w:r></w:del>'
    paragraph = f"<w:p {nsdecls('w')}>{deleted}<w:r><w:t>mới</w:t></w:r></w:p>"
    document.element.body.insert(0, parse_xml(paragraph))
    assert extract_text(make_file(saved(document)), media.DOCX).text == "mới"


def test_reads_number_and_date_of_our_letters(make_file: MakeFile) -> None:
    text = extract_text(make_file(compose(DECISION)), media.DOCX).text
    assert "\nSố: /QĐ-UBND Tân Phú, ngày tháng năm 2026\nQUYẾT ĐỊNH\n" in text


def test_reads_each_sheet_of_a_workbook(make_file: MakeFile) -> None:
    content = xlsx_bytes(("STT", "Họ và tên"), (1, "Nguyễn Văn A"), (None, None), (2, NFD))
    assert extract_text(make_file(content), media.XLSX).pages == (
        "Biểu 1\nSTT\tHọ và tên\n1\tNguyễn Văn A\n2\tỦy ban nhân dân",
    )


def test_reads_each_page_of_a_pdf(make_file: MakeFile) -> None:
    found = extract_text(make_file(pdf_bytes("page one", "page two")), media.PDF)
    assert found.pages == ("page one", "page two")
    assert found.text == "page one\n\npage two"


def test_reads_vietnamese_as_printed(
    make_file: MakeFile, libreoffice: Sandbox, tmp_path: Path
) -> None:
    source = make_file(docx_bytes("Căn cứ Nghị định số 30/2020/NĐ-CP về công tác văn thư"))
    pdf = make_file(libreoffice.to_pdf(source, media.DOCX))
    expected = ("Căn cứ Nghị định số 30/2020/NĐ-CP về công tác văn thư",)
    assert extract_text(pdf, media.PDF).pages == expected


def test_a_scan_has_empty_pages(make_file: MakeFile) -> None:
    assert extract_text(make_file(pdf_bytes("", "")), media.PDF).pages == ("", "")
    assert extract_text(make_file(image_bytes("PNG")), media.PNG).pages == ("",)


def test_reads_the_members_of_a_zip_one_after_the_other(make_file: MakeFile) -> None:
    members = {
        "a.pdf": pdf_bytes("first", "second"),
        "thư mục/": b"",
        "b.docx": docx_bytes("thứ ba"),
        "c.zip": zip_bytes({"d.pdf": pdf_bytes("too deep")}),
        "e.png": image_bytes("PNG"),
    }
    found = extract_text(make_file(zip_bytes(members)), media.ZIP)
    assert found.pages == (
        *("a.pdf", "first", "second"),
        *("b.docx", "thứ ba"),
        "c.zip",
        *("e.png", ""),
    )


def test_names_the_damaged_member_of_a_zip(make_file: MakeFile) -> None:
    content = zip_bytes({"tốt.docx": docx_bytes(), "hỏng.pdf": b"%PDF-1.4"})
    with pytest.raises(ExtractionFailed, match=r"hỏng\.pdf"):
        extract_text(make_file(content), media.ZIP)


def test_reads_a_doc_through_the_converter_alone(make_file: MakeFile) -> None:
    path = make_file(zip_bytes({"cũ.doc": b"doc", "mới.docx": docx_bytes("mới")}))
    read = pages_of(path, media.ZIP, read_old=lambda member, _: iter([member.read_text()]))
    assert tuple(read) == ("cũ.doc", "doc", "mới.docx", "mới")
    assert extract_text(path, media.ZIP).pages == ("cũ.doc", "mới.docx", "mới")
    assert extract_text(make_file(b"doc"), media.DOC).pages == ()


def test_stops_at_the_limit(make_file: MakeFile) -> None:
    path = make_file(pdf_bytes("abcdef", "ghijkl", "mnopqr"))
    assert extract_text(path, media.PDF, limit_chars=8).pages == ("abcdef", "gh")
    assert extract_text(path, media.PDF, limit_chars=6).pages == ("abcdef",)


MALFORMED = {
    "PDF": (b"%PDF-1.4 nothing", media.PDF),
    "PDF with a password": (pdf_bytes(encrypt=StandardEncryption("x", strength=128)), media.PDF),
    "docx": (b"PK nothing", media.DOCX),
    "docx without a main part": (edit_zip(docx_bytes(), {"word/document.xml": None}), media.DOCX),
    "docx of broken XML": (edit_zip(docx_bytes(), {"word/document.xml": b"<w"}), media.DOCX),
    "docx of other XML": (edit_zip(docx_bytes(), {"word/document.xml": b"<a/>"}), media.DOCX),
    "xlsx": (b"PK nothing", media.XLSX),
    "docx as xlsx": (docx_bytes(), media.XLSX),
    "zip": (b"PK nothing", media.ZIP),
    "zip bomb": (zip_bytes({"a.png": bytes(30 * 1024 * 1024)}), media.ZIP),
    "a type nobody reads": (b"x", "video/mp4"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_gives_a_reason_for_what_it_cannot_read(make_file: MakeFile, case: str) -> None:
    content, media_type = MALFORMED[case]
    with pytest.raises(ExtractionFailed) as failed:
        extract_text(make_file(content), media_type)
    assert failed.value.reason
    assert failed.value.reason in str(failed.value)
