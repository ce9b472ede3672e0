"""Removing contents that nobody names any more."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.outbox import Payload
from app.files.kept import Kept
from app.files.models import Inside, RecordFile, Rendition, Upload
from app.files.service.checking import Named
from documents.storage import Storage

UNUSED_SECONDS = 600.0
"""Who put the content again is still between storing it and saying whose it is."""


def content_remover(
    storage: Storage, kept: Kept, also: Sequence[Named]
) -> Callable[[Session, Payload], None]:
    """What is done on UploadForgotten. `also` are columns of other features that name contents."""
    found = (Rendition.sha256, Rendition.pdf_sha256, Inside.clean_sha256)
    columns = (RecordFile.sha256, Upload.sha256, *found, *also)

    def remove_content(session: Session, payload: Payload) -> None:
        sha256 = payload["sha256"]
        if any(_names(session, column, sha256) for column in columns):
            return
        if storage.remove(sha256, unused_seconds=UNUSED_SECONDS):
            kept.forget(sha256)

    return remove_content


def _names(session: Session, column: Named, sha256: str) -> bool:
    return session.scalar(select(column).where(column == sha256).limit(1)) is not None
