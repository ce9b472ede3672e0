"""PDF files: whole, open to read, and not encrypted."""

import pypdfium2
import pypdfium2.raw as raw

from documents.errors import N_
from documents.inspection.findings import Content, Subject
from documents.pdfium import UnreadablePdf, open_pdf

_HEADER = b"%PDF-"
_HEADER_WITHIN_BYTES = 1024
_TRAILER = b"startxref"
_TRAILER_WITHIN_BYTES = 4096
_DAMAGED = N_("The PDF “%(name)s” is damaged or cut short.")
_ENCRYPTED = N_("The PDF “%(name)s” is protected by a password. Send a copy without one.")
_TOO_MANY = N_("The PDF “%(name)s” has more than %(limit)s pages.")
_RESTRICTED = N_("The PDF “%(name)s” is encrypted to restrict its use. Send an unprotected copy.")


def check_pdf(subject: Subject) -> Content:
    """Open the PDF as its readers will; raise BadFile."""
    _check_ends(subject)
    try:
        with open_pdf(subject.path) as pdf:
            if raw.FPDF_GetSecurityHandlerRevision(pdf.raw) != -1:
                subject.refuse("pdf_restricted", _RESTRICTED)
            return Content(page_count=_readable_pages(subject, pdf))
    except UnreadablePdf as error:
        if error.needs_password:
            subject.refuse("pdf_encrypted", _ENCRYPTED)
        subject.refuse("pdf_damaged", _DAMAGED)


def _check_ends(subject: Subject) -> None:
    # pdfium mends a file whose end is missing and shows what is left of it; an office must not.
    with subject.path.open("rb") as stream:
        head = stream.read(_HEADER_WITHIN_BYTES)
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TRAILER_WITHIN_BYTES))
        tail = stream.read()
    if _HEADER not in head:
        subject.refuse_mismatch(".pdf")
    if _TRAILER not in tail:
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
