"""The hidden fields that say how a form is to be treated."""

from flask import has_request_context, request

ONCE_FIELD = "_once"
"""The key of a form that is carried out once, however often it is sent."""
ONLY_SHOWN = "_only_shown"
"""Its page shows the form again as it was typed, and does nothing with it."""


def is_only_shown() -> bool:
    return has_request_context() and request.method == "POST" and ONLY_SHOWN in request.form
