"""Using every reader once on bytes of our own, so that no task has to load or look up a thing.

The server does it before it forks, and a child that waits does it again: what a process shares
with its parent is slow to touch the first time.
"""

import gc
import io
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from documents.extraction.extract import extract_text
from documents.inspection.inspect import inspect
from documents.media import MEDIA_TYPES
from documents.rendition.html import docx_to_html
from documents.rendition.pages import image_preview, page_image

_WIDTH_PX = 32


class Samples:
    """One small file of each kind."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"sample{end}" for end in (".pdf", ".docx", ".jpg", ".xlsx")]
        pdf, word, picture, book = self._paths
        Image.new("RGB", (64, 64), "white").save(picture)
        _write_pdf(pdf, picture)
        docx.Document().save(str(word))
        openpyxl.Workbook().save(book)

    def rehearse(self, until: Callable[[], bool] = lambda: False) -> None:
        """Read them all as tasks would; stop between two when there is something better to do."""
        for path in self._paths:
            if until():
                return
            _read(path)


def _read(path: Path) -> None:
    inspect(path, path.name)
    extract_text(path, MEDIA_TYPES[path.suffix])
    if path.suffix == ".pdf":
        page_image(path, 1, _WIDTH_PX)
    elif path.suffix == ".docx":
        docx_to_html(path)
    elif path.suffix == ".jpg":
        image_preview(path, _WIDTH_PX)


def warm_up(folder: Path) -> Samples:
    """Rehearse once, then keep what was loaded out of the way of children."""
    samples = Samples(folder)
    samples.rehearse()
    # A collection in a child would write to, and so copy, all that it shares with the server.
    gc.collect()
    gc.freeze()
    return samples


def _write_pdf(path: Path, picture: Path) -> None:
    """A page with words and a picture: the first words make pdfium look for the fonts."""
    pdf = pypdfium2.PdfDocument.new()
    page = pdf.new_page(200, 300)
    words = raw.FPDFPageObj_NewTextObj(pdf, b"Helvetica", 12)
    text = io.BytesIO("Công văn\0".encode("utf-16-le")).getbuffer()
    raw.FPDFText_SetText(words, (raw.FPDF_WCHAR * (len(text) // 2)).from_buffer_copy(text))
    raw.FPDFPage_InsertObject(page, words)
    image = pypdfium2.PdfImage.new(pdf)
    image.load_jpeg(picture, inline=True)
    page.insert_obj(image)
    page.gen_content()
    page.close()
    pdf.save(path)
    pdf.close()
