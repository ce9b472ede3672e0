"""What may leave the office: of each kind of file what must be settled, and the file without."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from documents.bundles import unpacked
from documents.mark import UNSEEN, Mark
from documents.media import (
    BUNDLES,
    DOCX,
    MEDIA_TYPES,
    PDF,
    PICTURES,
    PPTX,
    TIFF,
    TODAYS,
    XLSX,
)
from documents.settling import cleaning, marks
from documents.settling.office import cleaned_office, office_marks
from documents.settling.oldkinds import without_authors
from documents.settling.pdf import cleaned_pdf, pdf_marks
from documents.settling.picture import cleaned_picture
from documents.sniffing import held_type

#: What is done with a file of an old kind inside another, by its name there.
ReadOld = Callable[[Path, str, str], Iterable[Mark]]

_MARKS: dict[str, Callable[[Path], list[Mark]]] = {
    DOCX: marks.marks_of,
    XLSX: office_marks,
    PPTX: office_marks,
    PDF: pdf_marks,
}
#: A mail in a mail in a mail … is nobody's.
_DEEPEST = 3


def marks_of(path: Path, media_type: str, read_old: ReadOld = lambda *_: ()) -> list[Mark]:
    """Whatever no page of it shows; a picture's own data is no words of anybody, and just goes.

    Of a zip and a mail what each file inside holds; an old kind is to be made today's before.
    """
    return list(_found(path, media_type, read_old))


def _found(path: Path, media_type: str, read_old: ReadOld, depth: int = 0) -> Iterator[Mark]:
    if media_type in _MARKS:
        yield from _MARKS[media_type](path)
    elif media_type in BUNDLES:
        for name, member in unpacked(path, media_type):
            for mark in _inside(member, name, read_old, depth + 1):
                yield replace(mark, inside="/".join(filter(None, (name, mark.inside))))


def _inside(member: Path, name: str, read_old: ReadOld, depth: int) -> Iterator[Mark]:
    held = held_type(member, Path(name).suffix)
    try:
        if held in TODAYS:
            yield from read_old(member, held, name)
        elif held not in MEDIA_TYPES.values() or depth > _DEEPEST:
            yield Mark(UNSEEN)
        else:
            yield from _found(member, held, read_old, depth)
    except MemoryError:
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception:
        yield Mark(UNSEEN)


def cleaned(path: Path, media_type: str, moment: datetime, *, accept: bool = True) -> bytes:
    """The file without authors and settled as far as may be; raise EngineError where it is not."""
    if media_type in PICTURES or media_type == TIFF:
        return cleaned_picture(path, media_type)
    if media_type == PDF:
        return cleaned_pdf(path)
    if media_type == DOCX:
        return cleaning.cleaned(path, moment, accept=accept)
    if media_type in TODAYS:
        return without_authors(path, media_type)
    return path.read_bytes() if media_type in BUNDLES else cleaned_office(path, moment)
