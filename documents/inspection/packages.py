"""What every office file that is a zip goes through, and what is said against office files."""

import zipfile
from collections.abc import Callable

from documents.errors import N_, BadFile, FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.unpacking import too_much
from documents.safexml import BadXml
from documents.zips import (
    ZIP_ERRORS,
    Budget,
    TooManyEntries,
    UnpackLimit,
    copy_member,
    is_encrypted,
    open_zip,
)

_DAMAGED = N_("The office file “%(name)s” is damaged.")
_ENCRYPTED = N_("“%(name)s” is protected by a password. Send a copy without one.")
_MACROS = N_("“%(name)s” contains macros. Send a copy without them.")
_NO_MAIN_PART = N_("“%(name)s” is named %(extension)s but holds no “%(part)s”.")

FindProblems = Callable[[zipfile.ZipFile], list[FileProblem]]


def damaged(subject: Subject) -> FileProblem:
    return subject.problem("office_damaged", _DAMAGED)


def encrypted(subject: Subject) -> FileProblem:
    return subject.problem("file_encrypted", _ENCRYPTED)


def with_macros(subject: Subject) -> FileProblem:
    return subject.problem("office_macros", _MACROS)


def without_part(subject: Subject, extension: str, part: str) -> FileProblem:
    return subject.problem("office_part_missing", _NO_MAIN_PART, extension=extension, part=part)


def check_package(subject: Subject, find_problems: FindProblems) -> Content:
    """Unpack a package to its last byte and ask what is wrong inside; raise BadFile."""
    try:
        with open_zip(subject.path) as archive:
            problems = _problems(subject, archive, find_problems)
    except UnpackLimit as limit:
        raise BadFile([too_much(subject, limit)]) from limit
    except (*ZIP_ERRORS, TooManyEntries, BadXml):
        problems = [damaged(subject)]
    if problems:
        raise BadFile(problems)
    return Content()


def _problems(
    subject: Subject, archive: zipfile.ZipFile, find_problems: FindProblems
) -> list[FileProblem]:
    infos, limits = archive.infolist(), subject.limits
    if len(infos) > limits.max_parts:
        return [damaged(subject)]
    if any(map(is_encrypted, infos)):
        return [encrypted(subject)]
    budget = Budget(subject.path, max_bytes=limits.max_unpacked_bytes, max_ratio=limits.max_ratio)
    for info in infos:
        copy_member(archive, info, None, budget)
    return find_problems(archive)
