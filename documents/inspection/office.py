"""Documents, workbooks and slides of today: real ones, without macros and without a password."""

import struct
import zipfile
from dataclasses import dataclass

from documents.errors import BadFile, FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.ole import BadOle, open_ole
from documents.inspection.packages import (
    check_package,
    encrypted,
    with_macros,
    without_part,
)
from documents.media import DOCX, PPTX, XLSX
from documents.safexml import parse_xml
from documents.sniffing import ZIP_MARK

_TYPES_PART = "[Content_Types].xml"
_RELATIONS_PART = "_rels/.rels"
_MAIN_RELATION = "/officeDocument"


@dataclass(frozen=True)
class _Package:
    extension: str
    usual_part: str
    main_type: str


_PACKAGES = {
    DOCX: _Package(".docx", "word/document.xml", "wordprocessingml.document.main+xml"),
    XLSX: _Package(".xlsx", "xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    # A show (.ppsx) is a presentation that begins by itself.
    PPTX: _Package(".pptx", "ppt/presentation.xml", "presentationml."),
}


def check_office(subject: Subject, media_type: str) -> Content:
    """Unpack and read a file of Word, Excel or PowerPoint; raise BadFile."""
    package = _PACKAGES[media_type]
    if not subject.starts_with(ZIP_MARK):
        _refuse_non_package(subject, package)
    return check_package(subject, lambda archive: _problems(subject, archive, package))


def _refuse_non_package(subject: Subject, package: _Package) -> None:
    """Say why it is no zip: Word and Excel wrap a password-protected file in OLE."""
    try:
        with open_ole(subject.path) as ole:
            if ole.find("EncryptedPackage"):
                raise BadFile([encrypted(subject)])
    except (BadOle, struct.error):
        pass
    subject.refuse_mismatch(package.extension)


def _problems(subject: Subject, archive: zipfile.ZipFile, package: _Package) -> list[FileProblem]:
    problems = []
    main_type = _main_type(archive)
    if main_type is None or package.main_type not in main_type:
        problems.append(without_part(subject, package.extension, package.usual_part))
    if _has_macros(archive.namelist(), main_type or ""):
        problems.append(with_macros(subject))
    return problems


def _has_macros(names: list[str], main_type: str) -> bool:
    named = any(name.lower().endswith("vbaproject.bin") for name in names)
    return named or "macroenabled" in main_type.lower()


def _main_type(archive: zipfile.ZipFile) -> str | None:
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
