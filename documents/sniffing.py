"""What a file holds, where old programs give a name that says something else."""

import re
from pathlib import Path

from documents import charsets
from documents.media import (
    BMP,
    DOC,
    DOCX,
    GIF,
    HEIC,
    HTML,
    JPEG,
    MEDIA_TYPES,
    PICTURES,
    PNG,
    PPT,
    PPTX,
    RTF,
    TIFF,
    WEBP,
    XLS,
    XLSX,
)

OLE_MARK = bytes.fromhex("D0CF11E0A1B11AE1")
RTF_MARK = b"{\\rtf"
ZIP_MARK = b"PK\x03\x04"
_HTML = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype html|html|head|meta|body|table)\b", re.I | re.S
)
_HEAD_BYTES = 4096
#: What programs of today save under a name of old.
_TODAY = {DOC: DOCX, RTF: DOCX, XLS: XLSX, PPT: PPTX}
_PICTURE_MARKS = (
    (JPEG, re.compile(rb"\xff\xd8\xff")),
    (PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (GIF, re.compile(rb"GIF8[79]a")),
    (BMP, re.compile(rb"BM")),
    (WEBP, re.compile(rb"RIFF....WEBP", re.DOTALL)),
    (TIFF, re.compile(rb"II\*\0|MM\0\*")),
    (HEIC, re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)),
)


def held_type(path: Path, extension: str) -> str:
    """Give the media type of what is in a file of this extension; empty where none is taken.

    Programs export RTF, web pages and today's files under the names of Word and Excel of old,
    which open them all the same; telephones and their messengers name pictures as they like.
    """
    named = MEDIA_TYPES.get(extension.lower(), "")
    if named in PICTURES:
        return held_picture(path) or named
    return _writing(_head(path), named) if named in _TODAY else named


def held_picture(path: Path) -> str:
    """Give the media type of the picture that a file is; empty for anything else."""
    head = _head(path)
    return next((kind for kind, mark in _PICTURE_MARKS if mark.match(head)), "")


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _writing(head: bytes, named: str) -> str:
    if head.startswith(OLE_MARK):
        return DOC if named == RTF else named
    if head.startswith(RTF_MARK):
        return RTF
    if head.startswith(ZIP_MARK):
        return _TODAY[named]
    return HTML if _HTML.match(charsets.text_of(head)) else named
