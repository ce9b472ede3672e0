"""Files received before the form they were dropped on: examined first, then stored."""

import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy import inspect as inspect_class
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Refused
from app.core.policy import Actor
from app.correspondence.models import Upload
from app.correspondence.rules import file_problem
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


def _examine(path: Path, filename: str, limits: Limits) -> Inspection:
    try:
        return inspect(path, filename, limits)
    except BadFile as refusal:
        raise Refused(
            *(file_problem(problem.message, problem.params) for problem in refusal.problems)
        ) from refusal


Remembered = Mapping[str, Any]


def remember(upload: Upload) -> Remembered:
    """What is known of an upload, to keep it although its transaction is taken back."""
    return {one.key: getattr(upload, one.key) for one in inspect_class(Upload).column_attrs}


def keep(session: Session, remembered: Iterable[Remembered]) -> None:
    """Write these uploads once more: their form goes back to its person."""
    session.add_all(Upload(**values) for values in remembered)


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
