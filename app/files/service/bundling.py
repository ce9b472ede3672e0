"""Files out of one and into one: what is inside a zip or with a mail, and all files of a record."""

import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, BinaryIO, cast

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.policy import Actor
from app.files.inputs import FileContent
from app.files.rules import file_problem
from app.records.policy import reads_for
from app.records.queries import readers_of
from documents.errors import BadFile, EngineError
from documents.inspection import clean_filename
from documents.media import BUNDLES
from documents.sandbox import Sandbox
from documents.storage import Storage

CHUNK_BYTES = 256 * 1024
MOST_NAME_BYTES = 120
"""Less than half of what any file system takes for a name: folders and copies add to it."""


@dataclass(frozen=True)
class Member:
    """A file that was inside another, found sound."""

    name: str
    media_type: str
    content: bytes
    page_count: int | None


def take_member(storage: Storage, sandbox: Sandbox, whole: FileContent, number: int) -> Member:
    """Take one file out of a zip or a mail (the first is 1).

    Raises NotFound, and Refused for what is not taken here, which does not leave here either: a
    mail is kept with whatever hangs on it. Outside any transaction, for looking may take seconds.
    """
    if whole.media_type not in BUNDLES:
        raise NotFound
    try:
        path = storage.path(whole.sha256)
        name, content = sandbox.taken_out(path, whole.media_type, number)
    except EngineError as error:
        raise NotFound from error
    with tempfile.NamedTemporaryFile(prefix="member-") as target:
        target.write(content)
        target.flush()
        try:
            found = sandbox.inspect(Path(target.name), name)
        except BadFile as bad:
            raise Refused(*(file_problem(one.message, one.params) for one in bad.problems)) from bad
    return Member(clean_filename(name), found.media_type, content, found.page_count)


def note_all_downloaded(session: Session, record_id: int, actor: Actor, count: int) -> None:
    """Who takes every file of a record at once is in the trail."""
    subject = Subject("record", record_id, record_id)
    name = reads_for(actor, readers_of(session, record_id))
    record(session, actor, "files.all_downloaded", subject, on_behalf_of=name, count=count)


class _Passing:
    """A file that gives away what is written to it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


@dataclass(frozen=True)
class Missing:
    """What a zip says of files that could not be read: the name of a text, and its head."""

    name: str
    head: str

    def text(self, names: Iterable[str]) -> bytes:
        return "\r\n".join([f"\ufeff{self.head}", *names]).encode()


def zipped(files: Iterable[tuple[str, Path | None]], missing: Missing) -> Iterator[bytes]:
    """A zip of these files piece by piece, of which no more than one is held at any time.

    What cannot be opened, or is not there at all, is named in a text at the end.
    """
    passing = _Passing()
    moment = clock.local(clock.now()).timetuple()[:6]
    unread = []
    with zipfile.ZipFile(cast(IO[bytes], passing), "w") as archive:
        for name, path in files:
            source = _opened(path)
            if source is None:
                unread.append(name)
                continue
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = os.fstat(source.fileno()).st_size
            with source, archive.open(info, "w") as member:
                while chunk := source.read(CHUNK_BYTES):
                    member.write(chunk)
                    yield passing.taken()
        if unread:
            archive.writestr(zipfile.ZipInfo(missing.name, moment), missing.text(unread))
    yield passing.taken()


def _opened(path: Path | None) -> BinaryIO | None:
    try:
        return path.open("rb") if path else None
    except OSError:
        return None


def zip_name(title: str) -> str:
    """What the zip of a document's files is called, by its number and subject.

    Every system takes it: NFC, no sign that one of them forbids, at most so many bytes.
    """
    name = clean_filename(title.replace("/", "-").replace("\\", "-") + ".zip")
    stem = name.removesuffix(".zip")
    short = stem.encode()[: MOST_NAME_BYTES - len(".zip")].decode(errors="ignore")
    if short != stem:
        short = short.rpartition(" ")[0] or short
    return f"{short.rstrip(' .,;-')}.zip"


def names_in_zip(names: Iterable[str]) -> list[str]:
    """Names that every system can unpack side by side: safe, and none twice in any case."""
    taken: set[str] = set()
    given = []
    for name in map(clean_filename, names):
        suffix = PurePath(name).suffix
        stem, count, free = name.removesuffix(suffix), 1, name
        while free.casefold() in taken:
            count += 1
            free = f"{stem} ({count}){suffix}"
        taken.add(free.casefold())
        given.append(free)
    return given
