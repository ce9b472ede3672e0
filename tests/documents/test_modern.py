"""Old and foreign kinds of files: their words as stored, through the one kind each becomes."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from documents import media, remarks
from documents.inspection.inspect import inspect
from documents.rendition.libreoffice import LibreOffice, find_office
from documents.sandbox import Sandbox
from tests.documents.conftest import MakeFile
from tests.documents.document_files import docx_bytes, tiff_bytes, xlsx_bytes, zip_bytes
from tests.documents.legacy import cp1258, tcvn3_signs
from tests.documents.test_settling import body, deleted, field, inserted, old, paragraph, run

STORED = "05/03/2026"
#: What LibreOffice computes while it writes the file of old, near midnight too.
_NOW = datetime.now(UTC)
TODAY = [(_NOW + timedelta(days)).strftime("%d/%m/%Y") for days in (-1, 0, 1)]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    found = find_office()
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return LibreOffice(found, tmp_path_factory.mktemp("writer"))


def written(office: LibreOffice, content: bytes, kinds: tuple[str, str], folder: Path) -> bytes:
    """The content as LibreOffice writes it in an older kind."""
    source = folder / "written"
    source.write_bytes(content)
    return office.convert(source, *kinds, folder).read_bytes()


def letter() -> bytes:
    document: Any = docx.Document()
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    date = field('DATE \\@ "dd/MM/yyyy"', run(STORED))
    body(
        document,
        paragraph(run("Ngày lập: ") + date)
        + paragraph(run("hạn là ngày ") + deleted("mười lăm") + inserted(run("hai mươi")))
        + paragraph(run(tcvn3_signs("sửa chữa đường giao thông"), old(".VnTime"))),
    )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_stored_date(content: bytes, media_type: str) -> bytes:
    """The same file with the date of the day its author last saw."""
    if media_type == media.ODT:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["content.xml"] = with_stored_date(parts["content.xml"], media.RTF)
        return zip_bytes(parts)
    for day in TODAY:
        for encoding in ("ascii", "utf-16-le"):
            content = content.replace(day.encode(encoding), STORED.encode(encoding))
    return content


EXTENSION = {media.DOC: ".doc", media.RTF: ".rtf", media.ODT: ".odt"}


@pytest.mark.parametrize("media_type", EXTENSION)
def test_old_letters_say_what_their_author_saw(
    make_file: MakeFile, office: LibreOffice, sandbox: Sandbox, tmp_path: Path, media_type: str
) -> None:
    content = written(office, letter(), (media.DOCX, media_type), tmp_path)
    assert re.search(b"/\\0?2\\0?0\\0?[0-9]\\0?[0-9]", content) or media_type == media.ODT
    path = make_file(with_stored_date(content, media_type))
    assert inspect(path, "a" + EXTENSION[media_type]).media_type == media_type
    found = sandbox.extract_text(path, media_type)
    expected = f"Ngày lập: {STORED}\nhạn là ngày hai mươi\nsửa chữa đường giao thông"
    assert found.text == expected
    printed = sandbox.printed(path, media_type)
    assert {remark.code for remark in printed.remarks} == {"marked_changes", "old_fonts"}
    assert sandbox.extract_text(make_file(printed.pdf), media.PDF).text == expected


@pytest.mark.parametrize("media_type", [media.XLS, media.ODS])
def test_old_workbooks_are_read_by_their_cells(
    make_file: MakeFile, office: LibreOffice, sandbox: Sandbox, tmp_path: Path, media_type: str
) -> None:
    content = xlsx_bytes(("Họ tên", "Số"), ("Nông Thị Ất", 1234.5))
    path = make_file(written(office, content, (media.XLSX, media_type), tmp_path))
    inspect(path, "a.xls" if media_type == media.XLS else "a.ods")
    assert sandbox.extract_text(path, media_type).pages == (
        "Biểu 1\nHọ tên\tSố\nNông Thị Ất\t1234,5",
    )
    pdf = make_file(sandbox.to_pdf(path, media_type))
    assert "Nông Thị Ất 1234,5" in sandbox.extract_text(pdf, media.PDF).text


LETTER_IN_HTML = "<html><body><p>Báo cáo <b>tổng hợp</b></p></body></html>"


def test_web_pages_and_rich_text_named_doc_are_read(
    make_file: MakeFile, libreoffice: Sandbox
) -> None:
    html = make_file(f'<meta charset="utf-8">{LETTER_IN_HTML}'.encode())
    assert inspect(html, "bao-cao.doc").media_type == media.HTML
    assert libreoffice.extract_text(html, media.HTML).text == "Báo cáo tổng hợp"
    rich = make_file(rb"{\rtf1\ansi V\u259?n b\u7843?n}")
    assert libreoffice.extract_text(rich, inspect(rich, "a.doc").media_type).text == "Văn bản"


TABLES = {
    "UTF-8, comma": 'STT,Họ tên\r\n1,"Nông, Thị ""Ất"""\r\n'.encode(),
    "Excel in Vietnam": 'STT;Họ tên\r\n1;Nông, Thị "Ất"\r\n'.encode("utf-8-sig"),
    "UTF-16, tab": 'STT\tHọ tên\n1\tNông, Thị "Ất"\n'.encode("utf-16"),
    "Windows-1258": cp1258('STT;Họ tên\n1;Nông, Thị "Ất"\n'),
}


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_text_need_no_other_program(
    make_file: MakeFile, tmp_path: Path, table: str
) -> None:
    path = make_file(TABLES[table])
    found = Sandbox(tmp_path / "s").extract_text(path, inspect(path, "a.csv").media_type)
    assert found.text == 'Sheet\nSTT\tHọ tên\n1\tNông, Thị "Ất"'


def test_plain_text_needs_no_other_program(make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(cp1258("Kính gửi:\r\n\r\n\tỦy ban nhân dân xã\f"))
    assert inspect(path, "a.txt").media_type == media.TXT
    read = Sandbox(tmp_path / "s").extract_text(path, media.TXT)
    assert read.text == "Kính gửi:\nỦy ban nhân dân xã"


def test_scans_of_several_pages_become_pages(make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(tiff_bytes(3, (200, 300)))
    sandbox = Sandbox(tmp_path / "s")
    pdf = make_file(sandbox.to_pdf(path, media.TIFF))
    assert sandbox.page_count(pdf) == 3
    found = sandbox.extract_text(path, media.TIFF)
    assert (found.pages, found.remarks) == (("", "", ""), (remarks.unread_pages(3, 3),))


def test_old_kinds_in_a_zip_are_read(make_file: MakeFile, libreoffice: Sandbox) -> None:
    members = {"a.doc": rb"{\rtf1 xin}", "b.csv": b"c;d", "e.docx": docx_bytes("ghi")}
    found = libreoffice.extract_text(make_file(zip_bytes(members)), media.ZIP)
    assert found.pages == ("a.doc", "xin", "b.csv", "Sheet\nc\td", "e.docx", "ghi")


def test_without_libreoffice_an_old_letter_has_no_words(
    make_file: MakeFile, tmp_path: Path
) -> None:
    read = Sandbox(tmp_path / "s").extract_text(make_file(rb"{\rtf1 xin}"), media.RTF)
    assert read.pages == ()
