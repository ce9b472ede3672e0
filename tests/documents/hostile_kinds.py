"""Hostile files of the kinds that are made modern first, and of what is settled before reading."""

import struct

from documents import media
from tests.documents.compound import compound_bytes
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    image_bytes,
    odf_bytes,
    tiff_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.documents.todays import eml_bytes, msg_bytes, pptx_bytes

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
    return b"{\\rtf1 " + b"{" * 1_000_000 + b"}" * 1_000_001


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


# -- Mails, slides, pictures of telephones ---------------------------------------------------------


def mail_within_mails() -> bytes:
    """Two hundred mails, each hanging on the one before."""
    content = b"Subject: trong cung\n\nhet"
    for number in range(200):
        edge = b"e%d" % number
        content = (
            b"Subject: %d\nContent-Type: multipart/mixed; boundary=%s\n\n--%s\n"
            b"Content-Type: message/rfc822\n\n%s\n--%s--\n"
        ) % (number, edge, edge, content, edge)
    return content


def mail_without_bottom() -> bytes:
    """Boxes within boxes until the reader's own stack ends."""
    boxes = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000)
    )
    return b"Subject: a\n" + boxes


def mail_of_many() -> bytes:
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n"
    head = b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n"
    return head + part * 100_000 + b"--b--\n"


def mail_of_a_bomb() -> bytes:
    """The mail is sound; what hangs on it is not, and comes out only by asking for it."""
    return eml_bytes("lanh", {"bom.docx": _entities(), "quet.tif": huge_scan()})


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    xml = f'<!DOCTYPE d [{levels}]><w:document xmlns:w="{W}"><w:body>&l9;</w:body></w:document>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode()})


def outlook_in_circles() -> bytes:
    """A mail of Outlook whose directory leads round in a circle."""
    content = bytearray(msg_bytes("a", {"a.pdf": b"x"}))
    place = content.index("__properties_version1.0".encode("utf-16-le"))
    struct.pack_into("<III", content, place + 68, 1, 1, 1)
    return bytes(content)


def five_thousand_slides() -> bytes:
    return pptx_bytes(*(f"trang {number}" for number in range(5_000)))


def slides_of_entities() -> bytes:
    xml = b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>'
    return edit_zip(pptx_bytes("a"), {"ppt/presentation.xml": xml})


def slides_of_old_without_end() -> bytes:
    """Lists within lists, each said to be four gigabytes."""
    records = struct.pack("<HHI", 0xF, 0x0FF0, 0xFFFFFFFF) * 500_000
    return compound_bytes({"Current User": bytes(20), "PowerPoint Document": records})


def huge_telephone_picture() -> bytes:
    """A small picture that says it is 30,000 by 30,000."""
    content = image_bytes("HEIF")
    sizes = content.index(b"ispe") + 8
    return content[:sizes] + struct.pack(">II", 30_000, 30_000) + content[sizes + 8 :]


def scan_of_ten_thousand() -> bytes:
    """Ten thousand pages that are all the same strip of pixels."""
    first = _tiff(8, 8)
    directory = first[16:]
    places = [16 + number * len(directory) for number in range(10_000)]
    each = (directory[:-4] + struct.pack("<I", place) for place in [*places[1:], 0])
    return first[:16] + b"".join(each)


def rich_text_of_binary() -> bytes:
    """A picture that says it is two gigabytes, in a text that ends at once."""
    return b"{\\rtf1 {\\pict\\bin2147483647 " + b"x" * 1000 + b"}}"


def rich_text_of_rows() -> bytes:
    row = b"\\trowd" + b"\\cellx100" * 60 + b"\\intbl" + b" a\\cell" * 60 + b"\\row"
    return b"{\\rtf1 " + row * 4_000 + b"}"


def table_of_one_line() -> bytes:
    """Fifty megabytes without an end of line."""
    return b"nam," * 12_500_000


def open_document_of_others() -> bytes:
    """It asks for pictures and a section of another machine and of this one."""
    draw = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
    link = "http://www.w3.org/1999/xlink"
    asked = "".join(
        f'<d:frame xmlns:d="{draw}"><d:image xmlns:l="{link}" l:href="{address}"/></d:frame>'
        f'<text:section text:name="s{n}"><text:section-source xmlns:l="{link}" l:href="{address}"/>'
        "</text:section>"
        for n, address in enumerate(("http://127.0.0.1:1/a.png", "file:///etc/passwd"))
    )
    return odf_bytes(media.ODT, body=f"<text:p>lành</text:p><text:p>{asked}</text:p>")
