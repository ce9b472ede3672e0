"""Hostile files of the kinds that are made modern first, and of what is settled before reading."""

import struct

from documents import media
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    odf_bytes,
    tiff_bytes,
    xlsx_bytes,
    zip_bytes,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _document(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{W}" xmlns:m="{M}"><w:body>{body}</w:body></w:document>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode()})


# -- Word ------------------------------------------------------------------------------------------


def fields_without_end() -> bytes:
    """Twenty thousand fields, each in the question of the one before."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:t>x</w:t></w:r>'
    return _document(f"<w:p>{begin * 20_000}</w:p>")


def fields_side_by_side() -> bytes:
    field = '<w:fldSimple w:instr="DATE"><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    return _document(f"<w:p>{field * 20_000}</w:p>")


def paragraphs_all_joined() -> bytes:
    """The end of each of 20,000 paragraphs is deleted: all are one."""
    form = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    return _document(f"<w:p>{form}<w:r><w:t>chữ </w:t></w:r></w:p>" * 20_000)


def styles_in_a_row() -> bytes:
    """Each style is based on the next, the last on the first; runs ask all of them."""
    count = 40_000
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % count}"/>'
        "</w:style>"
        for n in range(count)
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        for n in range(0, count, 4)
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts = {
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'.encode(),
        "word/document.xml": document.encode(),
    }
    return edit_zip(docx_bytes(), {**parts})


def deep_equation() -> bytes:
    return _document(f"<w:p><m:oMath>{'<m:e>' * 5_000}{'</m:e>' * 5_000}</m:oMath></w:p>")


# -- Rich text, web pages, text --------------------------------------------------------------------


def deep_rich_text() -> bytes:
    return b"{\\rtf1 " + b"{" * 3_000_000 + b"}" * 3_000_001


def rich_text_of_fields() -> bytes:
    """Codes of fields that never end."""
    return b"{\\rtf1 " + b"{\\field{\\*\\fldinst DATE " * 200_000 + b"}"


def deep_web_page() -> bytes:
    return b"<html><body>" + b"<div>" * 500_000


def web_page_of_others() -> bytes:
    """It asks for pictures of another machine and of this one."""
    return (
        b"<html><body><p>chu</p><img src='http://127.0.0.1:1/a.png'>"
        b"<img src='file:///etc/passwd'><iframe src='file:///etc/passwd'></iframe>"
    )


def text_of_nothing() -> bytes:
    return b"\n" * 30_000_000


def table_without_end() -> bytes:
    """One quoted value of thirty megabytes."""
    return b'"' + b"a;b\n" * 8_000_000


def wide_table() -> bytes:
    return b";" * 3_000_000


# -- OpenDocument, Excel 97-2003, TIFF -------------------------------------------------------------


def open_document_entities() -> bytes:
    xml = b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>'
    return odf_bytes(media.ODT, {"content.xml": xml})


def open_document_bomb() -> bytes:
    return odf_bytes(media.ODT, {"Pictures/a.bmp": bytes(40_000_000)})


def repeated_cells() -> bytes:
    """Two attributes that stand for a million rows of a thousand cells."""
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    cell = f'<t:table-cell xmlns:t="{table}" t:number-columns-repeated="1000"'
    cell += f' xmlns:o="{office}" o:value-type="float" o:value="1"/>'
    row = f'<t:table-row t:number-rows-repeated="1000000">{cell}</t:table-row>'
    return odf_bytes(media.ODS, body=f'<t:table xmlns:t="{table}" t:name="a">{row}</t:table>')


def workbook_in_circles() -> bytes:
    """A compound file whose sectors follow each other in a circle."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 2, 1, *[0xFFFFFFFF] * 125)
    return bytes(header) + fat + bytes(1024)


def _tiff(width: int, height: int, next_directory: int = 0) -> bytes:
    """A black-and-white picture whose pixels were forgotten."""
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 1),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, height),
        (279, 4, 1, 8),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", next_directory)
    return b"II*\0" + struct.pack("<I", 16) + bytes(8) + directory


def huge_scan() -> bytes:
    return _tiff(60_000, 60_000)


def scan_in_circles() -> bytes:
    return _tiff(8, 8, next_directory=16)


def scan_of_many() -> bytes:
    return tiff_bytes(3_000, (8, 8))


def scan_in_a_zip() -> bytes:
    return zip_bytes({"a.tif": huge_scan(), "b.doc": deep_rich_text()})


def workbook_of_styles() -> bytes:
    """Every cell is beside a long one, so that each is laid out by itself."""
    return xlsx_bytes(*((f"{'chữ ' * 20}{n}",) * 20 for n in range(5_000)))
