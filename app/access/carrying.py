"""Where a person wanted to go, and what they had typed, kept safe while they sign in.

What was typed travels in a signed hidden field of the sign-in page, not on the server: it cannot
be forged, it ends with the browser's page, and it holds no password and no CSRF token.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

MOST_CHARACTERS = 1_000_000
HOURS_KEPT = 24
NEVER_CARRIED = frozenset({"csrf_token"})


@dataclass(frozen=True)
class Carried:
    """A form that came from someone whose session had ended."""

    address: str
    fields: tuple[tuple[str, str], ...]
    file_names: tuple[str, ...]
    person_id: int | None
    """Who had typed it, when that is known."""


def here() -> str:
    """This request's own address without the host."""
    return request.full_path.rstrip("?")


def safe_address(address: str | None) -> str | None:
    """The address if it is one of this office's own pages, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(sign in address for sign in "\\\r\n\t"):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def back_address() -> str | None:
    """The page of ours that the person came from."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    return safe_address(parts.path + (f"?{parts.query}" if parts.query else ""))


def pack(person_id: int | None) -> str:
    """The form of this request, signed; empty when it is too long to carry."""
    fields = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if name not in NEVER_CARRIED and "password" not in name
    ]
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return ""
    files = [file.filename for file in request.files.values() if file.filename]
    return _serializer().dumps([here(), fields, files, person_id])


def unpack(text: str | None) -> Carried | None:
    """What `pack` signed; None when it is empty, forged or too old."""
    try:
        address, fields, files, person_id = _serializer().loads(
            text or "", max_age=HOURS_KEPT * 3600
        )
    except (BadData, ValueError):
        return None
    return Carried(address, tuple(map(tuple, fields)), tuple(files), person_id)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="carried-form")
