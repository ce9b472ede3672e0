"""What a file holds, where old programs give a name that says something else."""

import re
from pathlib import Path

from documents import charsets
from documents.media import DOC, HTML, MEDIA_TYPES, MODERN, RTF, XLS

OLE_MARK = bytes.fromhex("D0CF11E0A1B11AE1")
RTF_MARK = b"{\\rtf"
ZIP_MARK = b"PK\x03\x04"
_HTML = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype html|html|head|meta|body|table)\b", re.I | re.S
)
_HEAD_BYTES = 4096


def held_type(path: Path, extension: str) -> str:
    """Give the media type of what is in a file of this extension; empty where none is taken.

    Programs export RTF, web pages and today's files under the names of Word and Excel of old,
    which open them all the same.
    """
    named = MEDIA_TYPES.get(extension.lower(), "")
    if named not in (DOC, XLS, RTF):
        return named
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(OLE_MARK):
        return DOC if named == RTF else named
    if head.startswith(RTF_MARK):
        return RTF
    if head.startswith(ZIP_MARK):
        return MODERN[named]
    return HTML if _HTML.match(charsets.text_of(head)) else named
