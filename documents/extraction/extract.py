"""Reading the text of any accepted file, page by page where it has pages."""

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from documents.errors import EngineError
from documents.extraction.archives import unpacked
from documents.extraction.found import ExtractedText, ExtractionFailed
from documents.extraction.readers import docx_pages, pdf_pages, xlsx_pages
from documents.media import DOC, DOCX, JPEG, MEDIA_TYPES, PDF, PNG, XLSX, ZIP

LIMIT_CHARS = 2_000_000
_READERS = {PDF: pdf_pages, DOCX: docx_pages, XLSX: xlsx_pages}
_PICTURES = (JPEG, PNG)

#: What is done with a .doc, for which there is no reader: it may give pages.
ReadDoc = Callable[[Path], Iterator[str]]


def extract_text(path: Path, media_type: str, *, limit_chars: int = LIMIT_CHARS) -> ExtractedText:
    """Read at most so many characters; raise ExtractionFailed."""
    return ExtractedText(tuple(pages_of(path, media_type, limit_chars=limit_chars)))


def pages_of(
    path: Path,
    media_type: str,
    *,
    first: int = 0,
    limit_chars: int = LIMIT_CHARS,
    read_doc: ReadDoc = lambda _: iter(()),
) -> Iterator[str]:
    """Give one page after the other, of a PDF without the first so many; raise ExtractionFailed.

    A .doc gives what `read_doc` makes of it, an empty zip no pages. A workbook's sheets are its
    pages; a .docx has one, for its pages exist only on paper.
    """
    try:
        pages = pdf_pages(path, first) if first else _pages(path, media_type, read_doc)
        yield from _limited(pages, limit_chars)
    except ExtractionFailed:
        raise
    except EngineError as error:
        raise ExtractionFailed(error.reason or str(error)) from error
    except MemoryError:
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception as error:
        raise ExtractionFailed(f"{type(error).__name__}: {error}") from error


def _pages(path: Path, media_type: str, read_doc: ReadDoc) -> Iterator[str]:
    if media_type in _READERS:
        return _READERS[media_type](path)
    if media_type == ZIP:
        return _zip_pages(path, read_doc)
    if media_type == DOC:
        return read_doc(path)
    if media_type in _PICTURES:
        return iter([""])
    raise ExtractionFailed(f"no reader for {media_type}")


def _zip_pages(path: Path, read_doc: ReadDoc) -> Iterator[str]:
    for name, member in unpacked(path):
        media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "")
        # An archive is read one level deep, as it is inspected.
        if not media_type or media_type == ZIP:
            continue
        try:
            yield from _pages(member, media_type, read_doc)
        except MemoryError:
            raise
        except Exception as error:
            raise ExtractionFailed(f"{name}: {error}") from error


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
