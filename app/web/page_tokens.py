"""For whom a page of ours was made: its CSRF token says so, also when that session has ended since.

Flask-WTF signs a word that it keeps in the session. We choose the word when somebody signs in, so
that it names them; pages of people who are not signed in have a word that names nobody.
"""

import secrets
from datetime import timedelta

from flask import current_app, request
from flask import session as cookie
from itsdangerous import BadData, URLSafeTimedSerializer

from app.core import clock

FIELD, HEADER = "csrf_token", "X-CSRFToken"
SALT_OF_FLASK_WTF = "wtf-csrf-token"


def name_person(person_id: int) -> None:
    """From now on the pages of this session are made for this person."""
    cookie[FIELD] = f"{person_id}:{secrets.token_urlsafe(24)}"


def person_named_by(token: str | None, *, within: timedelta | None = None) -> int | None:
    """Whom the token of a page names; None when forged, older than `within`, or of nobody."""
    serializer = URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT_OF_FLASK_WTF)
    try:
        word, made_at = serializer.loads(token or "", return_timestamp=True)
    except BadData:
        return None
    person, colon, _rest = str(word).partition(":")
    if not colon or not person.isdecimal():
        return None
    return None if within is not None and clock.now() - made_at > within else int(person)


def token_of_request() -> str | None:
    """The token of the page that this form stood on, or that this script runs in."""
    return request.form.get(FIELD) or request.headers.get(HEADER)
