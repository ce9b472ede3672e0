"""Files of a draft's form: sent before it by the script, or with it where there is none.

A form that comes back has lost nothing: files that came with it wait for its next attempt.
"""

from typing import cast

from flask import g, request

from app.files import receiving
from app.web import OfficeForm, listing


def sent_tokens() -> tuple[str, ...]:
    """The uploads this form names, and the files that came with it, as uploads too.

    Raises Refused with everything that is wrong with a file.
    """
    if "draft_tokens" not in g:
        came = (upload.token for upload in receiving.taken())
        g.draft_tokens = (*request.form.getlist("uploads"), *came)
    return cast(tuple[str, ...], g.draft_tokens)


def keep_sent(form: OfficeForm) -> None:
    """The form goes back to its person: keep what came with it for the next attempt."""
    if request.method != "POST":
        return
    if "draft_tokens" not in g:
        form.take(receiving.problems())
    g.draft_kept = receiving.kept()


def given_uploads() -> tuple[listing.Upload, ...]:
    """What stands in the list of files when the form came back."""
    return tuple(receiving.given([*request.form.getlist("uploads"), *g.get("draft_kept", ())]))
