"""Files that leave as downloads, under names that every browser can write."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Response, send_file

from app.core.text import without_marks

UNQUOTED = "!#$&+-.^_`|~"
"""Signs that a name in UTF-8 may hold as they are (RFC 8187, attr-char)."""


def send_download(content: Path | bytes | Iterator[bytes], media_type: str, name: str) -> Response:
    """The content under this name, never shown by the browser itself, nor kept by it."""
    if isinstance(content, Iterator):
        response = Response(content, mimetype=media_type)
    else:
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        response = send_file(source, mimetype=media_type, etag=False)
    response.headers["Cache-Control"] = "no-store"
    response.headers.set("Content-Disposition", "attachment", **_names(name))
    return response


def _names(name: str) -> dict[str, str]:
    """The name, and beside it one without marks for whatever cannot read it.

    Flask's own leaves out what does not decompose into a letter and a mark: "đơn" became "on".
    """
    plain = without_marks(name).encode("ascii", "ignore").decode()
    if plain == name:
        return {"filename": name}
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe=UNQUOTED)}"}
