"""Files of a draft's form: sent before it by the script, or with it where there is none.

A form that comes back has lost nothing: files that came with it wait for its next attempt.
"""

from typing import BinaryIO, cast

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.core.errors import Refused
from app.correspondence import service
from app.correspondence.models import Upload
from app.correspondence.presenters import upload_item
from app.correspondence.queries import uploads_of
from app.web import OfficeForm, actor, engines, listing, session, write_transaction
from documents.inspection import Limits


def sent_tokens() -> tuple[str, ...]:
    """The uploads this form names, and the files that came with it, as uploads too.

    Raises Refused with everything that is wrong with a file.
    """
    if "draft_tokens" not in g:
        taken = [_take(session(), file) for file in _plain_files()]
        g.draft_uploads = [service.remember(upload) for upload in taken]
        g.draft_tokens = (
            *request.form.getlist("uploads"),
            *(upload.token for upload in taken),
        )
    return cast(tuple[str, ...], g.draft_tokens)


def keep_sent(form: OfficeForm) -> None:
    """The form goes back to its person: keep what came with it for the next attempt."""
    if request.method != "POST":
        return
    session().rollback()
    known = g.get("draft_uploads", [])
    try:
        with write_transaction() as own:
            service.keep(own, known)
            taken = [] if "draft_tokens" in g else [_take(own, file) for file in _plain_files()]
            g.draft_kept = [*(v["token"] for v in known), *(upload.token for upload in taken)]
    except Refused as refusal:
        form.take(refusal.problems)


def given_uploads() -> tuple[listing.Upload, ...]:
    """What stands in the list of files when the form came back."""
    tokens = [*request.form.getlist("uploads"), *g.get("draft_kept", ())]
    return tuple(upload_item(upload) for upload in uploads_of(session(), tokens, actor()))


def _plain_files() -> list[FileStorage]:
    return [file for file in request.files.getlist("files") if file.filename]


def _take(own: Session, file: FileStorage) -> Upload:
    limits = Limits(max_bytes=engines().settings.max_upload_bytes)
    return service.take_upload(
        own, engines().storage, cast(BinaryIO, file.stream), file.filename or "", actor(), limits
    )
