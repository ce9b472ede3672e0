"""One sandbox for all tests of a process, and what services are given that was looked at in it."""

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.files.models import Upload
from app.files.service import (
    FileContent,
    examine,
    look_inside,
    not_looked_into,
    note_inside,
    take_upload,
)
from app.outgoing.service import Stamps
from documents.rendition.libreoffice import find_office
from documents.sandbox import Sandbox
from documents.storage import Storage


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sandbox-")


def sandbox() -> Sandbox:
    """With the LibreOffice of this machine, if there is one; without the office's guard."""
    return Sandbox(Path(_folder().name), office=find_office())


def sandbox_without_office() -> Sandbox:
    return Sandbox(Path(_folder().name))


def taken(session: Session, storage: Storage, stream: IO[bytes], name: str, actor: Actor) -> Upload:
    """A file sent by this person."""
    return take_upload(session, actor, examine(storage, sandbox(), stream, name))


def stamps_for(session: Session, storage: Storage, document_id: int) -> Stamps:
    """The main file of this document, ready for its number."""
    stamps = Stamps(storage, sandbox())
    stamps.prepare(session, document_id)
    return stamps


def look_into(session: Session, storage: Storage, contents: Iterable[FileContent]) -> None:
    """What the page of a draft does before it is signed."""
    unknown = not_looked_into(session, contents)
    found = [look_inside(storage, sandbox(), one.sha256, one.media_type) for one in unknown]
    note_inside(session, found)
