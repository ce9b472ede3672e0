"""The door of the office: what a file really is, or everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path

from documents import media
from documents.errors import N_, BadFile, FileProblem
from documents.inspection.archive import check_zip
from documents.inspection.findings import Content, Inspection, Subject
from documents.inspection.image import check_picture
from documents.inspection.limits import Limits
from documents.inspection.names import clean_filename, extension_of
from documents.inspection.office import check_office
from documents.inspection.oldoffice import check_old_office
from documents.inspection.opendocument import check_open_document
from documents.inspection.pdf import check_pdf
from documents.inspection.wayout import way_out
from documents.inspection.writing import check_eml, check_html, check_plain, check_rtf
from documents.media import EXTENSIONS, MEDIA_TYPES
from documents.sniffing import held_type

_CHECKERS: dict[str, Callable[[Subject, str], Content]] = {
    media.PDF: check_pdf,
    media.RTF: check_rtf,
    media.HTML: check_html,
    media.EML: check_eml,
    **dict.fromkeys((media.TXT, media.CSV), check_plain),
    **dict.fromkeys((media.DOCX, media.XLSX, media.PPTX), check_office),
    **dict.fromkeys((media.DOC, media.XLS, media.PPT, media.MSG), check_old_office),
    **dict.fromkeys((media.ODT, media.ODS, media.ODP), check_open_document),
    **dict.fromkeys((media.TIFF, *media.PICTURES), check_picture),
}


def inspect(path: Path, filename: str, limits: Limits = Limits()) -> Inspection:  # noqa: B008
    """Decide by its content what a file is; raise BadFile with every reason against it."""
    return _inspect(Subject(path, clean_filename(filename), limits), _check_any)


def _inspect(subject: Subject, check: Callable[[Subject, str], Content]) -> Inspection:
    size = subject.path.stat().st_size
    extension = extension_of(subject.name).lower()
    problems = _problems_at_sight(subject, size, extension)
    if problems:
        raise BadFile(problems)
    media_type = held_type(subject.path, extension)
    content = check(subject, media_type)
    return Inspection(media_type, EXTENSIONS[media_type], size, content.page_count, content.members)


def _problems_at_sight(subject: Subject, size: int, extension: str) -> list[FileProblem]:
    problems = []
    if size == 0:
        problems.append(subject.problem("file_empty", N_("“%(name)s” is empty.")))
    if size > subject.limits.max_bytes:
        message = N_("“%(name)s” is larger than %(limit)s bytes.")
        limit = subject.limits.max_bytes
        problems.append(subject.problem("file_too_large", message, limit=limit))
    if extension not in MEDIA_TYPES:
        accepted = ", ".join(MEDIA_TYPES)
        message = way_out(extension)
        problems.append(subject.problem("extension_not_accepted", message, accepted=accepted))
    return problems


def _check_any(subject: Subject, media_type: str) -> Content:
    if media_type == media.ZIP:
        return check_zip(subject, _inspect_member)
    return _CHECKERS[media_type](subject, media_type)


def _inspect_member(subject: Subject) -> Inspection:
    return _inspect(subject, lambda member, media_type: _CHECKERS[media_type](member, media_type))
