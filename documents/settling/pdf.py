"""A PDF as it may leave: without what hangs on its pages, and who made it, when, from what.

What a page shows stays: a seal, a signature by hand, a typed note are annotations too. A file that
is signed or locked leaves as it is, for it would be another one.
"""

import ctypes
import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from documents.errors import N_, EngineError, FileProblem
from documents.mark import COMMENT, EMBEDDED, Mark
from documents.pdfium import PDFIUM_LOCK, open_pdf

_CHARACTERS = 200
#: Notes that open from a sign on the page, and files behind a pin.
_NOTES = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_FILEATTACHMENT}
#: Lines and colours over the words: of a reviewer where something is said with them.
_LINES = {
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT,
}
_TELLS = re.compile(rb"/(?:Info|Metadata|PieceInfo) ?\d+ \d+ R")


class BoundPdf(EngineError):
    """A signature or a password holds the file together."""

    def __init__(self) -> None:
        message = N_("It is signed or protected: to take anything out would break that.")
        super().__init__(FileProblem("pdf_bound", message))


def pdf_marks(path: Path) -> list[Mark]:
    """Comments and files that hang on it; raise UnreadablePdf."""
    with open_pdf(path) as pdf:
        files = range(raw.FPDFDoc_GetAttachmentCount(pdf))
        attached = [Mark(EMBEDDED, _file_name(pdf, number)) for number in files]
        return [*attached, *(mark for page in pdf for mark in _on_page(page))]


def cleaned_pdf(path: Path) -> bytes:
    """The pages with what they show; raise UnreadablePdf, BoundPdf."""
    with open_pdf(path) as pdf:
        if raw.FPDF_GetSignatureCount(pdf) or raw.FPDF_GetSecurityHandlerRevision(pdf) >= 0:
            if pdf_marks(path):
                raise BoundPdf
            return path.read_bytes()
        for number in reversed(range(raw.FPDFDoc_GetAttachmentCount(pdf))):
            raw.FPDFDoc_DeleteAttachment(pdf, number)
        for page in pdf:
            for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
                if _mark(page, index) is not None:
                    raw.FPDFPage_RemoveAnnot(page, index)
        saved = _saved(pdf)
    # What nothing names any more is not written again: earlier states went already.
    untold = _TELLS.sub(lambda found: b" " * len(found[0]), saved)
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(untold)) as again:
        return _saved(again)


def _saved(pdf: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, flags=raw.FPDF_NO_INCREMENTAL)
    return target.getvalue()


def _on_page(page: Any) -> Iterator[Mark]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        if (mark := _mark(page, index)) is not None:
            yield mark


def _mark(page: Any, index: int) -> Mark | None:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        kind, said = raw.FPDFAnnot_GetSubtype(annotation), _value(annotation, b"Contents")
        if kind in _NOTES or (kind in _LINES and said):
            what = EMBEDDED if kind == raw.FPDF_ANNOT_FILEATTACHMENT else COMMENT
            return Mark(what, said[:_CHARACTERS], _value(annotation, b"T"))
        return None
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _value(annotation: Any, name: bytes) -> str:
    return _text(lambda *where: raw.FPDFAnnot_GetStringValue(annotation, name, *where))


def _file_name(pdf: Any, number: int) -> str:
    file = raw.FPDFDoc_GetAttachment(pdf, number)
    return _text(lambda *where: raw.FPDFAttachment_GetName(file, *where))


def _text(read: Any) -> str:
    """What pdfium writes into a buffer, in UTF-16 with a zero at its end."""
    size = read(None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    text = buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
    return " ".join(text.split())
