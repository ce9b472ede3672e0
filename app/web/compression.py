"""Answers are sent compressed where that is safe.

Whoever can make a reader's browser ask for pages with words of their choosing, and can see how long
the answers are, could guess what else stands in a compressed page (BREACH). The browser says that
another site asks, and what another site asks for is sent as it is. Files of people are never
touched: they keep their length and their ranges.
"""

from flask import Flask, Response, g, request
from flask_compress import Compress

TYPES = ["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"]
# Browsers offer zstd and br over HTTPS only; over plain HTTP in the house it is gzip.
ENCODINGS = ["zstd", "br", "gzip"]
OURS = ("same-origin", "none")


def init_compression(app: Flask) -> None:
    """Register this before whatever changes an answer: the last word is this one's."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_ALGORITHM=ENCODINGS,
        COMPRESS_STREAMS=False,
    )
    compress = Compress(app)

    def pack(response: Response) -> Response:
        if g.get("is_sandboxed") or response.mimetype not in TYPES:
            return response
        response.vary.add("Accept-Encoding")
        if request.endpoint != "static":
            response.vary.add("Sec-Fetch-Site")
            if not _is_safe():
                return response
        return _packed(compress, response)

    app.after_request(pack)


def _packed(compress: Compress, response: Response) -> Response:
    """The library packs what succeeded alone; a form that comes back is as large as at first."""
    status, has_page = response.status, response.status_code >= 400
    if has_page:
        response.status_code = 200
    packed: Response = compress.after_request(response)
    if has_page:
        packed.status = status
    return packed


def _is_safe() -> bool:
    """Whether no other site can learn anything from the length of this answer.

    Browsers say who asks over HTTPS alone, and those of before 2023 not even there. Without HTTPS
    the words themselves can be read on the way.
    """
    asked_by = request.headers.get("Sec-Fetch-Site")
    return asked_by in OURS if asked_by else not request.is_secure
