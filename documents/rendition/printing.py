"""From any office file to the PDF that stands for it on screen."""

from collections.abc import Callable
from pathlib import Path

from documents.errors import EngineError
from documents.media import DOCX, MODERN, PDF, XLSX
from documents.modern.modern import modernised
from documents.rendition.converter import ConversionFailed, ConversionUnavailable
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.workbook import lay_out_workbook
from documents.settling import open_settled


def print_pdf(
    path: Path, media_type: str, office: LibreOffice | None, folder: Path, max_pages: int
) -> Path:
    """Make a PDF in the folder; of one page more than may be, where there are more.

    Raises ConversionFailed, and ConversionUnavailable where only LibreOffice could.
    """
    if media_type in MODERN:
        path = modernised(path, media_type, office, folder)
        media_type = MODERN[media_type]
    if media_type == PDF:
        return path
    if media_type not in _PREPARE:
        raise ConversionFailed(f"no way to print {media_type}")
    if office is None:
        raise ConversionUnavailable
    prepared = folder / "prepared"
    _prepared(_PREPARE[media_type], path, prepared)
    return office.convert(prepared, media_type, PDF, folder, max_pages)


def _prepared(prepare: Callable[[Path, Path], None], path: Path, target: Path) -> None:
    try:
        prepare(path, target)
    except (EngineError, MemoryError):
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception as error:
        raise ConversionFailed(f"{type(error).__name__}: {error}") from error


def _settle(path: Path, target: Path) -> None:
    document, _ = open_settled(path)
    document.save(str(target))


_PREPARE = {DOCX: _settle, XLSX: lay_out_workbook}
