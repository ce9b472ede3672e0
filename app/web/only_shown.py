"""How a form is to be treated: carried out once, kept while it is typed, or only shown again."""

import secrets

from flask import g, has_request_context, request

from app.core.errors import Stale

ONCE_FIELD = "_once"
"""The key of a form that is carried out once, however often it is sent."""
KEPT_FIELD = "_kept"
"""The key under which what is typed into a form is kept until it is sent."""
ONLY_SHOWN = "_only_shown"
"""Its page shows the form again as it was typed, and does nothing with it."""


def is_only_shown() -> bool:
    """Whether the form of this request comes back as it was typed, and nothing is done."""
    if not has_request_context() or request.method != "POST":
        return False
    return ONLY_SHOWN in request.form or overtaken_by() is not None


def kept_key() -> str:
    """The key under which the form of this request was kept; it goes on where the form goes on.

    One that somebody overtook is given a key where no script did: it is kept from then on.
    """
    key = request.form.get(KEPT_FIELD, "")[:64] if request.method == "POST" else ""
    if not key and overtaken_by() is not None:
        key = g.kept_key = g.get("kept_key") or secrets.token_urlsafe(24)
    return key


def overtaken_by() -> Stale | None:
    """Who was quicker than the form of this request: it comes back, with what they made of it."""
    found: Stale | None = g.get("overtaken_by")
    return found
