"""Using every reader once on bytes of our own, so that no child has to load or look up a thing."""

import gc
import tempfile
from pathlib import Path

import docx
import openpyxl
import pypdfium2
from PIL import Image

from documents.extraction.extract import extract_text
from documents.inspection.inspect import inspect
from documents.media import MEDIA_TYPES
from documents.rendition.html import docx_to_html
from documents.rendition.pages import image_preview, page_image

_WIDTH_PX = 32


def warm_up() -> None:
    """Read one small file of each kind, then keep what was loaded out of the way of children."""
    with tempfile.TemporaryDirectory() as name:
        for path in _samples(Path(name)):
            inspect(path, path.name)
            extract_text(path, MEDIA_TYPES[path.suffix])
            if path.suffix == ".pdf":
                page_image(path, 1, _WIDTH_PX)
            elif path.suffix == ".docx":
                docx_to_html(path)
            elif path.suffix == ".jpg":
                image_preview(path, _WIDTH_PX)
    # A collection in a child would write to, and so copy, all that it shares with the server.
    gc.collect()
    gc.freeze()


def _samples(folder: Path) -> list[Path]:
    paths = [folder / f"sample{extension}" for extension in (".pdf", ".docx", ".xlsx", ".jpg")]
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(200, 300).close()
    pdf.save(paths[0])
    pdf.close()
    docx.Document().save(str(paths[1]))
    openpyxl.Workbook().save(paths[2])
    Image.new("RGB", (64, 64), "white").save(paths[3])
    return paths
