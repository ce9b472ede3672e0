"""PDFs as offices get them: locked against copying, filled in, padded, without words."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

from documents import media, remarks
from documents.extraction.extract import extract_text
from documents.inspection.inspect import inspect
from documents.rendition.pages import page_image
from tests.documents.conftest import MakeFile
from tests.documents.document_files import pdf_bytes
from tests.documents.hostile import pdf_of, stream

VALUE = "Họ tên người điền mẫu"


def form(value: str, *, drawn: bytes = b"", flags: int = 4, more: bytes = b"") -> bytes:
    """One page with one field, drawn by whoever filled it in or not."""
    written = b"<feff%s>" % value.encode("utf-16-be").hex().encode()
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/DA(/Helv 0 Tf 0 g)%s>>>>" % more
    )
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots[4 0 R]/Contents 5 0 R>>"
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[60 600 360 624]/F %d/V %s"
        b"/DA(/Helv 12 Tf 0 g)%s>>" % (flags, written, drawn)
    )
    return pdf_of([catalog, pages, page, field, stream(b"")])


def ink(path: Path) -> int:
    """How many dark points a page has."""
    with Image.open(io.BytesIO(page_image(path, 1, 1240))) as picture:
        return sum(picture.convert("L").histogram()[:128])


def test_what_was_filled_in_is_read(make_file: MakeFile) -> None:
    found = extract_text(make_file(form(VALUE)), media.PDF)
    assert (found.pages, found.remarks) == ((VALUE,), ())
    assert extract_text(make_file(form(VALUE, flags=2)), media.PDF).text == ""


def test_every_letter_of_it_is_drawn(make_file: MakeFile) -> None:
    plain = ink(make_file(form("H")))
    vietnamese = [ink(make_file(form(letter))) for letter in "ọườiềẫ"]
    assert plain > 0
    assert min(vietnamese) > 0
    assert ink(make_file(form(VALUE))) > 3 * max(vietnamese)


def test_several_lines_are_drawn_below_each_other(make_file: MakeFile) -> None:
    assert ink(make_file(form("ấ\nấ"))) > 1.5 * ink(make_file(form("ấ")))


def test_says_that_the_form_of_another_program_is_not_read(make_file: MakeFile) -> None:
    found = extract_text(make_file(form("", more=b"/XFA[(a)5 0 R]")), media.PDF)
    assert remarks.XFA in found.remarks


def test_says_how_many_pages_have_no_words(make_file: MakeFile) -> None:
    found = extract_text(make_file(pdf_bytes("a", "", "")), media.PDF)
    assert found.remarks == (remarks.unread_pages(2, 3),)
    assert extract_text(make_file(pdf_bytes("a")), media.PDF).remarks == ()


@pytest.mark.parametrize("strength", [40, 128])
def test_a_pdf_locked_against_copying_is_taken_and_read(make_file: MakeFile, strength: int) -> None:
    lock = StandardEncryption("", ownerPassword="x", strength=strength, canPrint=0, canCopy=0)
    path = make_file(pdf_bytes("loi van", encrypt=lock))
    assert inspect(path, "a.pdf").page_count == 1
    assert extract_text(path, media.PDF).text == "loi van"
    assert ink(path) > 0
