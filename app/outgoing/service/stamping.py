"""Writing number and date into the document that was composed without them."""

import io
from pathlib import PurePath

from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.correspondence.models import DocumentFile
from app.correspondence.rules import padded
from app.correspondence.service import FileContent, attach_content
from app.outgoing import queries
from app.outgoing.models import OutgoingDocument
from documents.drafting import stamp_number
from documents.storage import Storage

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def stamp_main_file(
    session: Session, actor: Actor, document: OutgoingDocument, storage: Storage
) -> bool:
    """Put the number and date into the composed .docx, which becomes the main file.

    The signed file leaves the page but stays in the database and the trail. False when the file
    has no place for a number (a scan, or a text from elsewhere): then it is as it was signed.
    """
    signed = queries.main_file(session, document.id)
    if signed is None or signed.media_type != DOCX:
        return False
    stamped = _stamped(document, storage, signed)
    if stamped is None:
        return False
    signed.removed_at = clock.now()
    main = attach_content(session, document, stamped, "main", actor)
    main.position = signed.position
    return True


def _stamped(
    document: OutgoingDocument, storage: Storage, signed: DocumentFile
) -> FileContent | None:
    assert document.number is not None
    assert document.issued_on is not None
    with storage.open(signed.sha256) as file:
        result = stamp_number(file.read(), number=padded(document.number), day=document.issued_on)
    if not result.stamped:
        return None
    blob = storage.put(io.BytesIO(result.content))
    return FileContent(_name(document, signed), blob.sha256, DOCX, blob.size, signed.page_count)


def _name(document: OutgoingDocument, signed: DocumentFile) -> str:
    """ "807-UBND-VX.docx": what a receiver looks for."""
    return document.reference.replace("/", "-") + PurePath(signed.name).suffix.lower()
