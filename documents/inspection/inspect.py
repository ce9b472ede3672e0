"""The door of the office: what a file really is, or everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path

from documents.errors import N_, BadFile, FileProblem
from documents.inspection.archive import check_zip
from documents.inspection.findings import Content, Inspection, Subject
from documents.inspection.image import check_jpeg, check_png
from documents.inspection.limits import Limits
from documents.inspection.names import clean_filename, extension_of
from documents.inspection.office import check_doc, check_docx, check_xlsx
from documents.inspection.pdf import check_pdf
from documents.media import EXTENSIONS, MEDIA_TYPES

_CHECKERS: dict[str, Callable[[Subject], Content]] = {
    ".pdf": check_pdf,
    ".docx": check_docx,
    ".doc": check_doc,
    ".xlsx": check_xlsx,
    ".jpg": check_jpeg,
    ".jpeg": check_jpeg,
    ".png": check_png,
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
    content = check(subject, extension)
    media_type = MEDIA_TYPES[extension]
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
        message = N_("“%(name)s” is not of an accepted type. Accepted: %(accepted)s.")
        accepted = ", ".join(MEDIA_TYPES)
        problems.append(subject.problem("extension_not_accepted", message, accepted=accepted))
    return problems


def _check_any(subject: Subject, extension: str) -> Content:
    if extension == ".zip":
        return check_zip(subject, _inspect_member)
    return _CHECKERS[extension](subject)


def _inspect_member(subject: Subject) -> Inspection:
    return _inspect(subject, _check_single)


def _check_single(subject: Subject, extension: str) -> Content:
    return _CHECKERS[extension](subject)
