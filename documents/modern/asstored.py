"""Copies whose fields say what they last said: LibreOffice would compute dates and names anew."""

import re
import shutil
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from documents.inspection.ole import Entry, OleFile, open_ole
from documents.safexml import parse_xml

_ODT_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODT_PARTS = ("content.xml", "styles.xml")
_ODT_FIELD = re.compile(
    "date|time|file-name|template-name|title|subject|keywords|description|creator|initial-creator"
    "|printed-by|editing-.*|(author|sender|creation|modification|print|user|variable|database)-.*"
    "|expression|conditional-text"
)
_RTF_CODE = re.compile(rb"\{\\\*\\fldinst")
_RTF_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
_RTF_LIVING = re.compile(rb"\b(?:PAGE|NUMPAGES|SECTIONPAGES|FORM[A-Z]+)\b")
#: [MS-DOC] 2.5.6: where the file information block says which tables list fields: of the text,
#: headers, footnotes, comments, endnotes and text boxes.
_DOC_TABLES_OFFSET = 154
_DOC_FIELD_TABLES = (16, 17, 18, 19, 48, 57, 59)
_DOC_FLAGS_OFFSET, _DOC_SECOND_TABLE = 10, 0x0200
#: [MS-DOC] 2.8.25: a place of 4 bytes each and one more, then 2 bytes for each sign of a field.
_DOC_PLACE, _DOC_SIGN = 4, 2
_DOC_BEGIN = 0x13
#: Kinds of fields: dates, times, names of file and people, properties.
_DOC_COMPUTED = frozenset({*range(15, 26), *range(29, 33), *range(60, 63), 85})
#: A kind that computes nothing, of which readers show what was stored.
_DOC_UNKNOWN = 2


def freeze_odt(source: Path, target: Path) -> None:
    """Make plain words of every field of an OpenDocument text."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, _frozen_xml(content) if info.filename in _ODT_PARTS else content)


def _frozen_xml(content: bytes) -> bytes:
    root = parse_xml(content)
    for element in root.iter(f"{_ODT_TEXT}*"):
        if _ODT_FIELD.fullmatch(element.tag.removeprefix(_ODT_TEXT)):
            element.tag = f"{_ODT_TEXT}span"
            element.attrib.clear()
    frozen: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return frozen


def freeze_rtf(source: Path, target: Path) -> None:
    """Cut the code out of every field of a rich text that computes something."""
    content = source.read_bytes()
    target.write_bytes(b"".join(_without_codes(content)))


def _without_codes(content: bytes) -> Iterator[bytes]:
    place = 0
    while code := _RTF_CODE.search(content, place):
        end = end_of_group(content, code.end())
        living = _RTF_LIVING.search(content, code.end(), end)
        yield content[place : end if living else code.start()]
        place = end
    yield content[place:]


def end_of_group(content: bytes, start: int) -> int:
    """Where the group of a rich text ends that is open at this place."""
    depth = 1
    for brace in _RTF_BRACE.finditer(content, start):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if not depth:
            return brace.end()
    return len(content)


def freeze_doc(source: Path, target: Path) -> None:
    """Make unknown ones of the fields of a Word 97-2003 document that compute something."""
    shutil.copyfile(source, target)
    with open_ole(source) as ole, target.open("r+b") as copy:
        if found := file_information(ole):
            head, table = found
            content = bytearray(ole.read(table))
            for place in _computed_fields(head, bytes(content)):
                content[place] = _DOC_UNKNOWN
            ole.write(table, bytes(content), copy)


def file_information(ole: OleFile) -> tuple[bytes, Entry] | None:
    """What a Word 97-2003 document says of its tables, and the stream that holds them."""
    word = ole.find("WordDocument")
    if word is None:
        return None
    head = ole.read(word)
    second = struct.unpack_from("<H", head, _DOC_FLAGS_OFFSET)[0] & _DOC_SECOND_TABLE
    table = ole.find("1Table" if second else "0Table")
    return None if table is None else (head, table)


def table_place(head: bytes, number: int) -> tuple[int, int]:
    """Where in that stream the table of this number starts, and its size."""
    start, size = struct.unpack_from("<II", head, _DOC_TABLES_OFFSET + 8 * number)
    return start, size


def _computed_fields(head: bytes, table: bytes) -> Iterator[int]:
    """Where in the table stream the kind of such a field stands."""
    for number in _DOC_FIELD_TABLES:
        start, size = table_place(head, number)
        count = max(0, size - _DOC_PLACE) // (_DOC_PLACE + _DOC_SIGN)
        signs = start + _DOC_PLACE * (count + 1)
        for place in range(signs, min(signs + _DOC_SIGN * count, len(table) - 1), _DOC_SIGN):
            if table[place] & 0x1F == _DOC_BEGIN and table[place + 1] in _DOC_COMPUTED:
                yield place + 1
