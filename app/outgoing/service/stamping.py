"""Writing number and date into the document that was composed without them."""

import io
from contextlib import suppress
from datetime import date
from pathlib import PurePath
from typing import TypedDict

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.rules import padded, reference_key
from app.files.models import Inside, RecordFile
from app.files.queries import text_of
from app.files.service import (
    FileContent,
    as_it_leaves,
    attach_content,
    content_of,
    look_inside,
    not_looked_into,
)
from app.organisation.queries import issuer
from app.outgoing import queries
from app.outgoing.models import OutgoingDocument
from documents.drafting import Parts
from documents.errors import EngineError
from documents.media import DOCX
from documents.sandbox import Sandbox
from documents.storage import Storage


class Said(TypedDict):
    """What is written into a document when it is issued."""

    number: str
    day: date
    place: str


class Stamps:
    """Main files, taken apart around the places of number and date before any number is held.

    The number is known only inside the issuing transaction, where no foreign file may be opened:
    there the parts are put together with it, and nothing is read.
    """

    def __init__(self, storage: Storage, sandbox: Sandbox) -> None:
        self.storage = storage
        self._sandbox = sandbox
        self._taken_apart: dict[str, Parts | None] = {}
        self._broken: set[str] = set()
        self.found: list[Inside] = []
        """What was found in its files that nobody had looked into, for `note_inside`."""
        self.words = ""
        """Those of its main file, where no worker has read it yet."""

    def prepare(self, session: Session, document_id: int) -> None:
        """Take the main file of this document apart, and look into every file of it.

        Outside any write transaction.
        """
        contents = map(content_of, queries.live_files(session, document_id))
        unknown = not_looked_into(session, contents)
        self.found += [
            look_inside(self.storage, self._sandbox, one.sha256, one.media_type) for one in unknown
        ]
        main = queries.main_file(session, document_id)
        if main is not None and main.media_type == DOCX:
            self._take_apart(main.sha256)
        self.read(session, document_id)

    def read(self, session: Session, document_id: int) -> None:
        """Read whom its main file names, where no worker has done so yet."""
        main = queries.main_file(session, document_id)
        if main is not None and main.media_type == DOCX and not text_of(session, main.sha256):
            with suppress(EngineError):
                path = self.storage.path(main.sha256)
                self.words = "\n".join(self._sandbox.paragraphs(path))

    def of(self, sha256: str) -> Parts | None:
        """The parts of a prepared file; None where it has no places. Raises Refused."""
        if sha256 in self._broken:
            raise Refused(Problem(N_("Number and day cannot be written into the main file now.")))
        if sha256 not in self._taken_apart:
            raise Refused(Problem(N_("The main file was changed meanwhile. Look at it again.")))
        return self._taken_apart[sha256]

    def _take_apart(self, sha256: str) -> None:
        """What cannot be taken apart is not issued: its number would be missing and nobody told."""
        try:
            self._taken_apart[sha256] = self._sandbox.take_apart(self.storage.path(sha256))
        except EngineError:
            self._broken.add(sha256)


def written_into(
    session: Session, document: OutgoingDocument, stamps: Stamps
) -> tuple[str, ...] | None:
    """The lines of a text from elsewhere that get number or day; None where it is a text that has
    no such place."""
    signed = queries.main_file(session, document.id)
    if signed is None or signed.media_type != DOCX:
        return ()
    parts = _parts(session, document, stamps, signed)
    return None if parts is None else parts.written(**_said(session, document))


def stamp_main_file(
    session: Session, actor: Actor, document: OutgoingDocument, stamps: Stamps
) -> bool:
    """Put the number and date into the composed .docx, which becomes the main file.

    The signed file leaves the page but stays in the database and the trail. False when the file
    has no place for a number (a scan, or a text from elsewhere): then it is as it was signed.
    """
    signed = queries.main_file(session, document.id)
    if signed is None or signed.media_type != DOCX:
        return False
    parts = _parts(session, document, stamps, signed)
    if parts is None:
        return False
    stamped = _stamped(session, document, stamps.storage, signed, parts)
    _put_in_place(session, actor, signed, stamped)
    return True


def take_out_authors(session: Session, actor: Actor, document: OutgoingDocument) -> None:
    """Let no file leave that says who wrote it, when, and in which program."""
    for file in queries.live_files(session, document.id):
        content = content_of(file)
        clean = as_it_leaves(session, content)
        if clean != content:
            _put_in_place(session, actor, file, clean)


def _put_in_place(session: Session, actor: Actor, old: RecordFile, content: FileContent) -> None:
    old.removed_at = clock.now()
    new = attach_content(session, old.record_id, content, old.kind, actor.person_id)
    new.position = old.position


def _parts(
    session: Session, document: OutgoingDocument, stamps: Stamps, signed: RecordFile
) -> Parts | None:
    """Where number and day belong; nowhere if the paper would bear another symbol than the book."""
    parts = stamps.of(signed.sha256)
    if parts is None or not parts.symbol:
        return parts
    printed = f"{_said(session, document)['number']}/{parts.symbol}"
    return parts if reference_key(printed) == document.reference_key else None


def _said(session: Session, document: OutgoingDocument) -> Said:
    assert document.number is not None
    assert document.issued_on is not None
    place = issuer(session, document.agency_id).place_name
    return {"number": padded(document.number), "day": document.issued_on, "place": place}


def _stamped(
    session: Session,
    document: OutgoingDocument,
    storage: Storage,
    signed: RecordFile,
    parts: Parts,
) -> FileContent:
    blob = storage.put(io.BytesIO(parts.stamped(**_said(session, document))))
    return FileContent(_name(document, signed), blob.sha256, DOCX, blob.size, signed.page_count)


def _name(document: OutgoingDocument, signed: RecordFile) -> str:
    """ "807-UBND-VX.docx": what a receiver looks for."""
    return document.reference.replace("/", "-") + PurePath(signed.name).suffix.lower()
