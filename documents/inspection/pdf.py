"""PDF files: whole, open to read, and not encrypted."""

import mmap
import re

import pypdfium2

from documents.errors import N_
from documents.inspection.findings import Content, Subject
from documents.pdfium import UnreadablePdf, open_pdf

_HEADER = b"%PDF-"
_HEADER_WITHIN_BYTES = 1024
_TRAILER = b"startxref"
#: What may stand after the last trailer is anything but another part of the PDF.
_OBJECT = re.compile(rb"\d+ \d+ obj\b")
_DAMAGED = N_("The PDF “%(name)s” is damaged or cut short.")
_ENCRYPTED = N_("The PDF “%(name)s” is protected by a password. Send a copy without one.")
_TOO_MANY = N_("The PDF “%(name)s” has more than %(limit)s pages.")


def check_pdf(subject: Subject, _media_type: str) -> Content:
    """Open the PDF as its readers will; raise BadFile."""
    _check_ends(subject)
    try:
        with open_pdf(subject.path) as pdf:
            return Content(page_count=_readable_pages(subject, pdf))
    except UnreadablePdf as error:
        if error.needs_password:
            subject.refuse("pdf_encrypted", _ENCRYPTED)
        subject.refuse("pdf_damaged", _DAMAGED)


def _check_ends(subject: Subject) -> None:
    # pdfium mends a file whose end is missing and shows what is left of it; an office must not.
    with subject.path.open("rb") as stream:
        if _HEADER not in stream.read(_HEADER_WITHIN_BYTES):
            subject.refuse_mismatch(".pdf")
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            end = content.rfind(_TRAILER)
            whole = end >= 0 and not _OBJECT.search(content, end)
    if not whole:
        subject.refuse("pdf_damaged", _DAMAGED)


def _readable_pages(subject: Subject, pdf: pypdfium2.PdfDocument) -> int:
    count = len(pdf)
    if count == 0:
        subject.refuse("pdf_damaged", _DAMAGED)
    if count > subject.limits.max_pages:
        subject.refuse("too_many_pages", _TOO_MANY, limit=subject.limits.max_pages)
    try:
        for index in {0, count - 1}:
            pdf[index].close()
    except pypdfium2.PdfiumError:
        subject.refuse("pdf_damaged", _DAMAGED)
    return count
