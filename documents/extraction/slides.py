"""The words on slides, and those of the speaker beside them, whatever can draw them."""

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents import remarks
from documents.extraction.found import Found
from documents.inspection.ole import open_ole
from documents.media import ODP, PPT
from documents.safexml import parse_xml
from documents.zips import open_zip

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_PAGE = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}page"
#: [MS-PPT] 2.13.24: records of text, in UTF-16 and in its lower bytes alone.
_WIDE_TEXT, _NARROW_TEXT = 0x0FA0, 0x0FA8
_HEADER_BYTES = 8


def slide_pages(path: Path, media_type: str) -> Iterator[Found]:
    """Give a page for each slide with its notes; those that are hidden come last."""
    if media_type == PPT:
        return _old_pages(path)
    return _open_document_pages(path) if media_type == ODP else _pages(path)


def _pages(path: Path) -> Iterator[Found]:
    with open_zip(path) as package:
        parts = package.NameToInfo
        main = next(name for name in parts if name.endswith("presentation.xml"))
        links = _links(package, main)
        ids = parse_xml(package.read(main)).iter(f"{_SLIDES}sldId")
        slides = [links[one.get(_LINK)] for one in ids if one.get(_LINK) in links]
        hidden = []
        for name in (one for one in slides if one in parts):
            slide = parse_xml(package.read(name))
            text = "\n".join([*_paragraphs(slide), *_notes(package, name)])
            if slide.get("show") in ("0", "false"):
                hidden.append(text)
            else:
                yield text
        yield from hidden
    if hidden:
        yield remarks.hidden_slides(len(hidden))


def _links(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """What the part's relations lead to inside the package, by their names."""
    folder, base = posixpath.split(part)
    name = f"{folder}/_rels/{base}.rels"
    if name not in package.NameToInfo:
        return {}
    return {
        str(one.get("Id")): posixpath.normpath(posixpath.join(folder, str(one.get("Target"))))
        for one in parse_xml(package.read(name))
        if one.get("TargetMode") != "External"
    }


def _notes(package: zipfile.ZipFile, slide: str) -> Iterator[str]:
    for name in _links(package, slide).values():
        if "/notesSlides/" in name and name in package.NameToInfo:
            yield from _paragraphs(parse_xml(package.read(name)))


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{_DRAWING}p"):
        if text := "".join(one.text or "" for one in paragraph.iter(f"{_DRAWING}t")):
            yield text


def _open_document_pages(path: Path) -> Iterator[Found]:
    with open_zip(path) as package:
        root = parse_xml(package.read("content.xml"))
    for page in root.iter(_ODF_PAGE):
        paragraphs = page.iter(f"{_ODF_TEXT}p", f"{_ODF_TEXT}h")
        yield "\n".join("".join(one.itertext()) for one in paragraphs)


def _old_pages(path: Path) -> Iterator[Found]:
    """Give the texts as they were written: which slide has which, only drawing tells."""
    with open_ole(path) as ole:
        found = ole.find("PowerPoint Document")
        content = ole.read(found) if found else b""
    yield "\n".join(dict.fromkeys(_old_texts(content)))


def _old_texts(content: bytes) -> Iterator[str]:
    place = 0
    while place + _HEADER_BYTES <= len(content):
        version, kind, size = struct.unpack_from("<HHI", content, place)
        place += _HEADER_BYTES
        if version & 0xF == 0xF:
            continue
        text = content[place : place + size]
        if kind == _WIDE_TEXT:
            yield text.decode("utf-16-le", "replace").replace("\r", "\n")
        elif kind == _NARROW_TEXT:
            yield text.decode("latin-1").replace("\r", "\n")
        place += size
