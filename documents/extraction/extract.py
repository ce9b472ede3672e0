"""Reading the text of any accepted file, page by page where it has pages."""

import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.errors import N_, EngineError, FileProblem
from documents.extraction.archives import unpacked
from documents.extraction.readers import docx_pages, pdf_pages, xlsx_pages
from documents.media import DOC, DOCX, JPEG, MEDIA_TYPES, PDF, PNG, XLSX, ZIP
from documents.rendition import Converter

_READERS = {PDF: pdf_pages, DOCX: docx_pages, XLSX: xlsx_pages}
_PICTURES = (JPEG, PNG)


class ExtractionFailed(EngineError):
    """The file cannot be read as what it claims to be."""

    def __init__(self, reason: str) -> None:
        message = N_("The text of the file cannot be read: %(reason)s")
        super().__init__(FileProblem("extraction_failed", message, {"reason": reason}))


@dataclass(frozen=True)
class ExtractedText:
    """Text in NFC by pages; a page without a text layer, such as a scan, is an empty one."""

    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All pages in one, parted by empty lines."""
        return "\n\n".join(page for page in self.pages if page)


def extract_text(
    path: Path,
    media_type: str,
    *,
    limit_chars: int = 2_000_000,
    converter: Converter | None = None,
) -> ExtractedText:
    """Read at most so many characters; raise ExtractionFailed.

    A .doc is read through the converter; without one it gives no pages, as does an empty zip.
    A workbook's sheets are its pages; a .docx has one, for its pages exist only on paper.
    """
    try:
        return ExtractedText(tuple(_limited(_pages(path, media_type, converter), limit_chars)))
    except ExtractionFailed:
        raise
    except EngineError as error:
        raise ExtractionFailed(error.reason or str(error)) from error
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception as error:
        raise ExtractionFailed(f"{type(error).__name__}: {error}") from error


def _pages(path: Path, media_type: str, converter: Converter | None) -> Iterator[str]:
    if media_type in _READERS:
        return _READERS[media_type](path)
    if media_type == ZIP:
        return _zip_pages(path, converter)
    if media_type == DOC:
        return _doc_pages(path, converter)
    if media_type in _PICTURES:
        return iter([""])
    raise ExtractionFailed(f"no reader for {media_type}")


def _zip_pages(path: Path, converter: Converter | None) -> Iterator[str]:
    for name, member in unpacked(path):
        media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "")
        # An archive is read one level deep, as it is inspected.
        if not media_type or media_type == ZIP:
            continue
        try:
            yield from _pages(member, media_type, converter)
        except Exception as error:
            raise ExtractionFailed(f"{name}: {error}") from error


def _doc_pages(path: Path, converter: Converter | None) -> Iterator[str]:
    if converter is None:
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as target:
        target.write(converter.to_pdf(path, DOC))
        target.flush()
        yield from pdf_pages(Path(target.name))


def _limited(pages: Iterator[str], limit: int) -> Iterator[str]:
    left = limit
    for page in pages:
        if left <= 0:
            return
        tidy = _tidy(page)[:left]
        left -= len(tidy)
        yield tidy


def _tidy(page: str) -> str:
    lines = (" ".join(line.split()) for line in page.splitlines())
    text = "\n".join(line for line in lines if line)
    return unicodedata.normalize("NFC", text.replace("\0", ""))
