"""Files that come with a form: uploaded before it by the script, or in it without one."""

from collections.abc import Sequence

from flask import request
from werkzeug.datastructures import FileStorage

from app.core.errors import Problem, Refused
from app.correspondence.presenters import Reading, upload_item, upload_view
from app.correspondence.queries import rendition_of, uploads_of
from app.correspondence.service import take_upload, upload_limits
from app.web import actor, engines, session
from app.web.database import commit
from app.web.listing import FileView, Upload


def received(problems: list[Problem]) -> list[str]:
    """Take the files that came in the form itself; `problems` grows by all wrong with any."""
    tokens: list[str] = []
    for sent in _sent():
        try:
            tokens.append(_taken(sent))
        except Refused as refusal:
            problems += refusal.problems
    return tokens


def kept() -> list[str]:
    """After a refusal: keep the sound files that came in the form, so that none is sent twice."""
    tokens = []
    for sent in _sent():
        sent.stream.seek(0)
        try:
            tokens.append(_taken(sent))
        except Refused:
            continue
    if tokens:
        commit()
    return tokens


def given(tokens: Sequence[str]) -> list[Upload]:
    """The uploads that travel on with a form that came back."""
    return [upload_item(upload) for upload in uploads_of(session(), tokens, actor())]


def first_preview(tokens: Sequence[str]) -> FileView | None:
    """The first of these uploads, to be read beside the form."""
    uploads = uploads_of(session(), tokens[:1], actor())
    if not uploads:
        return None
    return upload_view(uploads[0], Reading.of(rendition_of(session(), uploads[0].sha256)))


def _sent() -> list[FileStorage]:
    return [sent for sent in request.files.getlist("files") if sent.filename]


def _taken(sent: FileStorage) -> str:
    limits = upload_limits(session(), actor(), engines().settings.max_upload_bytes)
    upload = take_upload(
        session(), engines().storage, sent.stream, sent.filename or "", actor(), limits
    )
    return upload.token
