"""Office files: real ones, without macros and without a password."""

import struct
import zipfile
from dataclasses import dataclass

from documents.errors import N_, BadFile, FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.ole import HEADER_MARK, BadOle, OleFile, open_ole
from documents.inspection.unpacking import too_much
from documents.safexml import BadXml, parse_xml
from documents.zips import (
    ZIP_ERRORS,
    Budget,
    TooManyEntries,
    UnpackLimit,
    copy_member,
    is_encrypted,
    open_zip,
)

_ZIP_MARK = b"PK\x03\x04"
_TYPES_PART = "[Content_Types].xml"
_RELATIONS_PART = "_rels/.rels"
_MAIN_RELATION = "/officeDocument"
#: [MS-DOC] 2.5.1: the flags of the file information block, and the bit for encryption.
_FIB_FLAGS_OFFSET = 10
_FIB_ENCRYPTED = 0x0100

_DAMAGED = N_("The office file “%(name)s” is damaged.")
_ENCRYPTED = N_("“%(name)s” is protected by a password. Send a copy without one.")
_MACROS = N_("“%(name)s” contains macros. Send a copy without them.")
_NO_MAIN_PART = N_("“%(name)s” is named %(extension)s but holds no “%(part)s”.")


@dataclass(frozen=True)
class _Package:
    extension: str
    usual_part: str
    main_type: str


_DOCX = _Package(".docx", "word/document.xml", "wordprocessingml.document.main+xml")
_XLSX = _Package(".xlsx", "xl/workbook.xml", "spreadsheetml.sheet.main+xml")


def check_docx(subject: Subject) -> Content:
    """Unpack and read a Word document; raise BadFile."""
    return _check_package(subject, _DOCX)


def check_xlsx(subject: Subject) -> Content:
    """Unpack and read an Excel workbook; raise BadFile."""
    return _check_package(subject, _XLSX)


def check_doc(subject: Subject) -> Content:
    """Find the Word stream in a Word 97-2003 document; raise BadFile."""
    if not subject.starts_with(HEADER_MARK):
        subject.refuse_mismatch(".doc")
    try:
        with open_ole(subject.path) as ole:
            problems = _doc_problems(subject, ole)
    except (BadOle, struct.error):
        subject.refuse("office_damaged", _DAMAGED)
    if problems:
        raise BadFile(problems)
    return Content()


def _doc_problems(subject: Subject, ole: OleFile) -> list[FileProblem]:
    word = ole.find("WordDocument")
    if word is None:
        part = {"part": "WordDocument", "extension": ".doc"}
        return [subject.problem("office_part_missing", _NO_MAIN_PART, **part)]
    problems = []
    flags = struct.unpack_from("<H", ole.head(word), _FIB_FLAGS_OFFSET)[0]
    if flags & _FIB_ENCRYPTED:
        problems.append(subject.problem("file_encrypted", _ENCRYPTED))
    if ole.find("_VBA_PROJECT"):
        problems.append(subject.problem("office_macros", _MACROS))
    return problems


def _check_package(subject: Subject, package: _Package) -> Content:
    if not subject.starts_with(_ZIP_MARK):
        _refuse_non_package(subject, package)
    try:
        with open_zip(subject.path) as archive:
            problems = _package_problems(subject, archive, package)
    except UnpackLimit as limit:
        raise BadFile([too_much(subject, limit)]) from limit
    except (*ZIP_ERRORS, TooManyEntries, BadXml):
        subject.refuse("office_damaged", _DAMAGED)
    if problems:
        raise BadFile(problems)
    return Content()


def _refuse_non_package(subject: Subject, package: _Package) -> None:
    """Say why it is no zip: Word and Excel wrap a password-protected file in OLE."""
    try:
        with open_ole(subject.path) as ole:
            if ole.find("EncryptedPackage"):
                subject.refuse("file_encrypted", _ENCRYPTED)
    except (BadOle, struct.error):
        pass
    subject.refuse_mismatch(package.extension)


def _package_problems(
    subject: Subject, archive: zipfile.ZipFile, package: _Package
) -> list[FileProblem]:
    infos = archive.infolist()
    if len(infos) > subject.limits.max_parts:
        return [subject.problem("office_damaged", _DAMAGED)]
    if any(map(is_encrypted, infos)):
        return [subject.problem("file_encrypted", _ENCRYPTED)]
    _measure(subject, archive)
    problems = []
    main_type = _main_type(archive, package)
    if main_type is None or package.main_type not in main_type:
        part = {"part": package.usual_part, "extension": package.extension}
        problems.append(subject.problem("office_part_missing", _NO_MAIN_PART, **part))
    if _has_macros(infos, main_type):
        problems.append(subject.problem("office_macros", _MACROS))
    return problems


def _measure(subject: Subject, archive: zipfile.ZipFile) -> None:
    limits = subject.limits
    budget = Budget(subject.path, max_bytes=limits.max_unpacked_bytes, max_ratio=limits.max_ratio)
    for info in archive.infolist():
        copy_member(archive, info, None, budget)


def _has_macros(infos: list[zipfile.ZipInfo], main_type: str | None) -> bool:
    named = any(info.filename.lower().endswith("vbaproject.bin") for info in infos)
    return named or "macroenabled" in (main_type or "").lower()


def _main_type(archive: zipfile.ZipFile, package: _Package) -> str | None:
    """Give the content type of the main part that the package names and really has, parsed."""
    names = set(archive.namelist())
    if not {_TYPES_PART, _RELATIONS_PART} <= names:
        return None
    part = _main_part(archive)
    if part not in names:
        return None
    parse_xml(archive.read(part))
    return _content_type(archive, part)


def _main_part(archive: zipfile.ZipFile) -> str:
    for relation in parse_xml(archive.read(_RELATIONS_PART)):
        if relation.get("Type", "").endswith(_MAIN_RELATION):
            return str(relation.get("Target", "")).lstrip("/")
    return ""


def _content_type(archive: zipfile.ZipFile, part: str) -> str | None:
    for override in parse_xml(archive.read(_TYPES_PART)):
        if override.get("PartName", "").lstrip("/").lower() == part.lower():
            return str(override.get("ContentType", ""))
    return None
