"""The one door to pdfium, which is not thread-safe: every use holds the same lock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from documents.errors import N_, EngineError, FileProblem

#: Re-entrant, so that a function holding the lock may call another that needs it.
PDFIUM_LOCK = threading.RLock()


class UnreadablePdf(EngineError):
    """pdfium cannot open the file; `needs_password` tells encryption from damage."""

    def __init__(self, reason: str, *, needs_password: bool = False) -> None:
        self.needs_password = needs_password
        super().__init__(
            FileProblem("pdf_damaged", N_("The PDF cannot be read: %(reason)s"), {"reason": reason})
        )


@contextmanager
def open_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF alone in the process and close it with all its pages; raise UnreadablePdf."""
    with PDFIUM_LOCK:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            raise UnreadablePdf(str(error), needs_password=locked) from error
        try:
            yield pdf
        finally:
            pdf.close()
