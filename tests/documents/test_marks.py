"""What no page of a document shows: listed where it stands, and gone from what leaves."""

import io
import zipfile
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as raw
import pytest
from openpyxl.comments import Comment
from PIL import Image, ImageChops, ImageOps
from PIL.ExifTags import GPS, IFD, Base
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from documents import mark
from documents.drafting import Letter, Signature, compose
from documents.mark import Mark
from documents.media import (
    DOC,
    DOCX,
    EXTENSIONS,
    HEIC,
    HTML,
    JPEG,
    ODT,
    PDF,
    PNG,
    PPT,
    PPTX,
    RTF,
    TIFF,
    WEBP,
    XLS,
    XLSX,
    ZIP,
)
from documents.pictures import FORMATS, open_picture
from documents.rendition.libreoffice import LibreOffice, find_office
from documents.sandbox import Sandbox
from documents.settling import leaving, oldkinds, paragraphs_of
from documents.settling.cleaning import cleaned
from documents.settling.marks import marks_of
from tests.documents.compound import compound_bytes
from tests.documents.conftest import MakeFile
from tests.documents.document_files import pdf_bytes, tiff_bytes, xlsx_bytes, zip_bytes
from tests.documents.marked import (
    BY,
    changed,
    dele,
    document_of,
    everywhere,
    ins,
    paragraph,
    run,
    saved,
)
from tests.documents.test_settling import printed
from tests.documents.todays import pptx_bytes

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
OF_PEOPLE = (
    *("Nhuần", "Trần Hà", "Soạn", "Máy 12", "nháp", "rsid", "00AB12CD", "Sao Mai", "Mau-2013"),
    *("Ho so rieng", "trackRevisions", "mật mã", "Tài chính", "PK so lieu", "python-docx"),
)


def words_in(content: bytes) -> str:
    """Every byte of every part, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name.encode() + archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")


def test_lists_who_did_what_when_wherever_it_stands(make_file: MakeFile) -> None:
    found = marks_of(make_file(saved(everywhere())))
    by, at = "Lê Nhuần", "2026-11-20T08:15:00Z"
    places = {one.text: one.story for one in found if one.kind == mark.INSERTED}
    assert places == {
        "hộp mới": "document",
        "ngày hai mươi": "document",
        "ô mới": "document",
        "đầu mới": "header",
        "chân mới": "footer",
        "chú mới": "footnotes",
    }
    assert Mark(mark.DELETED, "ngày mười lăm", by, at) in found
    assert Mark(mark.MOVED, "Điều 2.", by, at) in found
    assert Mark(mark.FORMATTED, "đậm", by, at) in found
    assert Mark(mark.HIDDEN, "mật mã là 1234") in found
    assert Mark(mark.EMBEDDED, "so-lieu.xlsx") in found
    (comment,) = [one for one in found if one.kind == mark.COMMENT]
    assert (comment.text, comment.author) == ("Câu này chưa hỏi Tài chính", "Trần Hà")
    kinds = Counter(one.kind for one in found)
    assert kinds == {"inserted": 6, "deleted": 6, "moved": 1, "formatted": 1, "hidden": 1} | {
        "comment": 1,
        "embedded": 1,
    }


@pytest.mark.parametrize("accept", [True, False])
def test_nothing_of_it_leaves(make_file: MakeFile, *, accept: bool) -> None:
    source = make_file(saved(everywhere()))
    assert all(word in words_in(source.read_bytes()) for word in OF_PEOPLE if word != "python-docx")
    clean = cleaned(source, NOW, accept=accept)
    path = make_file(clean)
    assert marks_of(path) == []
    left = words_in(clean)
    assert [word for word in OF_PEOPLE if word in left] == []
    kept, gone = ("mới", "cũ") if accept else ("cũ", "mới")
    for place in ("hộp", "ô", "đầu", "chân", "chú"):
        assert f"{place} {kept}" in left
        assert f"{place} {gone}" not in left
    described = docx.Document(str(path)).core_properties
    assert (described.created, described.modified) == (NOW, NOW)
    assert (described.author, described.last_modified_by, described.revision) == ("", "", 0)


UNDONE = {
    "an inserted paragraph": (
        paragraph(ins("mới"), f'<w:rPr><w:ins w:id="4" {BY}/></w:rPr>') + paragraph(run("sau")),
        ["mới", "sau"],
        ["sau"],
    ),
    "a moved sentence": (
        paragraph(run("a") + dele("Điều 2.", "moveFrom"))
        + paragraph(ins("Điều 2.", "moveTo") + run("b")),
        ["a", "Điều 2.b"],
        ["aĐiều 2.", "b"],
    ),
    "a deleted row": (
        f'<w:tbl><w:tr><w:trPr><w:del w:id="5" {BY}/></w:trPr>'
        f"<w:tc>{paragraph(dele('hàng'))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph(run('giữ'))}</w:tc></w:tr></w:tbl>",
        ["giữ"],
        ["hàng", "giữ"],
    ),
}


@pytest.mark.parametrize("what", UNDONE)
def test_undoing_gives_what_stood_before(make_file: MakeFile, what: str) -> None:
    blocks, accepted, undone = UNDONE[what]
    tops = blocks.replace("</w:p><w:p>", "</w:p>\0<w:p>").split("\0")
    source = make_file(saved(document_of(*tops)))
    assert paragraphs_of(make_file(cleaned(source, NOW))) == accepted
    assert paragraphs_of(make_file(cleaned(source, NOW, accept=False))) == undone


def test_undoing_a_change_of_form_gives_the_form_before(make_file: MakeFile) -> None:
    form = f'<w:b/><w:rPrChange w:id="3" {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>'
    source = make_file(saved(document_of(paragraph(run("chữ", form)))))
    (was,) = docx.Document(str(make_file(cleaned(source, NOW, accept=False)))).paragraphs[0].runs
    (now,) = docx.Document(str(make_file(cleaned(source, NOW)))).paragraphs[0].runs
    assert (was.bold, was.italic) == (None, True)
    assert (now.bold, now.italic) == (True, None)


HIDING = {
    "by itself": ("", "<w:vanish/>"),
    "by its style": ('<w:pStyle w:val="An"/>', ""),
    "by the style that this is based on": ('<w:pStyle w:val="An2"/>', ""),
}


@pytest.mark.parametrize("how", HIDING)
def test_words_are_hidden(make_file: MakeFile, libreoffice: Sandbox, how: str) -> None:
    in_paragraph, in_run = HIDING[how]
    shown = "<w:vanish w:val='0'/>"
    document = document_of(paragraph(run("bí mật", in_run) + run("thấy", shown), in_paragraph))
    for name, based in (("An", None), ("An2", "An")):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles[based] if based else None
        if based is None:
            style.font.hidden = True
    path = make_file(saved(document))
    assert [(one.kind, one.text) for one in marks_of(path)] == [("hidden", "bí mật")]
    assert paragraphs_of(path) == ["thấy"]
    assert printed(path, libreoffice) == "thấy"


def test_picture_and_text_show_the_same_words(make_file: MakeFile, libreoffice: Sandbox) -> None:
    document = document_of(
        changed("05 tháng 12", "20 tháng 12"), paragraph(run("x", "<w:vanish/>"))
    )
    document.add_comment(document.paragraphs[0].runs[0], "chưa hỏi", "B")
    path = make_file(saved(document))
    assert paragraphs_of(path) == ["Hạn: 20 tháng 12"]
    assert printed(path, libreoffice) == "Hạn: 20 tháng 12"
    assert b"/Annot" not in path.with_name("printed.pdf").read_bytes(), "no sign of a comment"


def test_a_letter_laid_out_here_tells_nothing_of_a_template() -> None:
    signature = Signature(("CHỦ TỊCH",), "Lưu Đình Thuận")
    before = datetime.now(UTC).replace(microsecond=0)
    content = compose(
        Letter("CV", "UBND phường Tân Khê", "UBND-VX", "Tân Khê", "Về việc họp", signature)
    )
    described = docx.Document(io.BytesIO(content)).core_properties
    for moment in (described.created, described.modified):
        assert moment is not None
        assert timedelta() <= moment.astimezone(UTC) - before < timedelta(minutes=1)
    assert (described.author, described.last_modified_by) == ("UBND phường Tân Khê", "")
    left = words_in(content)
    told = ("python-docx", "2013", "thumbnail", "customXml", "extended-properties", "rsid")
    assert [word for word in told if word in left] == []


# -- What is sent with a letter --------------------------------------------------------------------


def workbook(*, hidden: bool) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(("STT", "Số tiền"), (1, 200), (2, 300))))
    sheet = book.worksheets[0]
    sheet["B2"].comment = Comment("Chưa hỏi Tài chính", "Trần Hà")
    book.properties.creator = "Lê Nhuần"
    if hidden:
        book.create_sheet("Tính riêng").sheet_state = "veryHidden"
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[9].hidden = True  # with nothing in it
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_comments_of_a_workbook_go_and_what_is_hidden_is_left_to_its_author(
    make_file: MakeFile,
) -> None:
    path = make_file(workbook(hidden=False))
    assert leaving.marks_of(path, XLSX) == [Mark(mark.COMMENT, "B2: Chưa hỏi Tài chính", "Trần Hà")]
    clean = leaving.cleaned(path, XLSX, NOW)
    assert leaving.marks_of(make_file(clean), XLSX) == []
    left = words_in(clean)
    assert [word for word in ("Tài chính", "Trần", "Nhuần", "vml") if word in left] == []
    rows = openpyxl.load_workbook(io.BytesIO(clean)).worksheets[0].values
    assert list(rows) == [("STT", "Số tiền"), (1, 200), (2, 300)]
    path = make_file(workbook(hidden=True))
    hidden = {one.story: one.text for one in leaving.marks_of(path, XLSX)}
    assert hidden == {"document": "B2: Chưa hỏi Tài chính", "sheet": "Tính riêng"} | {
        "cells": "Biểu 1: 3:3, A:A"
    }
    clean = leaving.cleaned(path, XLSX, NOW)
    stays = leaving.marks_of(make_file(clean), XLSX)
    assert {one.story for one in stays} == {"sheet", "cells"}
    assert all(mark.is_for_its_author(one, XLSX) for one in stays)


def test_notes_and_hidden_slides_go(make_file: MakeFile) -> None:
    path = make_file(pptx_bytes("Trang một", "Trang kín", hidden=(2,), note="Nói nhỏ"))
    assert leaving.marks_of(path, PPTX) == [
        Mark(mark.HIDDEN, "Nói nhỏ", story="notes"),
        Mark(mark.HIDDEN, "Trang kín", story="slide"),
    ]
    clean = leaving.cleaned(path, PPTX, NOW)
    assert leaving.marks_of(make_file(clean), PPTX) == []
    assert [w for w in ("Trang một", "kín", "Nói nhỏ") if w in words_in(clean)] == ["Trang một"]


def noted_pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setAuthor("Nhuan")
    canvas.drawString(72, 720, "Trang mot")
    canvas.textAnnotation("Hoi lai", [100, 100, 200, 200])
    canvas.highlightAnnotation("", [72, 715, 150, 730])
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry("Muc 1", "a")
    canvas.save()
    with closing(pypdfium2.PdfDocument(target.getvalue())) as pdf:
        pdf.new_attachment("so-lieu.xlsx").set_data(b"rieng")
        with_file = io.BytesIO()
        pdf.save(with_file)
    return with_file.getvalue()


def test_what_hangs_on_a_pdf_goes_and_its_pages_and_bookmarks_stay(make_file: MakeFile) -> None:
    path = make_file(noted_pdf())
    assert leaving.marks_of(path, PDF) == [
        Mark(mark.EMBEDDED, "so-lieu.xlsx"),
        Mark(mark.COMMENT, "Hoi lai"),
    ]
    clean = leaving.cleaned(path, PDF, NOW)
    assert leaving.marks_of(make_file(clean), PDF) == []
    of_people = (b"Nhuan", b"Hoi lai", b"so-lieu", b"rieng", b"ReportLab", b"/Info")
    assert [word for word in of_people if word in clean] == []
    with closing(pypdfium2.PdfDocument(clean)) as pdf:
        assert [one.get_title() for one in pdf.get_toc()] == ["Muc 1"]
        assert raw.FPDFPage_GetAnnotCount(pdf[0]) == 1
        assert pdf[0].get_textpage().get_text_range() == "Trang mot"
    locked = pdf_bytes("a", encrypt=StandardEncryption("", "chủ", canModify=0))
    assert leaving.cleaned(make_file(locked), PDF, NOW) == locked


@pytest.mark.parametrize("media_type", [JPEG, PNG, WEBP, HEIC, TIFF])
def test_a_picture_does_not_say_where_it_was_taken(make_file: MakeFile, media_type: str) -> None:
    told = Image.Exif()
    told[Base.Orientation], told[Base.Model] = 6, "May cua Nhuan"
    told.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    target = io.BytesIO()
    shot = Image.linear_gradient("L").convert("RGB").resize((64, 32))
    shot.save(target, FORMATS[media_type], exif=told)
    before, clean = make_file(target.getvalue()), leaving.cleaned
    assert b"Nhuan" in target.getvalue()
    after = make_file(clean(before, media_type, NOW))
    assert b"Nhuan" not in after.read_bytes()
    with open_picture(before, media_type) as old, open_picture(after, media_type) as new:
        assert not new.getexif().get_ifd(IFD.GPSInfo)
        shown = [ImageOps.exif_transpose(one).convert("RGB") for one in (old, new)]
        assert shown[0].size == shown[1].size
        assert max(ImageChops.difference(*shown).tobytes()) <= 12


def test_all_pages_of_a_scan_stay(make_file: MakeFile) -> None:
    clean = leaving.cleaned(make_file(tiff_bytes(3)), TIFF, NOW)
    with Image.open(io.BytesIO(clean)) as scan:
        assert getattr(scan, "n_frames", 1) == 3


#: Which program of old keeps it, and what it is today.
OLD = {DOC: DOCX, XLS: XLSX, PPT: PPTX}


@pytest.fixture(scope="session")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Marked files as programs of old keep them."""
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    slides = pptx_bytes("Một", "Hai", hidden=(2,), note="Chưa hỏi")
    marked = {DOCX: saved(everywhere()), XLSX: workbook(hidden=True), PPTX: slides}
    made = {}
    for old, today in OLD.items():
        folder = tmp_path_factory.mktemp("old")
        (folder / "source").write_bytes(marked[today])
        converter = LibreOffice(office, folder.parent / "profiles")
        made[old] = converter.convert(folder / "source", today, old, folder).read_bytes()
    return made


def test_old_kinds_are_looked_into_in_a_zip_too(
    make_file: MakeFile, libreoffice: Sandbox, old_files: dict[str, bytes]
) -> None:
    """Whatever nobody here can say of a file inside, that is said."""
    members = {f"tệp{EXTENSIONS[old]}": content for old, content in old_files.items()}
    members |= {"hong.docx": b"PK", "la.xyz": b"?", "chu.txt": b"chu"}
    found = libreoffice.marks(make_file(zip_bytes(members)), ZIP)
    held: dict[str, Counter[str]] = {}
    for one in found:
        held.setdefault(one.inside, Counter())[one.kind] += 1
        assert mark.is_for_its_author(one, ZIP)
    assert held == {
        "tệp.doc": {"inserted": 6, "deleted": 6, "formatted": 1, "hidden": 1, "comment": 1},
        "tệp.xls": {"comment": 1, "hidden": 2},
        "tệp.ppt": {"hidden": 2},
        "hong.docx": {"unseen": 1},
        "la.xyz": {"unseen": 1},
    }
    texts = {one.text for one in found}
    assert {"ngày mười lăm", "Tính riêng", "Chưa hỏi", "Câu này chưa hỏi Tài chính"} <= texts


def test_an_old_letter_is_settled_as_one_of_today(
    make_file: MakeFile, libreoffice: Sandbox, old_files: dict[str, bytes]
) -> None:
    path = make_file(old_files[DOC])
    made = make_file(libreoffice.settled(path, NOW, DOC, accept=False))
    assert libreoffice.marks(made, DOCX) == []
    words = " ".join(paragraphs_of(made))
    assert "ngày mười lăm" in words
    assert "ngày hai mươi" not in words
    assert [word for word in OF_PEOPLE if word in words_in(made.read_bytes())] == []


def test_old_kinds_leave_as_they_were_without_their_authors(
    make_file: MakeFile, libreoffice: Sandbox, old_files: dict[str, bytes]
) -> None:
    """Not a byte but names is another, and LibreOffice reads it as before."""
    names = ("Soạn", "Máy 12", "Lê Nhuần", "Trần Hà")
    for old, content in old_files.items():
        path = make_file(content)
        clean = libreoffice.cleaned(path, NOW, old)
        assert len(clean) == len(content)
        told = (name.encode(code) for name in names for code in ("utf-8", "utf-16-le"))
        left = [name for name in told if name in clean]
        # Whoever wrote a comment in a sheet is said in the comment, with which it goes.
        assert left == [], old
    said = libreoffice.extract_text(
        make_file(libreoffice.cleaned(make_file(old_files[DOC]), NOW, DOC)), DOC
    )
    assert "ngày hai mươi" in said.text


def test_who_last_saved_it_stands_in_tables_of_old(make_file: MakeFile) -> None:
    user = b"\0" * 20 + b"\x02\0" + b"\0" * 6 + b"Ha" + b"\1\0\0\0" + "Hà".encode("utf-16-le")
    book = b"\x5c\0\x70\0" + b"\x07\0\0Le Nhuan".ljust(0x70) + b"\x0a\0\0\0" + b"\x5c\0\2\0ab"
    files = {"Workbook": book, "Current User": user, "\x05SummaryInformation": b"\0" * 56 + b"Ha"}
    path = make_file(compound_bytes(files))
    clean = oldkinds.without_authors(path, XLS)
    assert len(clean) == path.stat().st_size
    assert not any(name in clean for name in (b"Ha", b"Le Nhuan", "Hà".encode("utf-16-le")))
    assert b"ab" in clean, "behind all records of the book"


def test_open_documents_and_rich_texts_leave_without_their_authors(make_file: MakeFile) -> None:
    members = {"content.xml": b"<x/>", "meta.xml": "<x>Soạn</x>".encode(), "Thumbnails/t.png": b"P"}
    clean = oldkinds.without_authors(make_file(zip_bytes(members)), ODT)
    assert words_in(clean).count("Soạn") == 0
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert archive.read("content.xml") == b"<x/>"
    with pytest.raises(oldkinds.EarlierStates):
        oldkinds.without_authors(make_file(zip_bytes(members | {"Versions/1": b"PK"})), ODT)
    rich = rb"{\rtf1{\info{\author Ha {x}}}{\*\generator Word}Chu{\infos y}}"
    assert oldkinds.without_authors(make_file(rich), RTF) == rb"{\rtf1Chu{\infos y}}"
    page = b"<html><head><meta name=Author content=Ha><style><!--p{}--></style></head></html>"
    left = oldkinds.without_authors(make_file(page), HTML)
    assert left == b"<html><head><style><!--p{}--></style></head></html>"
