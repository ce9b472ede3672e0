"""Files received before the form they were dropped on: examined first, then stored, then noted."""

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, BinaryIO, cast

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Refused, refuse_for
from app.core.policy import Actor
from app.core.settings import value
from app.files.events import UploadForgotten
from app.files.models import Upload
from app.files.rules import Unfinished, file_problem, name_problems, unfinished_problems
from app.files.settings import MEGABYTE, UPLOAD_MEGABYTES
from documents.errors import BadFile
from documents.inspection import Inspection, Limits, clean_filename
from documents.sandbox import Sandbox
from documents.storage import Storage

KEPT_DAYS = 2
KEPT_AT_LEAST = timedelta(hours=1)
"""What has waited longer gives way to new files: forms that came back refused leave many."""
REMOVED_AFTER = timedelta(hours=1)
"""A content forgotten by one form may just be on its way into another."""


@dataclass(frozen=True)
class Examined:
    """A file that was found sound and is stored; not yet anybody's. `size` is in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int
    page_count: int | None


def examine(
    storage: Storage,
    sandbox: Sandbox,
    stream: IO[bytes],
    filename: str,
    limits: Limits | None = None,
) -> Examined:
    """Look into a file and store it; Refused names all that is wrong with it.

    Outside any transaction, for looking may take seconds. It is stored only after it was found
    sound: nothing refused ever lies in the storage.
    """
    refuse_for(name_problems(filename))
    with tempfile.NamedTemporaryFile(prefix="upload-") as received:
        shutil.copyfileobj(stream, received, 1024 * 1024)
        received.flush()
        found = _inspected(sandbox, Path(received.name), filename, limits)
        received.seek(0)
        blob = storage.put(cast(BinaryIO, received.file))
    name = clean_filename(filename)
    return Examined(name, blob.sha256, found.media_type, blob.size, found.page_count)


def upload_limits(session: Session, actor: Actor, most_bytes: int) -> Limits:
    """What the actor's agency takes, never more than the installation does."""
    usual = most_bytes // MEGABYTE
    wanted = value(session, UPLOAD_MEGABYTES, actor.agency_id, usual) * MEGABYTE
    return Limits(max_bytes=min(most_bytes, wanted))


def _inspected(sandbox: Sandbox, path: Path, filename: str, limits: Limits | None) -> Inspection:
    try:
        return sandbox.inspect(path, filename, limits)
    except BadFile as refusal:
        raise Refused(
            *(file_problem(problem.message, problem.params) for problem in refusal.problems)
        ) from refusal


def take_upload(session: Session, actor: Actor, examined: Examined) -> Upload:
    """Keep an examined file for the form it belongs to; Refused where too many wait already."""
    must_have_room(session, actor, examined.size)
    _make_room(session, actor, examined.size)
    upload = Upload(
        token=secrets.token_urlsafe(32),
        person_id=actor.person_id,
        name=examined.name,
        sha256=examined.sha256,
        media_type=examined.media_type,
        size=examined.size,
        page_count=examined.page_count,
    )
    session.add(upload)
    session.flush()
    return upload


def must_have_room(session: Session, actor: Actor, size: int) -> None:
    """Refused where this person left so many files that this one, of so many bytes, is too much.

    Asked before a file is looked at and stored too: what is refused then lies nowhere.
    """
    young = Upload.created_at >= clock.now() - KEPT_AT_LEAST
    refuse_for(unfinished_problems(_unfinished(session, actor, young), size))


def _unfinished(session: Session, actor: Actor, which: ColumnElement[bool]) -> Unfinished:
    """What this person sent and no form took yet."""
    totals = select(func.count(), func.coalesce(func.sum(Upload.size), 0))
    count, size = session.execute(totals.where(Upload.person_id == actor.person_id, which)).one()
    return Unfinished(count, int(size))


def _make_room(session: Session, actor: Actor, size: int) -> None:
    """Let the oldest go until one more, of so many bytes, has room."""
    own = select(Upload.token).where(Upload.person_id == actor.person_id)
    oldest = session.scalars(own.order_by(Upload.created_at, Upload.token)).all()
    for token in oldest:
        if not unfinished_problems(_unfinished(session, actor, true()), size):
            return
        discard_upload(session, token, actor)


def discard_upload(session: Session, token: str, actor: Actor) -> None:
    """Forget an upload that the person took off their form, and its bytes in an hour."""
    own = delete(Upload).where(Upload.token == token, Upload.person_id == actor.person_id)
    for sha256 in session.scalars(own.returning(Upload.sha256)).all():
        _announce(session, sha256)


def discard_old_uploads(session: Session) -> int:
    """Forget uploads that no form took within two days; tell how many."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    old = delete(Upload).where(Upload.created_at < limit).returning(Upload.sha256)
    contents = session.scalars(old).all()
    for sha256 in contents:
        _announce(session, sha256)
    return len(contents)


def _announce(session: Session, sha256: str) -> None:
    outbox.publish(session, UploadForgotten(sha256), not_before=clock.now() + REMOVED_AFTER)
