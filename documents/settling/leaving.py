"""What may leave the office: of each kind of file what must be settled, and the file without."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from documents.mark import Mark
from documents.media import DOCX, PDF, PICTURES, PPTX, TIFF, XLSX
from documents.settling import cleaning, marks
from documents.settling.office import cleaned_office, office_marks
from documents.settling.pdf import cleaned_pdf, pdf_marks
from documents.settling.picture import cleaned_picture

_MARKS: dict[str, Callable[[Path], list[Mark]]] = {
    DOCX: marks.marks_of,
    XLSX: office_marks,
    PPTX: office_marks,
    PDF: pdf_marks,
}


def marks_of(path: Path, media_type: str) -> list[Mark]:
    """Whatever no page of it shows; a picture's own data is no words of anybody, and just goes."""
    find = _MARKS.get(media_type)
    return find(path) if find else []


def cleaned(path: Path, media_type: str, moment: datetime, *, accept: bool = True) -> bytes:
    """The file without authors and settled as far as may be; raise EngineError where it is not."""
    if media_type in PICTURES or media_type == TIFF:
        return cleaned_picture(path, media_type)
    if media_type == PDF:
        return cleaned_pdf(path)
    if media_type == DOCX:
        return cleaning.cleaned(path, moment, accept=accept)
    return cleaned_office(path, moment)
