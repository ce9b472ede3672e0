"""From any office file to the PDF that stands for it on screen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from documents.errors import EngineError
from documents.media import DOCX, MODERN, PDF, SLIDES, XLSX
from documents.modern.modern import modernised
from documents.remarks import WORDS_ALONE, Remark
from documents.rendition.converter import ConversionFailed, ConversionUnavailable
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.problems import TooManyPages
from documents.rendition.workbook import lay_out_workbook
from documents.settling import open_settled
from documents.wordml import PARAGRAPH

_Prepare = Callable[[Path, Path, int], tuple[Remark, ...]]
#: No page holds more, however small its letters.
_PARAGRAPHS_OF_A_PAGE = 100


def print_pdf(
    path: Path, media_type: str, office: LibreOffice | None, folder: Path, max_pages: int
) -> tuple[Path, tuple[Remark, ...]]:
    """Make a PDF in the folder, of at most one page more than may be; and say what of it.

    Raises ConversionFailed, and ConversionUnavailable where only LibreOffice could.
    """
    said: tuple[Remark, ...] = ()
    if media_type in MODERN:
        if media_type in SLIDES and office and not office.draws_slides:
            said = (WORDS_ALONE,)
        path = modernised(path, media_type, office, folder, max_pages)
        media_type = MODERN[media_type]
    if media_type == PDF:
        return path, said
    if media_type not in _PREPARE:
        raise ConversionFailed(f"no way to print {media_type}")
    if office is None:
        raise ConversionUnavailable
    prepared = folder / "prepared"
    remarks = _prepared(_PREPARE[media_type], path, prepared, max_pages)
    return office.convert(prepared, media_type, PDF, folder, max_pages), remarks


def print_together(
    paths: Sequence[Path], media_type: str, office: LibreOffice, folder: Path, max_pages: int
) -> Iterator[tuple[int, Path, tuple[Remark, ...]]]:
    """Print several by one start: those that come out well, by their places.

    Why another does not is told when it is printed alone.
    """
    ready: list[tuple[int, Path, tuple[Remark, ...]]] = []
    for number, path in enumerate(paths):
        prepared = folder / f"prepared-{number}"
        with suppress(EngineError):
            remarks = _prepared(_PREPARE[media_type], path, prepared, max_pages)
            ready.append((number, prepared, remarks))
    if not ready:
        return
    sources = [prepared for _number, prepared, _remarks in ready]
    made, _errors = office.convert_all(sources, media_type, PDF, folder, max_pages)
    for (number, _path, remarks), pdf in zip(ready, made, strict=True):
        if pdf is not None:
            yield number, pdf, remarks


def _prepared(prepare: _Prepare, path: Path, target: Path, max_pages: int) -> tuple[Remark, ...]:
    try:
        return prepare(path, target, max_pages)
    except (EngineError, MemoryError):
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception as error:
        raise ConversionFailed(f"{type(error).__name__}: {error}") from error


def _settle(path: Path, target: Path, max_pages: int) -> tuple[Remark, ...]:
    document, remarks = open_settled(path)
    count = sum(1 for _ in document.element.body.iter(PARAGRAPH))
    if count > max_pages * _PARAGRAPHS_OF_A_PAGE:
        raise TooManyPages(max_pages)
    document.save(str(target))
    return remarks


def _lay_out(path: Path, target: Path, max_pages: int) -> tuple[Remark, ...]:
    lay_out_workbook(path, target, max_pages)
    return ()


_PREPARE: dict[str, _Prepare] = {DOCX: _settle, XLSX: _lay_out}
