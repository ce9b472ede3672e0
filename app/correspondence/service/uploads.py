"""Files received before the form they were dropped on: examined first, then stored."""

import secrets
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import IO, BinaryIO, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor
from app.core.settings import value
from app.correspondence.models import Upload
from app.correspondence.rules import file_problem
from app.correspondence.settings import MEGABYTE, UPLOAD_MEGABYTES
from documents.errors import BadFile
from documents.inspection import Inspection, Limits, clean_filename, inspect
from documents.storage import Storage

KEPT_DAYS = 2


def take_upload(
    session: Session,
    storage: Storage,
    stream: IO[bytes],
    filename: str,
    actor: Actor,
    limits: Limits | None = None,
) -> Upload:
    """Examine a file and keep it for the form it belongs to; Refused names all that is wrong.

    It is stored only after it was found sound: nothing refused ever lies in the storage.
    """
    with tempfile.NamedTemporaryFile(prefix="upload-") as received:
        shutil.copyfileobj(stream, received, 1024 * 1024)
        received.flush()
        found = _examine(Path(received.name), filename, limits or Limits())
        received.seek(0)
        blob = storage.put(cast(BinaryIO, received.file))
    upload = Upload(
        token=secrets.token_urlsafe(32),
        person_id=actor.person_id,
        name=clean_filename(filename),
        sha256=blob.sha256,
        media_type=found.media_type,
        size=blob.size,
        page_count=found.page_count,
    )
    session.add(upload)
    session.flush()
    return upload


def upload_limits(session: Session, actor: Actor, most_bytes: int) -> Limits:
    """What the actor's agency takes, never more than the installation does."""
    usual = most_bytes // MEGABYTE
    wanted = value(session, UPLOAD_MEGABYTES, actor.agency_id, usual) * MEGABYTE
    return Limits(max_bytes=min(most_bytes, wanted))


def _examine(path: Path, filename: str, limits: Limits) -> Inspection:
    try:
        return inspect(path, filename, limits)
    except BadFile as refusal:
        raise Refused(
            *(file_problem(problem.message, problem.params) for problem in refusal.problems)
        ) from refusal


def discard_upload(session: Session, token: str, actor: Actor) -> None:
    """Forget an upload that the person took off their form."""
    session.execute(
        delete(Upload).where(Upload.token == token, Upload.person_id == actor.person_id)
    )


def discard_old_uploads(session: Session) -> int:
    """Forget uploads that no form took within two days; tell how many."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    result = session.execute(delete(Upload).where(Upload.created_at < limit))
    assert isinstance(result, CursorResult)
    return result.rowcount
