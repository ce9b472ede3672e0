"""What a file holds that no page shows: found once, for contents never change."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem
from app.core.outbox import OutboxRow
from app.core.text import N_
from app.files.events import LookInside
from app.files.inputs import FileContent
from app.files.models import Inside
from documents.errors import EngineError
from documents.mark import Mark
from documents.media import CLEANED, LOOKED_INTO_LATER
from documents.sandbox import Sandbox
from documents.storage import Storage

ASKED_AGAIN_AFTER = timedelta(minutes=10)
UNKNOWN = N_("“%(name)s” is still being looked through. Open this page again, then go on.")
UNREADABLE = N_(
    "“%(name)s” cannot be looked into for what no page shows: save it as .docx, .xlsx, .pptx or "
    "PDF in its own program and upload that."
)
UNSETTLED = N_(
    "“%(name)s” holds what no page shows (%(count)s marked changes, comments, hidden words or "
    "embedded files): settle them, or upload a clean file."
)


def not_looked_into(session: Session, contents: Iterable[FileContent]) -> list[FileContent]:
    """Those of which it is not known yet what they hold."""
    asked = {one.sha256: one for one in contents if one.media_type in CLEANED}
    known = session.scalars(select(Inside.sha256).where(Inside.sha256.in_(asked)))
    return [asked[sha256] for sha256 in asked.keys() - set(known)]


def have_looked_into(session: Session, contents: Iterable[FileContent]) -> None:
    """Ask a worker to look into those that take long; what was asked just now is not again."""
    later = [one for one in contents if one.media_type in LOOKED_INTO_LATER]
    unknown = not_looked_into(session, later)
    if not unknown:
        return
    lately = clock.now() - ASKED_AGAIN_AFTER
    rows = select(OutboxRow.payload).where(OutboxRow.topic == LookInside.topic)
    asked = session.scalars(rows.where(OutboxRow.created_at > lately))
    on_its_way = {payload["sha256"] for payload in asked}
    for one in unknown:
        if one.sha256 not in on_its_way:
            outbox.publish(session, LookInside(one.sha256, one.media_type))


def look_inside(storage: Storage, sandbox: Sandbox, sha256: str, media_type: str) -> Inside:
    """Find its marks; without any, make the content that may leave. Outside any transaction."""
    path = storage.path(sha256)
    try:
        marks = [asdict(mark) for mark in sandbox.marks(path, media_type)]
        if marks:
            return Inside(sha256=sha256, marks=marks)
        clean = sandbox.cleaned(path, clock.now(), media_type)
        blob = storage.put(io.BytesIO(clean))
    except EngineError:
        return Inside(sha256=sha256, marks=[])
    return Inside(sha256=sha256, marks=[], clean_sha256=blob.sha256, clean_size=blob.size)


def note_inside(session: Session, found: Iterable[Inside]) -> None:
    """Keep it, of what may leave too: of two that looked, the first is believed."""
    for one in found:
        if session.get(Inside, one.sha256) is None:
            session.add(one)
        if one.clean_sha256 is not None and session.get(Inside, one.clean_sha256) is None:
            session.add(_clean(one.clean_sha256, one.clean_size or 0))
        session.flush()


def note_made_here(session: Session, content: FileContent) -> None:
    """A letter that this office laid out, in nobody's hands since, leaves as it is."""
    if session.get(Inside, content.sha256) is None:
        session.add(_clean(content.sha256, content.size))
        session.flush()


def _clean(sha256: str, size: int) -> Inside:
    return Inside(sha256=sha256, marks=[], clean_sha256=sha256, clean_size=size)


def marks_in(session: Session, sha256: str) -> Sequence[Mark]:
    """What is to be settled in a content; nothing where that is not known (yet)."""
    found = session.get(Inside, sha256)
    return [Mark(**mark) for mark in found.marks] if found is not None else ()


def unsettled(session: Session, contents: Iterable[FileContent]) -> list[Problem]:
    """Why these may not be signed or sent: what no page shows would go along."""
    return [problem for one in contents if (problem := _unsettled(session, one)) is not None]


def _unsettled(session: Session, content: FileContent) -> Problem | None:
    if content.media_type not in CLEANED:
        return None
    found = session.get(Inside, content.sha256)
    values = {"name": content.name}
    if found is None:
        return Problem(UNKNOWN, values, "files")
    if found.marks:
        return Problem(UNSETTLED, {**values, "count": len(found.marks)}, "files")
    return Problem(UNREADABLE, values, "files") if found.clean_sha256 is None else None


def as_it_leaves(session: Session, content: FileContent) -> FileContent:
    """The content without anything that says who wrote it; of other kinds it stays as it is."""
    found = session.get(Inside, content.sha256) if content.media_type in CLEANED else None
    if found is None or found.clean_sha256 is None or found.clean_size is None:
        return content
    return replace(content, sha256=found.clean_sha256, size=found.clean_size)
