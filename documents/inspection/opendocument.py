"""OpenDocument files, as LibreOffice writes them: real ones, without macros, without a password."""

import zipfile

from documents.errors import FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.packages import (
    check_package,
    encrypted,
    with_macros,
    without_part,
)
from documents.media import EXTENSIONS
from documents.safexml import parse_xml
from documents.sniffing import ZIP_MARK

_TYPE, _CONTENT, _MANIFEST = "mimetype", "content.xml", "META-INF/manifest.xml"
_MACRO_FOLDERS = ("Basic/", "Scripts/")
_LISTS = {f"{kind}-{list_of}.xml" for kind in ("script", "dialog") for list_of in ("lc", "lb")}
_LONGEST_TYPE = 200


def check_open_document(subject: Subject, media_type: str) -> Content:
    """Unpack and read a text, a spreadsheet or slides; raise BadFile."""
    if not subject.starts_with(ZIP_MARK):
        subject.refuse_mismatch(EXTENSIONS[media_type])
    return check_package(subject, lambda archive: _problems(subject, archive, media_type))


def _problems(subject: Subject, archive: zipfile.ZipFile, media_type: str) -> list[FileProblem]:
    names = archive.namelist()
    if not {_TYPE, _CONTENT} <= set(names) or _type(archive) != media_type:
        return [without_part(subject, EXTENSIONS[media_type], _CONTENT)]
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        return [encrypted(subject)]
    parse_xml(archive.read(_CONTENT))
    return [with_macros(subject)] if any(map(_is_code, names)) else []


def _type(archive: zipfile.ZipFile) -> str:
    with archive.open(_TYPE) as stream:
        return stream.read(_LONGEST_TYPE).decode("ascii", "replace").strip()


def _is_code(name: str) -> bool:
    """LibreOffice writes the list of an empty library into files that never had a macro."""
    base = name.rpartition("/")[2]
    return name.startswith(_MACRO_FOLDERS) and bool(base) and base not in _LISTS
