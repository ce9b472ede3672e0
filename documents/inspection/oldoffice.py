"""Word and Excel 97-2003: real ones, without macros and without a password."""

import struct

from documents.errors import BadFile, FileProblem
from documents.inspection.findings import Content, Subject
from documents.inspection.ole import BadOle, OleFile, open_ole
from documents.inspection.packages import damaged, encrypted, with_macros, without_part
from documents.sniffing import OLE_MARK

#: [MS-DOC] 2.5.1: the flags of the file information block, and the bit for encryption.
_FIB_FLAGS_OFFSET = 10
_FIB_ENCRYPTED = 0x0100
#: [MS-XLS] 2.4.117: the record that follows the first where there is a password.
_FILEPASS = 0x002F


def check_doc(subject: Subject) -> Content:
    """Find the text of a Word document; raise BadFile."""
    return _check(subject, ".doc", ("WordDocument",))


def check_xls(subject: Subject) -> Content:
    """Find the sheets of a workbook; raise BadFile."""
    return _check(subject, ".xls", ("Workbook", "Book"))


def _check(subject: Subject, extension: str, names: tuple[str, ...]) -> Content:
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
    locked = _doc_is_locked if extension == ".doc" else _xls_is_locked
    problems = []
    if locked(ole.head(main)):
        problems.append(encrypted(subject))
    if ole.find("_VBA_PROJECT"):
        problems.append(with_macros(subject))
    return problems


def _doc_is_locked(head: bytes) -> bool:
    return bool(struct.unpack_from("<H", head, _FIB_FLAGS_OFFSET)[0] & _FIB_ENCRYPTED)


def _xls_is_locked(head: bytes) -> bool:
    first_length = struct.unpack_from("<H", head, 2)[0]
    return bool(struct.unpack_from("<H", head, 4 + first_length)[0] == _FILEPASS)
