"""From a file of an older kind to one that is read and shown, words and fields as they were."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from documents.errors import EngineError
from documents.extraction.slides import slide_pages
from documents.media import (
    CSV,
    DOC,
    DOCX,
    EML,
    MODERN,
    MSG,
    ODS,
    ODT,
    PDF,
    RTF,
    SLIDES,
    TIFF,
    TXT,
)
from documents.modern.asstored import freeze_doc, freeze_odt, freeze_rtf
from documents.modern.plain import (
    csv_to_xlsx,
    mail_to_docx,
    slides_to_docx,
    tiff_to_pdf,
    txt_to_docx,
)
from documents.modern.repeated import repeated_cells
from documents.rendition.converter import ConversionFailed, ConversionUnavailable
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.problems import TooManyPages

_Make = Callable[[Path, Path], None]
#: What needs no other program.
_MADE_HERE: dict[str, _Make] = {
    TXT: txt_to_docx,
    CSV: csv_to_xlsx,
    TIFF: tiff_to_pdf,
    EML: partial(mail_to_docx, EML),
    MSG: partial(mail_to_docx, MSG),
}
#: Formats whose fields LibreOffice would compute anew while it opens them.
_FREEZE: dict[str, _Make] = {DOC: freeze_doc, RTF: freeze_rtf, ODT: freeze_odt}
#: So many values of a few letters of XML would be written out one by one.
_ENDLESS_CELLS = 5_000_000


def modernised(
    path: Path,
    media_type: str,
    office: LibreOffice | None,
    folder: Path,
    max_pages: int,
    made: str = "",
) -> Path:
    """Make a file of the kind MODERN names, or this one, in the folder; of a PDF, one page more
    than may be.

    Raises ConversionFailed, and ConversionUnavailable where only LibreOffice could.
    """
    made = made or MODERN[media_type]
    try:
        if media_type in _MADE_HERE:
            return _copied(_MADE_HERE[media_type], path, folder / "made-here")
        if office is None:
            raise ConversionUnavailable
        if media_type == ODS and repeated_cells(path) > _ENDLESS_CELLS:
            raise TooManyPages(max_pages)
        if media_type in _FREEZE:
            path = _copied(_FREEZE[media_type], path, folder / "as-stored")
        if (media_type in SLIDES and made == PDF) and not (
            office.draws_slides and _is_leafed_through(path, media_type, max_pages)
        ):
            path = _copied(partial(slides_to_docx, media_type), path, folder / "words")
            media_type, made = DOCX, PDF
        return office.convert(path, media_type, made, folder, max_pages)
    except (EngineError, MemoryError):
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception as error:
        raise ConversionFailed(f"{type(error).__name__}: {error}") from error


def _is_leafed_through(path: Path, media_type: str, max_pages: int) -> bool:
    """Whether these slides are no more than are printed: Impress loads thousands into gigabytes."""
    found = slide_pages(path, media_type)
    return sum(isinstance(one, str) for one in found) <= max_pages


def _copied(make: _Make, source: Path, target: Path) -> Path:
    make(source, target)
    return target
