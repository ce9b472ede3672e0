"""Pages as pictures, office files as PDF by the real LibreOffice, and letters as safe HTML."""

import io
import os
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import html as lxml_html
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from documents import media
from documents.errors import EngineError
from documents.extraction.extract import extract_text
from documents.pdfium import UnreadablePdf
from documents.rendition import NoSuchPage, UnreadableImage, picture_type
from documents.rendition.converter import ConversionUnavailable
from documents.rendition.html import docx_to_html
from documents.rendition.libreoffice import LibreOffice, find_office
from documents.rendition.pages import image_preview, page_count, page_image
from documents.sandbox import Sandbox
from documents.wordml import UnreadableDocx
from tests.documents.conftest import MakeFile
from tests.documents.document_files import docx_bytes, image_bytes, pdf_bytes, xlsx_bytes


def decoded(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def two_coloured_pages() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(200, 300))
    for colour in ((1, 0, 0), (0, 0, 1)):
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, 0, 200, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_draws_the_page_asked_for(make_file: MakeFile) -> None:
    path = make_file(two_coloured_pages())
    assert page_count(path) == 2
    for number, colour in ((1, (255, 0, 0)), (2, (0, 0, 255))):
        picture = page_image(path, number, 100)
        assert decoded(picture).size == (100, 150)
        assert decoded(picture).getpixel((50, 75)) == colour
        assert picture_type(picture) == media.PNG


def test_draws_photographs_as_webp(make_file: MakeFile) -> None:
    target = io.BytesIO()
    Image.effect_noise((400, 500), 80).convert("RGB").save(target, "PDF")
    picture = page_image(make_file(target.getvalue()), 1, 300)
    assert picture_type(picture) == media.WEBP
    assert decoded(picture).width == 300


@pytest.mark.parametrize("number", [0, 3, -1])
def test_knows_no_other_pages(make_file: MakeFile, number: int) -> None:
    with pytest.raises(NoSuchPage) as missing:
        page_image(make_file(two_coloured_pages()), number, 100)
    assert missing.value.problem.params == {"number": number, "count": 2}


@pytest.mark.parametrize("width", [0, -5, 4001])
def test_refuses_absurd_widths(make_file: MakeFile, width: int) -> None:
    with pytest.raises(ValueError, match="width"):
        page_image(make_file(pdf_bytes()), 1, width)
    with pytest.raises(ValueError, match="width"):
        image_preview(make_file(image_bytes("PNG")), width)


def test_says_when_a_pdf_cannot_be_read(make_file: MakeFile) -> None:
    path = make_file(b"%PDF-1.4 nothing")
    for operation in (lambda: page_count(path), lambda: page_image(path, 1, 100)):
        with pytest.raises(UnreadablePdf) as failed:
            operation()
        assert failed.value.reason


def test_shows_a_very_long_page_smaller(make_file: MakeFile) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(10, 14_000))
    canvas.showPage()
    canvas.save()
    picture = decoded(page_image(make_file(target.getvalue()), 1, 4000))
    assert picture.height == 16_000
    tall = make_file(image_bytes("PNG", (2, 20_000)))
    assert decoded(image_preview(tall, 100)).height == 16_000


def test_many_threads_may_draw(make_file: MakeFile) -> None:
    path = make_file(two_coloured_pages())
    with ThreadPoolExecutor(8) as pool:
        pictures = list(pool.map(lambda n: page_image(path, n % 2 + 1, 80), range(40)))
    assert set(pictures[::2]) == {page_image(path, 1, 80)}
    assert set(pictures[1::2]) == {page_image(path, 2, 80)}


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG"])
def test_scales_pictures_down_only(make_file: MakeFile, picture_format: str) -> None:
    path = make_file(image_bytes(picture_format, (800, 600)))
    assert decoded(image_preview(path, 200)).size == (200, 150)
    assert decoded(image_preview(path, 2000)).size == (800, 600)


def test_previews_are_upright_and_tell_nothing_more(make_file: MakeFile) -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    Image.new("RGB", (80, 60), "green").save(target, "JPEG", exif=exif)
    picture = image_preview(make_file(target.getvalue()), 80)
    assert decoded(picture).size == (60, 80)
    assert b"secret" not in picture


def test_previews_lie_on_white_paper(make_file: MakeFile) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(target, "PNG")
    assert decoded(image_preview(make_file(target.getvalue()), 40)).getpixel((9, 9)) == (255,) * 3


def test_says_when_a_picture_cannot_be_read(make_file: MakeFile) -> None:
    for content in (b"nothing", image_bytes("PNG")[:500]):
        with pytest.raises(UnreadableImage):
            image_preview(make_file(content), 100)


def test_converts_a_docx(make_file: MakeFile, libreoffice: Sandbox) -> None:
    pdf = make_file(libreoffice.to_pdf(make_file(docx_bytes("Kính gửi: Sở Nội vụ")), media.DOCX))
    assert extract_text(pdf, media.PDF).pages == ("Kính gửi: Sở Nội vụ",)


def test_converts_a_workbook(make_file: MakeFile, libreoffice: Sandbox) -> None:
    pdf = make_file(libreoffice.to_pdf(make_file(xlsx_bytes(("STT", "Họ tên"))), media.XLSX))
    assert "Họ tên" in extract_text(pdf, media.PDF).text


def test_says_what_it_cannot_convert(make_file: MakeFile, libreoffice: Sandbox) -> None:
    with pytest.raises(EngineError, match="image/png"):
        libreoffice.to_pdf(make_file(image_bytes("PNG")), media.PNG)
    with pytest.raises(EngineError) as failed:
        libreoffice.to_pdf(make_file(os.urandom(5000)), media.DOCX)
    assert failed.value.reason


def test_a_half_written_pdf_is_none(make_file: MakeFile, tmp_path: Path) -> None:
    """What LibreOffice leaves behind when it falls over in the middle of a file."""
    executable = tmp_path / "soffice"
    executable.write_text(
        '#!/bin/sh\nfor source; do :; done\nmkdir "${source%/*}/made"\n'
        "printf '%%PDF-1.7' > \"${source%/*}/made/source.pdf\"\n"
    )
    executable.chmod(0o700)
    converter = Sandbox(tmp_path / "sandbox", office=executable)
    with pytest.raises(EngineError, match="nothing was made"):
        converter.to_pdf(make_file(docx_bytes()), media.DOCX)


def test_converts_for_several_threads(make_file: MakeFile, libreoffice: Sandbox) -> None:
    sources = [make_file(docx_bytes(f"Văn bản {number}")) for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        pdfs = list(pool.map(lambda source: libreoffice.to_pdf(source, media.DOCX), sources))
    for number, pdf in enumerate(pdfs):
        assert extract_text(make_file(pdf), media.PDF).text == f"Văn bản {number}"


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """Serve on this machine and note every visit."""
    seen: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_follows_no_link_of_a_document(
    make_file: MakeFile, libreoffice: Sandbox, visits: tuple[str, list[str]]
) -> None:
    address, seen = visits
    document = docx.Document()
    document.add_paragraph("Có ảnh ở xa")
    document.add_picture(io.BytesIO(image_bytes("PNG")))
    for relation in list(document.part.rels.values()):
        if relation.reltype.endswith("/image"):
            relation._is_external = True
            relation._target = f"{address}/spy.png"
    for picture in document.element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
    ):
        key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
        picture.set(f"{key}link", picture.attrib.pop(f"{key}embed"))
    target = io.BytesIO()
    document.save(target)
    pdf = make_file(libreoffice.to_pdf(make_file(target.getvalue()), media.DOCX))
    assert extract_text(pdf, media.PDF).text == "Có ảnh ở xa"
    assert seen == []


def test_two_that_run_at_once_have_a_closed_profile_each(tmp_path: Path) -> None:
    office = LibreOffice(tmp_path / "soffice", tmp_path / "profiles")
    with office._profile() as first, office._profile() as second:
        assert first != second
        assert stat.S_IMODE(first.stat().st_mode) & 0o077 == 0
    with office._profile() as again:
        assert again == first


def test_a_profile_whose_user_was_killed_is_made_anew(tmp_path: Path) -> None:
    office = LibreOffice(tmp_path / "soffice", tmp_path / "profiles")
    killed = office._profile()
    profile = killed.__enter__()
    (profile / "half-written").touch()
    assert not killed.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    with office._profile() as again:
        assert again == profile
        assert not (again / "half-written").exists()


def test_no_converter_says_so(
    make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConversionUnavailable) as missing:
        Sandbox(tmp_path).to_pdf(make_file(docx_bytes()), media.DOCX)
    assert missing.value.problem.code == "conversion_unavailable"
    monkeypatch.setenv("PATH", "")
    assert find_office() is None


def html_of(make_file: MakeFile, document: Any) -> str:
    target = io.BytesIO()
    document.save(target)
    return docx_to_html(make_file(target.getvalue()))


def test_writes_structure_as_html(make_file: MakeFile) -> None:
    document = docx.Document()
    document.add_heading("Quy chế", 1)
    paragraph = document.add_paragraph("Điều 1. ")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.add_run("Phạm vi").bold = True
    both = paragraph.add_run(" rộng")
    both.italic = both.underline = True
    document.add_paragraph("mục một", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "trái", "phải"
    document.add_paragraph("dòng\nmới").alignment = WD_ALIGN_PARAGRAPH.CENTER
    assert html_of(make_file, document).splitlines() == [
        "<h1>Quy chế</h1>",
        '<p class="align-justify">Điều 1. <strong>Phạm vi</strong><em><u> rộng</u></em></p>',
        "<p>mục một</p>",
        '<table class="layout">',
        "<tr><td><p>trái</p></td><td><p>phải</p></td></tr>",
        "</table>",
        '<p class="align-center">dòng<br>mới</p>',
    ]


def test_writes_lists_as_html(make_file: MakeFile) -> None:
    document = docx.Document()
    for text, identity in (("một", 1), ("hai", 1), ("xen giữa", None), ("ba", 2)):
        paragraph = document.add_paragraph(text)
        if identity:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = identity
    numbering = document.part.numbering_part.element
    numbering.clear()
    for identity, number_format in ((1, "bullet"), (2, "decimal")):
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}"><w:lvl w:ilvl="0">'
                f'<w:numFmt w:val="{number_format}"/></w:lvl></w:abstractNum>'
            )
        )
    for identity in (1, 2):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{identity}">'
                f'<w:abstractNumId w:val="{identity}"/></w:num>'
            )
        )
    assert html_of(make_file, document).replace("\n", "") == (
        "<ul><li>một</li><li>hai</li></ul><p>xen giữa</p><ol><li>ba</li></ol>"
    )


ATTACKS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "]]>"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_of_hostile_text_is_only_text(make_file: MakeFile, attack: str) -> None:
    document = docx.Document()
    document.add_paragraph(attack).runs[0].bold = True
    document.add_table(1, 1).cell(0, 0).text = attack
    document.add_heading(attack, 2)
    fragment = lxml_html.fromstring(f"<div>{html_of(make_file, document)}</div>")
    assert fragment.text_content().count(attack) == 3
    tags = {element.tag for element in fragment.iter()}
    assert tags <= {"div", "p", "strong", "table", "tbody", "tr", "td", "h2"}
    assert {name for element in fragment.iter() for name in element.attrib} <= {"class"}


def test_html_ignores_hostile_form(make_file: MakeFile) -> None:
    document = docx.Document()
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="&quot;&gt;"/>'
            '<w:jc w:val="center&quot; onclick=&quot;x"/></w:pPr>'
            '<w:r><w:instrText>HYPERLINK "javascript:x"</w:instrText><w:t>lời</w:t></w:r></w:p>'
        ),
    )
    document.element.body.insert(
        1,
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
            "<w:p/></w:tc></w:tr></w:tbl>"
        ),
    )
    assert html_of(make_file, document).splitlines() == [
        "<p>lời</p>",
        '<table class="layout">',
        "<tr><td></td></tr>",
        "</table>",
    ]


def test_html_survives_deep_nesting(make_file: MakeFile) -> None:
    deep = 70
    opening, closing = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    table = f"{opening * deep}<w:p><w:r><w:t>đáy</w:t></w:r></w:p>{closing * deep}"
    document = docx.Document()
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{table}</w:body>")
    document.element.body.insert(0, wrapped[0])
    assert html_of(make_file, document).count("<table") == deep


def test_html_says_when_a_file_cannot_be_read(make_file: MakeFile) -> None:
    with pytest.raises(UnreadableDocx):
        docx_to_html(make_file(b"nothing"))
