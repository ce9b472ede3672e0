"""What no page shows of an uploaded draft: settled by one act, which makes a new version."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlalchemy.orm import Session

from app.approval.service import changed
from app.core import clock
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.drafting.inputs import Seen
from app.drafting.models import Draft, DraftVersion
from app.drafting.policy import stands_in_for
from app.drafting.queries.drafts import attachments_of
from app.drafting.rules.content import Details, Wording
from app.drafting.service.versions import (
    Body,
    add_version,
    head_of,
    keep_attachments,
    latest_version,
    take_to_write,
)
from app.files.service import FileContent, content_of, marks_in
from documents.errors import EngineError
from documents.mark import is_for_its_author
from documents.media import EXTENSIONS, TODAYS
from documents.sandbox import Sandbox
from documents.storage import Storage, StoredBlob

ACCEPTED = N_("Marked changes accepted; comments and hidden words taken out")
UNDONE = N_("Marked changes undone; comments and hidden words taken out")
NO_LINE = N_("The file has no line “Số: …/…” into which the symbol could be written.")
SYMBOL_SET = N_("The symbol behind the number set right")
SETTLED_AS = {"accept": ACCEPTED, "undo": UNDONE, "symbol": SYMBOL_SET}
LEFT = N_(
    "“%(name)s” still holds what no page shows. Take it out, or show it, in the program the file "
    "was made with (of a mail or a zip: in the file inside it); then upload the file again."
)


@dataclass(frozen=True)
class Settled:
    """What each content that holds marks is once they are settled, and why others are not."""

    made: Mapping[str, FileContent]
    left: Sequence[Problem]


def contents_of(session: Session, draft: Draft, version: DraftVersion) -> tuple[FileContent, ...]:
    """The files of a version that people brought; a text that was laid out here holds no marks."""
    attached = attachments_of(session, draft.id, version.details.get("attachments", ()))
    own = () if version.fields is not None else (main_content(version),)
    return (*own, *map(content_of, attached))


def main_content(version: DraftVersion) -> FileContent:
    return FileContent(version.name, version.sha256, version.media_type, version.size)


def set_symbol_ahead(session: Session, storage: Storage, sandbox: Sandbox, draft: Draft) -> Settled:
    """Write into an uploaded text the symbol under which it will be issued.

    Outside any write transaction.
    """
    latest = latest_version(session, draft.id)
    if latest.fields is not None:
        return Settled({}, [])
    symbol = head_of(session, draft, Details.from_json(latest.details)).symbol
    try:
        made = sandbox.with_symbol(storage.path(latest.sha256), symbol)
    except EngineError:
        made = b""
    if not made:
        return Settled({}, [Problem(NO_LINE)])
    blob = storage.put(io.BytesIO(made))
    return Settled({latest.sha256: _todays(main_content(latest), blob)}, [])


def settle_ahead(
    session: Session, storage: Storage, sandbox: Sandbox, draft: Draft, *, accept: bool
) -> Settled:
    """Make what the newest version will be, as far as that is done here.

    Outside any write transaction.
    """
    made: dict[str, FileContent] = {}
    left = []
    for content in contents_of(session, draft, latest_version(session, draft.id)):
        marks = marks_in(session, content.sha256)
        stays = [is_for_its_author(mark, content.media_type) for mark in marks]
        is_left = any(stays)
        if not all(stays):
            path, kind = storage.path(content.sha256), content.media_type
            try:
                settled = sandbox.settled(path, clock.now(), kind, accept=accept)
            except EngineError:
                is_left = True
            else:
                blob = storage.put(io.BytesIO(settled))
                made[content.sha256] = _todays(content, blob)
        if is_left:
            left.append(Problem(LEFT, {"name": content.name}))
    return Settled(made, left)


def _todays(content: FileContent, blob: StoredBlob) -> FileContent:
    """What was settled, under the name of its kind: an old one becomes one of today."""
    kind, name = content.media_type, content.name
    if kind in TODAYS:
        kind = TODAYS[kind]
        name = str(PurePath(name).with_suffix(EXTENSIONS[kind]))
    return FileContent(name, blob.sha256, kind, blob.size)


def settle(
    session: Session, actor: Actor, draft_id: int, seen: Seen, settled: Settled, do: str
) -> DraftVersion:
    """Keep what was made ahead as the next version; what was left stays to be settled.

    What was done is one of SETTLED_AS.

    Raises Stale, Refused and Forbidden as `save_version` does.
    """
    draft, steps, latest = take_to_write(session, actor, draft_id, seen)
    if not settled.made:
        raise Refused(*settled.left or [Problem(N_("There is nothing to settle any more."))])
    details = Details.from_json(latest.details)
    ids = _attachments(session, actor, draft, details, settled)
    body = Body(latest.sha256, latest.size)
    if latest.fields is not None:
        body = replace(body, wording=Wording.from_json(latest.fields))
    elif made := settled.made.get(latest.sha256):
        body = Body(made.sha256, made.size)
    note, name = SETTLED_AS[do], stands_in_for(actor, draft, steps)
    details = replace(details, attachment_ids=ids)
    version = add_version(session, actor, draft, details, body, note, name)
    changed(session, actor, draft.record_id)
    return version


def _attachments(
    session: Session, actor: Actor, draft: Draft, details: Details, settled: Settled
) -> tuple[int, ...]:
    """Its attachments in their order, those with marks in their settled form."""
    ids = []
    for one in attachments_of(session, draft.id, details.attachment_ids):
        made = settled.made.get(one.sha256)
        if made is not None:
            ids += keep_attachments(session, actor, draft, [made])
        else:
            ids.append(one.id)
    return tuple(ids)
