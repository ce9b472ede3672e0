"""Word, Excel, PowerPoint and Outlook 97-2003: real ones, without macros and without a password."""

import struct
from collections.abc import Callable

from documents.errors import BadFile, FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.ole import BadOle, OleFile, open_ole
from documents.inspection.packages import damaged, encrypted, with_macros, without_part
from documents.media import DOC, EXTENSIONS, MSG, PPT, XLS
from documents.sniffing import OLE_MARK

#: [MS-DOC] 2.5.1: the flags of the file information block, and the bit for encryption.
_FIB_FLAGS_OFFSET = 10
_FIB_ENCRYPTED = 0x0100
#: [MS-XLS] 2.4.117: the record that follows the first where there is a password.
_FILEPASS = 0x002F
#: [MS-PPT] 2.3.2: the token of an encrypted one; 2.4.10: whether there are macros.
_PPT_ENCRYPTED = 0xF3D1C4DF
_VBA_INFO = bytes.fromhex("0F00FF0314000000")


_STREAMS = {
    DOC: ("WordDocument",),
    XLS: ("Workbook", "Book"),
    PPT: ("PowerPoint Document",),
    MSG: ("__properties_version1.0",),
}


def check_old_office(subject: Subject, media_type: str) -> Content:
    """Find the text, the sheets, the slides, or the properties of a mail; raise BadFile."""
    extension, names = EXTENSIONS[media_type], _STREAMS[media_type]
    if not subject.starts_with(OLE_MARK):
        subject.refuse_mismatch(extension)
    try:
        with open_ole(subject.path) as ole:
            problems = _problems(subject, ole, extension, names)
    except (BadOle, struct.error):
        problems = [damaged(subject)]
    if problems:
        raise BadFile(problems)
    return Content()


def _problems(
    subject: Subject, ole: OleFile, extension: str, names: tuple[str, ...]
) -> list[FileProblem]:
    main = next(filter(None, map(ole.find, names)), None)
    if main is None:
        return [without_part(subject, extension, names[0])]
    problems = []
    if extension in _LOCKED and _LOCKED[extension](ole):
        problems.append(encrypted(subject))
    if ole.find("_VBA_PROJECT") or (extension == ".ppt" and _ppt_has_macros(ole.read(main))):
        problems.append(with_macros(subject))
    return problems


def _doc_is_locked(ole: OleFile) -> bool:
    flags = struct.unpack_from("<H", _head(ole, "WordDocument"), _FIB_FLAGS_OFFSET)[0]
    return bool(flags & _FIB_ENCRYPTED)


def _xls_is_locked(ole: OleFile) -> bool:
    head = _head(ole, *_STREAMS[XLS])
    first_length = struct.unpack_from("<H", head, 2)[0]
    return bool(struct.unpack_from("<H", head, 4 + first_length)[0] == _FILEPASS)


def _ppt_is_locked(ole: OleFile) -> bool:
    head = _head(ole, "Current User")
    return len(head) >= 16 and struct.unpack_from("<I", head, 12)[0] == _PPT_ENCRYPTED


def _ppt_has_macros(slides: bytes) -> bool:
    place = slides.find(_VBA_INFO)
    return place >= 0 and slides[place + 20 : place + 21] == b"\1"


def _head(ole: OleFile, *names: str) -> bytes:
    found = next(filter(None, map(ole.find, names)), None)
    return ole.head(found) if found else b""


_LOCKED: dict[str, Callable[[OleFile], bool]] = {
    ".doc": _doc_is_locked,
    ".xls": _xls_is_locked,
    ".ppt": _ppt_is_locked,
}
