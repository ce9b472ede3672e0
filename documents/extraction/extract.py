"""Reading the text of any accepted file, page by page where it has pages."""

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from documents import remarks
from documents.bundles import unpacked
from documents.errors import EngineError
from documents.extraction.found import LIMIT_CHARS, ExtractedText, ExtractionFailed, Found
from documents.extraction.pdf import pdf_pages
from documents.extraction.slides import slide_pages
from documents.extraction.word import docx_pages
from documents.extraction.workbook import xlsx_pages
from documents.mail.read import read_mail
from documents.media import BUNDLES, DOCX, MAILS, PDF, PICTURES, SLIDES, UNREAD, XLSX
from documents.sniffing import held_type
from documents.zips import left_aside, open_zip

_READERS: dict[str, Callable[[Path], Iterator[Found]]] = {
    PDF: pdf_pages,
    DOCX: docx_pages,
    XLSX: xlsx_pages,
}

#: What is done with a file of a kind that has no reader of its own: it may give pages.
ReadOld = Callable[[Path, str], Iterator[Found]]


def extract_text(path: Path, media_type: str, *, limit_chars: int = LIMIT_CHARS) -> ExtractedText:
    """Read at most so many characters; raise ExtractionFailed."""
    return ExtractedText.of(pages_of(path, media_type, limit_chars=limit_chars))


def pages_of(
    path: Path,
    media_type: str,
    *,
    first: int = 0,
    limit_chars: int = LIMIT_CHARS,
    read_old: ReadOld = lambda *_: iter(()),
) -> Iterator[Found]:
    """Give one page after the other, of a PDF without the first so many; raise ExtractionFailed.

    Remarks stand among them. A file of a kind that is made modern first gives what `read_old`
    makes of it, an empty zip no pages. A workbook's sheets are its pages; a .docx has one, for
    its pages exist only on paper.
    """
    try:
        pages = pdf_pages(path, first) if first else _pages(path, media_type, read_old)
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


def _pages(path: Path, media_type: str, read_old: ReadOld) -> Iterator[Found]:
    if media_type in _READERS:
        return _READERS[media_type](path)
    if media_type in SLIDES:
        return slide_pages(path, media_type)
    if media_type in BUNDLES:
        return _bundle_pages(path, media_type, read_old)
    if media_type in UNREAD:
        return read_old(path, media_type)
    if media_type in PICTURES:
        return iter([""])
    raise ExtractionFailed(f"no reader for {media_type}")


def _bundle_pages(path: Path, media_type: str, read_old: ReadOld) -> Iterator[Found]:
    """What a mail says; then of each file inside its name, searched for too, and its pages."""
    if media_type in MAILS:
        yield "\n".join(read_mail(path, media_type).lines)
    else:
        with open_zip(path) as archive:
            junk = left_aside(archive)
        if junk:
            yield remarks.left_aside(junk)
    for name, member in unpacked(path, media_type):
        yield name
        held = held_type(member, Path(name).suffix)
        # A bundle is read one level deep, as it is inspected.
        if not held or held in BUNDLES:
            continue
        try:
            yield from _pages(member, held, read_old)
        except MemoryError:
            raise
        except Exception as error:
            # A mail is taken whatever hangs on it.
            if media_type not in MAILS:
                raise ExtractionFailed(f"{name}: {error}") from error


def _limited(pages: Iterator[Found], limit: int) -> Iterator[Found]:
    left = limit
    for page in pages:
        if not isinstance(page, str):
            yield page
        elif left > 0:
            tidy = _tidy(page)[:left]
            left -= len(tidy)
            yield tidy
        else:
            return


def _tidy(page: str) -> str:
    lines = (
        "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()
        for line in page.splitlines()
    )
    text = "\n".join(line for line in lines if line)
    return unicodedata.normalize("NFC", text.replace("\0", ""))
