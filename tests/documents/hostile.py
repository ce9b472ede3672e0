"""Files that were made to ruin whoever opens them; small, and built anew for every run."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.documents import hostile_kinds as kinds
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    pdf_bytes,
    xlsx_bytes,
    zip_bytes,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


# -- PDF -------------------------------------------------------------------------------------------


def pdf_of(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with the table that finds them."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\n" % (len(objects) + 1, root)
    return body + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, entries: bytes = b"", *, packed: int = 0) -> bytes:
    """A stream, packed so many times."""
    for _ in range(packed):
        content = zlib.compress(content, 9)
    filters = b"/Filter[%s]" % (b"/FlateDecode " * packed) if packed else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, filters, len(content), content)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def page(contents: int, resources: bytes = b"", box: bytes = b"0 0 600 800") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources<<%s>>>>" % (
        box,
        contents,
        resources,
    )


def one_page(contents: bytes, resources: bytes = b"", box: bytes = b"0 0 600 800") -> bytes:
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of([CATALOG, pages, page(4, resources, box), contents])


def _forms(first: int, depth: int, times: int) -> list[bytes]:
    """Forms of which each draws the next several times: what is drawn grows as a power."""
    objects = []
    for number in range(first, first + depth):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
        entries += b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1)
        objects.append(stream(b"/F Do " * times, entries))
    last = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
    return [*objects, stream(b"0 0 9 9 re f " * 9, last)]


def nested_forms() -> bytes:
    contents = stream(b"/F Do")
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    first = page(4, b"/XObject<</F 5 0 R>>")
    return pdf_of([CATALOG, pages, first, contents, *_forms(5, 9, 10)])


def bomb_on_page_two() -> bytes:
    """Every look at its first and last page finds nothing."""
    pages = b"<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 3 0 R]>>"
    first = page(5, b"/Font<</F 7 0 R>>")
    text = stream(b"BT /F 12 Tf 72 720 Td (Trang lanh) Tj ET")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    second = page(6, b"/XObject<</F 8 0 R>>")
    return pdf_of([CATALOG, pages, first, second, text, stream(b"/F Do"), font, *_forms(8, 9, 10)])


def form_in_itself() -> bytes:
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F 5 0 R>>>>"
    form = stream(b"/F Do " * 50, entries)
    return pdf_of([CATALOG, pages, page(4, b"/XObject<</F 5 0 R>>"), stream(b"/F Do"), form])


def page_tree_in_itself() -> bytes:
    return pdf_of([CATALOG, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])


def million_pages() -> bytes:
    """Six levels of ten kids each, all the same."""
    levels = [
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (10 ** (6 - n), b"%d 0 R " % (n + 3) * 10)
        for n in range(6)
    ]
    return pdf_of([CATALOG, *levels, page(9), stream(b"")])


def three_million_rectangles() -> bytes:
    return one_page(stream(b"0 0 1 1 re f\n" * 3_000_000, packed=1))


def stream_packed_twice() -> bytes:
    once = zlib.compressobj(9)
    content = b"".join(once.compress(b" " * 10_000_000) for _ in range(100)) + once.flush()
    packed = zlib.compress(content, 9)
    entries = b"/Filter[/FlateDecode/FlateDecode]/Length %d" % len(packed)
    return one_page(b"<<%s>>stream\n%s\nendstream" % (entries, packed))


def huge_page() -> bytes:
    return one_page(stream(b"0 0 9 9 re f"), box=b"0 0 9000000 9000000")


def flat_page() -> bytes:
    return one_page(stream(b"0 0 9 9 re f"), box=b"0 0 1 9000000")


def huge_picture_in_pdf() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray"
    picture = stream(bytes(7500 * 60_000), entries + b"/BitsPerComponent 1", packed=1)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    contents = stream(b"600 0 0 800 0 0 cm /I Do")
    return pdf_of([CATALOG, pages, page(4, b"/XObject<</I 5 0 R>>"), contents, picture])


def deep_arrays() -> bytes:
    return one_page(stream(b"[" * 2_000_000 + b"]" * 2_000_000, packed=1))


def font_in_itself() -> bytes:
    """A font whose one letter is drawn by writing fifty of it."""
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97"
        b"/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>"
        b"/Resources<</Font<</F 5 0 R>>>>>>"
    )
    letter = stream(b"9 0 d0 BT /F 9 Tf (%s) Tj ET" % (b"a" * 50))
    contents = stream(b"BT /F 9 Tf (%s) Tj ET" % (b"a" * 50))
    return pdf_of([CATALOG, pages, page(4, b"/Font<</F 5 0 R>>"), contents, font, letter])


# -- Word ------------------------------------------------------------------------------------------


def _document(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode()})


def entities() -> bytes:
    """A billion laughs."""
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    xml = f'<!DOCTYPE d [{levels}]><w:document xmlns:w="{W}"><w:body>&l9;</w:body></w:document>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode()})


def entity_of_this_machine() -> bytes:
    xml = f'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d xmlns="{W}">&f;</d>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode()})


def deep_tables() -> bytes:
    depth = 5_000
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return _document(opening * depth + "<w:p/>" + closing * depth)


def million_elements() -> bytes:
    """Some 100 MB of XML, within the packing ratio, that become gigabytes of elements."""
    noise = b"".join(struct.pack("<Q", n * 2_654_435_761 % 2**64) for n in range(90_000))
    body = "<w:p/>" * 15_000_000
    xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return edit_zip(docx_bytes(), {"word/document.xml": xml.encode(), "word/n.bin": noise})


def endless_paragraphs() -> bytes:
    """Nothing wrong with it, but to compare it with another takes the square of its length."""
    words = (f"<w:p><w:r><w:t>dòng {n} {n * 7919 % 9973}</w:t></w:r></w:p>" for n in range(60_000))
    return _document("".join(words))


# -- Excel -----------------------------------------------------------------------------------------


def _sheet(rows: str) -> bytes:
    xml = f'<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
    return edit_zip(xlsx_bytes(("a",)), {"xl/worksheets/sheet1.xml": xml.encode()})


def _cell(name: str) -> str:
    return f'<c r="{name}"><v>1</v></c>'


def far_corner() -> bytes:
    """Two cells; between them lie seventeen billion, which would be printed."""
    return _sheet(f'<row r="1">{_cell("A1")}</row><row r="1048576">{_cell("XFD1048576")}</row>')


def many_printed_pages() -> bytes:
    """A number at the end of every hundredth row, far to the right."""
    rows = (f'<row r="{n}">{_cell(f"AZ{n}")}</row>' for n in range(1, 40_000, 40))
    return _sheet("".join(rows))


def wide_sheet() -> bytes:
    row = "".join(_cell(f"{name}1") for name in _columns())
    return _sheet(f'<row r="1">{row}</row>')


def _columns() -> list[str]:
    letters = [chr(65 + n) for n in range(26)]
    return [a + b + c for a in letters[:20] for b in letters for c in letters][:13_000]


def repeated_formulas() -> bytes:
    """Each cell adds up all cells before it."""
    rows = (f'<row r="{n}"><c r="A{n}"><f>SUM(A$1:A{n})*1</f></c></row>' for n in range(2, 60_000))
    return _sheet("".join(rows))


# -- Pictures and zips -----------------------------------------------------------------------------


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def huge_png() -> bytes:
    return _png(60_000, 60_000, zlib.compress(bytes(7_501 * 60_000), 9))


def png_at_the_limit() -> bytes:
    """A hundred million pixels, the most that are taken."""
    return _png(10_000, 10_000, zlib.compress(bytes(1_251 * 10_000), 9))


def png_with_endless_text() -> bytes:
    sound = _png(8, 8, zlib.compress(bytes(16)))
    text = b"tEXt" + b"k\0" + b"x" * 5_000_000
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return sound[:33] + chunk * 8 + sound[33:]


def zip_of_zeros() -> bytes:
    return zip_bytes({f"{n}.pdf": bytes(40_000_000) for n in range(8)})


def zip_of_many() -> bytes:
    return zip_bytes({f"{n}.pdf": b"" for n in range(60_000)}, zipfile.ZIP_STORED)


def zip_that_overlaps() -> bytes:
    """A hundred entries that all unpack the same ten megabytes."""
    content = zip_bytes({"0.pdf": bytes(10_000_000)})
    directory = content.index(b"PK\x01\x02")
    entry = content[directory : content.index(b"PK\x05\x06")]
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 100, 100, len(entry) * 100, directory, 0)
    return content[:directory] + entry * 100 + end


def bomb_in_a_zip() -> bytes:
    return zip_bytes({"lanh.pdf": pdf_bytes("Trang lanh"), "bom.pdf": nested_forms()})


def pdf_that_is_a_zip() -> bytes:
    return pdf_bytes("Trang lanh") + zip_bytes({"a.docx": docx_bytes()})


def page_of_the_web() -> bytes:
    return b"<html><script>alert(1)</script></html>\n%PDF-1.7\nstartxref\n0\n%%EOF"


# -- All of them -----------------------------------------------------------------------------------

TAKEN = "taken"
#: Which of them it is depends on how fast the machine is.
TOO_MUCH = frozenset({"too_long", "too_much_memory"})


@dataclass(frozen=True)
class Hostile:
    """A file, what inspection may say of it (TAKEN, or a problem's code), and of its pages.

    `pages` are the codes with which drawing page two (else one) or printing may end.
    """

    name: str
    build: Callable[[], bytes]
    inspected: frozenset[str]
    pages: frozenset[str] = frozenset({TAKEN})


#: They take a conversion to its limits of 30 s, as others of their kind do in less: `make soak`.
LONG = (
    "trieu-phan-tu.docx", "noi-doan.docx", "kieu-noi-nhau.docx", "o-dai.xlsx", "nhi-phan.rtf",
    "nhieu-hang.rtf",
)  # fmt: skip


def _one(*codes: str) -> frozenset[str]:
    return frozenset(codes)


DAMAGED = _one("office_damaged")
MAIL_DAMAGED = _one("mail_damaged")
HUGE = _one("image_too_large", "image_damaged")
NOT_PRINTED = TOO_MUCH | {"conversion_failed", "docx_unreadable", "too_many_pages"}

CORPUS = (
    Hostile("form-long-nhau.pdf", nested_forms, TOO_MUCH, TOO_MUCH),
    Hostile("bom-trang-hai.pdf", bomb_on_page_two, _one(TAKEN), TOO_MUCH),
    Hostile("form-tu-goi.pdf", form_in_itself, TOO_MUCH, TOO_MUCH),
    Hostile("cay-trang-tu-goi.pdf", page_tree_in_itself, _one("pdf_damaged"), _one("pdf_damaged")),
    Hostile("trieu-trang.pdf", million_pages, _one("too_many_pages")),
    Hostile("ba-trieu-o.pdf", three_million_rectangles, TOO_MUCH, TOO_MUCH),
    Hostile("nen-hai-lan.pdf", stream_packed_twice, TOO_MUCH, TOO_MUCH),
    Hostile("trang-khong-lo.pdf", huge_page, _one(TAKEN)),
    Hostile("trang-det.pdf", flat_page, _one(TAKEN)),
    Hostile("anh-khong-lo.pdf", huge_picture_in_pdf, _one(TAKEN), TOO_MUCH | {TAKEN}),
    Hostile("mang-sau.pdf", deep_arrays, _one(TAKEN)),
    Hostile("phong-tu-goi.pdf", font_in_itself, _one(TAKEN)),
    Hostile("thuc-the.docx", entities, DAMAGED, NOT_PRINTED),
    Hostile("thuc-the-may.docx", entity_of_this_machine, DAMAGED, NOT_PRINTED),
    Hostile("bang-sau.docx", deep_tables, DAMAGED, NOT_PRINTED),
    Hostile("trieu-phan-tu.docx", million_elements, DAMAGED | TOO_MUCH, NOT_PRINTED),
    Hostile("van-ban-dai.docx", endless_paragraphs, _one(TAKEN), NOT_PRINTED),
    Hostile("goc-xa.xlsx", far_corner, _one(TAKEN), NOT_PRINTED),
    Hostile("nhieu-trang-in.xlsx", many_printed_pages, _one(TAKEN), NOT_PRINTED),
    Hostile("trang-rong.xlsx", wide_sheet, _one(TAKEN), NOT_PRINTED),
    Hostile("cong-don.xlsx", repeated_formulas, _one(TAKEN), NOT_PRINTED),
    Hostile("anh-lon.png", huge_png, _one("image_too_large"), _one("image_damaged")),
    Hostile("anh-vua-du.png", png_at_the_limit, _one(TAKEN), TOO_MUCH | {TAKEN}),
    Hostile("anh-nhieu-chu.png", png_with_endless_text, _one(TAKEN)),
    Hostile("so-khong.zip", zip_of_zeros, _one("zip_ratio")),
    Hostile("nhieu-tep.zip", zip_of_many, _one("zip_too_many_files")),
    Hostile("chong-len-nhau.zip", zip_that_overlaps, _one("zip_damaged")),
    Hostile("bom-trong-nen.zip", bomb_in_a_zip, TOO_MUCH),
    Hostile("vua-pdf-vua-zip.pdf", pdf_that_is_a_zip, _one("pdf_damaged", TAKEN)),
    Hostile("vua-pdf-vua-zip.docx", pdf_that_is_a_zip, _one("content_mismatch"), NOT_PRINTED),
    Hostile("trang-web.pdf", page_of_the_web, _one("pdf_damaged"), _one("pdf_damaged")),
    Hostile("truong-khong-het.docx", kinds.fields_without_end, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("nhieu-truong.docx", kinds.fields_side_by_side, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("noi-doan.docx", kinds.paragraphs_all_joined, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("kieu-noi-nhau.docx", kinds.styles_in_a_row, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("cong-thuc-sau.docx", kinds.deep_equation, DAMAGED, NOT_PRINTED),
    Hostile("o-dai.xlsx", kinds.workbook_of_styles, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("ngoac-sau.rtf", kinds.deep_rich_text, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("truong-khong-het.rtf", kinds.rich_text_of_fields, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("web-sau.doc", kinds.deep_web_page, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("web-hoi-may-khac.doc", kinds.web_page_of_others, _one(TAKEN)),
    Hostile("dong-trong.txt", kinds.text_of_nothing, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("ngoac-kep.csv", kinds.table_without_end, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("ngang.csv", kinds.wide_table, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("thuc-the.odt", kinds.open_document_entities, DAMAGED, NOT_PRINTED),
    Hostile("no.odt", kinds.open_document_bomb, _one("zip_ratio"), NOT_PRINTED | {TAKEN}),
    Hostile("o-lap.ods", kinds.repeated_cells, _one(TAKEN), NOT_PRINTED),
    Hostile("vong-tron.xls", kinds.workbook_in_circles, DAMAGED, NOT_PRINTED),
    Hostile("khong-lo.tif", kinds.huge_scan, _one("image_too_large"), NOT_PRINTED),
    Hostile(
        "vong-tron.tif", kinds.scan_in_circles, _one(TAKEN, "image_damaged"), NOT_PRINTED | {TAKEN}
    ),
    Hostile("ba-nghin-trang.tif", kinds.scan_of_many, _one(TAKEN), NOT_PRINTED),
    Hostile("trong-nen.zip", kinds.scan_in_a_zip, _one("image_too_large")),
    Hostile("long-nhau.eml", kinds.mail_within_mails, _one(TAKEN)),
    Hostile("khong-day.eml", kinds.mail_without_bottom, MAIL_DAMAGED | TOO_MUCH, NOT_PRINTED),
    Hostile("nhieu-tep.eml", kinds.mail_of_many, TOO_MUCH | {TAKEN}, NOT_PRINTED | {TAKEN}),
    Hostile("kem-bom.eml", kinds.mail_of_a_bomb, _one(TAKEN)),
    Hostile("vong-tron.msg", kinds.outlook_in_circles, DAMAGED | {TAKEN}, NOT_PRINTED | {TAKEN}),
    Hostile("nghin-trang.pptx", kinds.five_thousand_slides, _one(TAKEN), NOT_PRINTED),
    Hostile("thuc-the.pptx", kinds.slides_of_entities, DAMAGED, NOT_PRINTED),
    Hostile("khong-het.ppt", kinds.slides_of_old_without_end, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("rat-lon.heic", kinds.huge_telephone_picture, HUGE, TOO_MUCH | {"image_damaged"}),
    Hostile("van-trang.tif", kinds.scan_of_ten_thousand, _one(TAKEN, "image_damaged"), NOT_PRINTED),
    Hostile(
        "nhi-phan.rtf", kinds.rich_text_of_binary, _one("office_damaged"), NOT_PRINTED | {TAKEN}
    ),
    Hostile("nhieu-hang.rtf", kinds.rich_text_of_rows, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("mot-dong.csv", kinds.table_of_one_line, _one(TAKEN), NOT_PRINTED | {TAKEN}),
    Hostile("hoi-may-khac.odt", kinds.open_document_of_others, _one(TAKEN), NOT_PRINTED | {TAKEN}),
)
