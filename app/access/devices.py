"""Browsers in which somebody has signed in before: others' wrong passwords do not lock them out.

The browser says it with a signed cookie, which names the person and ends with their password. It
opens nothing: whoever steals it has a few tries of their own.
"""

import hashlib
import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.queries import KnownAccount

COOKIE = "device"
KNOWN_FOR = timedelta(days=365)


def known_device(known: KnownAccount | None) -> str:
    """What names this browser, where this person has signed in here; empty otherwise."""
    if known is None:
        return ""
    try:
        person_id, password, device = _serializer().loads(
            request.cookies.get(COOKIE, ""), max_age=int(KNOWN_FOR.total_seconds())
        )
    except (BadData, ValueError):
        return ""
    is_own = (person_id, password) == (known.person_id, _mark(known.password_hash))
    return str(device) if is_own else ""


def remember(response: Response, person_id: int, session: Session) -> Response:
    """This person has signed in here."""
    account = session.get_one(Account, person_id)
    said = [person_id, _mark(account.password_hash), secrets.token_urlsafe(12)]
    response.set_cookie(
        COOKIE,
        _serializer().dumps(said),
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _mark(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known-device")
