"""Files of old kinds without who wrote them, each otherwise byte for byte as it was signed."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from documents.errors import N_, EngineError, FileProblem
from documents.inspection.ole import Entry, OleFile, open_ole
from documents.media import DOC, HTML, ODP, ODS, ODT, PPT, RTF, XLS
from documents.modern.asstored import end_of_group, file_information, table_place

#: [MS-OLEPS] 2.21: a set of properties without any, of the kind that stood there.
_PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
#: [MS-DOC] 2.5.6: tables of names in its table stream: of the document, of who commented, who
#: changed, who saved it and where.
_DOC_NAMES = (32, 36, 51, 71)
#: [MS-XLS] 2.4.349: who last saved the workbook, in a record of this number before all sheets.
_XLS_WRITER, _XLS_END = 0x005C, 0x000A
#: [MS-PPT] 2.3.2: the name stands behind its length; behind that the same in Unicode.
_PPT_LENGTH, _PPT_NAME = 20, 28
_RTF_AUTHORS = re.compile(rb"\{(?:\\\*)?\\(?:info|userprops|rsidtbl|revtbl|generator)\b")
_HTML_AUTHORS = re.compile(
    rb"<!--\[if gte mso \d+\]><xml>.*?<!\[endif\]-->|<meta\s+name=.*?>", re.I | re.S
)
_ODF_META = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    "<office:meta/></office:document-meta>"
)


class EarlierStates(EngineError):
    """It keeps what it once said beside what it says."""

    def __init__(self) -> None:
        super().__init__(FileProblem("earlier_states", N_("It keeps earlier versions of itself.")))


def without_authors(path: Path, media_type: str) -> bytes:
    """The same file, which says nothing of who wrote it; raise EngineError, BadOle."""
    return _WITHOUT[media_type](path)


def _old_office(path: Path) -> bytes:
    copy = io.BytesIO(path.read_bytes())
    with open_ole(path) as ole:
        for entry, content in _rewritten(ole):
            ole.write(entry, content, copy)
    return copy.getvalue()


def _rewritten(ole: OleFile) -> Iterator[tuple[Entry, bytes]]:
    for entry in ole.entries:
        if entry.name in _PROPERTIES and entry.size >= 56:
            content = ole.read(entry)
            head = content[:24] + struct.pack("<I", 1) + content[28:44]
            yield entry, (head + struct.pack("<III", 48, 8, 0)).ljust(entry.size, b"\0")
        elif entry.name in ("Workbook", "Book"):
            yield entry, _without_writer(bytearray(ole.read(entry)))
        elif entry.name == "Current User":
            yield entry, _without_user(bytearray(ole.read(entry)))
    if found := file_information(ole):
        head, table = found
        names = bytearray(ole.read(table))
        for number in _DOC_NAMES:
            start, size = table_place(head, number)
            _blank_names(names, start, min(start + size, len(names)))
        yield table, bytes(names)


def _blank_names(table: bytearray, place: int, end: int) -> None:
    """Spaces for the letters of a table of strings, of which each follows its length."""
    beside = 0
    if place + 6 <= end and table[place : place + 2] == b"\xff\xff":
        beside = struct.unpack_from("<H", table, place + 4)[0]
        place += 6
    while place + 2 <= end:
        size = 2 * struct.unpack_from("<H", table, place)[0]
        table[place + 2 : min(place + 2 + size, end)] = b" \0" * (min(size, end - place - 2) // 2)
        place += 2 + size + beside


def _without_writer(book: bytearray) -> bytes:
    place = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        if kind == _XLS_WRITER and size > 3:
            book[place + 4 : place + 4 + size] = b"\1\0\0".ljust(size)
        if kind == _XLS_END:
            break
        place += 4 + size
    return bytes(book)


def _without_user(user: bytearray) -> bytes:
    if len(user) >= _PPT_NAME:
        size = struct.unpack_from("<H", user, _PPT_LENGTH)[0]
        user[_PPT_NAME : _PPT_NAME + size] = b" " * size
        wide = _PPT_NAME + size + 4
        user[wide:] = (b" \0" * len(user))[: len(user) - wide]
    return bytes(user)


def _open_document(path: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if info.filename.startswith("Versions/"):
                raise EarlierStates
            info.date_time = (1980, 1, 1, 0, 0, 0)
            is_picture = info.filename.startswith("Thumbnails/")
            content = b"" if is_picture else old.read(info)
            new.writestr(info, _ODF_META if info.filename == "meta.xml" else content)
    return target.getvalue()


def _rich_text(path: Path) -> bytes:
    content = path.read_bytes()
    kept, place = [], 0
    while authors := _RTF_AUTHORS.search(content, place):
        kept.append(content[place : authors.start()])
        place = end_of_group(content, authors.end())
    return b"".join([*kept, content[place:]])


def _web_page(path: Path) -> bytes:
    return _HTML_AUTHORS.sub(b"", path.read_bytes())


_WITHOUT: dict[str, Callable[[Path], bytes]] = {
    **dict.fromkeys((DOC, XLS, PPT), _old_office),
    **dict.fromkeys((ODT, ODS, ODP), _open_document),
    RTF: _rich_text,
    HTML: _web_page,
}
