"""Files that come with a form: uploaded before it by the script, or in it without one.

They are looked at before the form's transaction begins (`look`, named in `requires`), so that
nobody waits for it; the form then takes what was found.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from flask import g, request
from werkzeug.datastructures import FileStorage

from app.core import disk
from app.core.errors import Problem, Refused, refuse_for
from app.files.models import Upload as UploadRow
from app.files.presenters import Reading, upload_item, upload_view
from app.files.queries import rendition_of, uploads_of
from app.files.rules import came_problems
from app.files.service import Examined, examine, must_have_room, take_upload, upload_limits
from app.web import actor, bodies, engines, only_reading, own_sandbox, session, write_transaction
from app.web.listing import FileView, Upload


def look(**_kwargs: object) -> None:
    """Examine every file of this request, and keep what was found until the form takes it."""
    own_sandbox().announce()
    sent = chain.from_iterable(files for _name, files in request.files.lists())
    g.looked_at = [_looked_at(file) for file in sent if file.filename]


def taken() -> list[UploadRow]:
    """Everything that came with this request, as uploads; Refused with all wrong with any."""
    wrong: list[Problem] = []
    uploads = _take(wrong)
    refuse_for(wrong)
    return uploads


def problems() -> tuple[Problem, ...]:
    """All that is wrong with any file of this request."""
    refused = (found for found in _found() if isinstance(found, Refused))
    return tuple(problem for refusal in refused for problem in refusal.problems)


def received(wrong: list[Problem]) -> list[str]:
    """Take the files that came in the form itself; `wrong` grows by all wrong with any."""
    return [upload.token for upload in _take(wrong)]


def kept() -> list[str]:
    """After a refusal: keep the sound files that came in the form, so that none is sent twice.

    From here on the request only looks: its form goes back.
    """
    only_reading()
    sound = [found for found in _found() if isinstance(found, Examined)]
    if not sound:
        return []
    try:
        with write_transaction() as own:
            return [take_upload(own, actor(), examined).token for examined in sound]
    except Refused:
        return []


def given(tokens: Sequence[str]) -> list[Upload]:
    """The uploads that travel on with a form that came back."""
    return [upload_item(upload) for upload in uploads_of(session(), tokens, actor())]


def first_preview(tokens: Sequence[str]) -> FileView | None:
    """The first of these uploads, to be read beside the form."""
    uploads = uploads_of(session(), tokens[:1], actor())
    if not uploads:
        return None
    return upload_view(uploads[0], Reading.of(rendition_of(session(), uploads[0].sha256)))


def _found() -> list[Examined | Refused]:
    """What `look` found; without it nothing that came with the request is taken."""
    found: list[Examined | Refused] = g.looked_at
    return found


def _take(wrong: list[Problem]) -> list[UploadRow]:
    uploads = []
    for found in _found():
        try:
            if isinstance(found, Refused):
                raise found
            uploads.append(take_upload(session(), actor(), found))
        except Refused as refusal:
            wrong += refusal.problems
    return uploads


def _looked_at(sent: FileStorage) -> Examined | Refused:
    """Refused also where the disk takes no file: the words that came with it are not lost."""
    limits = upload_limits(session(), actor(), engines().settings.max_upload_bytes)
    came, name = bodies.received(sent), sent.filename or ""
    try:
        refuse_for(came_problems(came.trouble, came.size, name, limits.max_bytes))
        must_have_room(session(), actor(), came.size)
        return examine(engines().storage, own_sandbox(), sent.stream, name, limits)
    except Refused as refusal:
        return refusal
    except OSError as error:
        problem = disk.trouble(error)
        if problem is None:
            raise
        return Refused(replace(problem, field="files"))
