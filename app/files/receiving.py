"""Files that come with a form: uploaded before it by the script, or in it without one.

They are looked at before the form's transaction begins (`look`, named in `requires`), so that
nobody waits for it; the form then takes what was found.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from flask import g, request
from werkzeug.datastructures import FileStorage
from wtforms import Field

from app.core import disk
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.files.models import Upload as UploadRow
from app.files.presenters import Reading, upload_item, upload_view
from app.files.queries import rendition_of, uploads_of
from app.files.rules import came_problems
from app.files.service import (
    Examined,
    content_of,
    examine,
    must_have_room,
    take_member,
    take_upload,
    upload_limits,
)
from app.files.serving import know_inside
from app.web import actor, bodies, engines, only_reading, own_sandbox, session, write_transaction
from app.web.forms import say
from app.web.listing import FileView, Upload
from documents.errors import EngineError
from documents.media import DOCX, PDF

LONGEST_TOKEN = 43


def look(**_kwargs: object) -> None:
    """Examine every file of this request, and keep what was found until the form takes it."""
    own_sandbox().announce()
    sent = chain.from_iterable(files for _name, files in request.files.lists())
    g.looked_at = [_looked_at(file) for file in sent if file.filename]


def look_before_it_leaves() -> None:
    """The same for files that go to another agency: what they hold that no page shows is known."""
    look()
    named = request.form.getlist("uploads")
    waiting = uploads_of(session(), [token[:LONGEST_TOKEN] for token in named], actor())
    came = [content_of(found) for found in _found() if isinstance(found, Examined)]
    know_inside([*map(content_of, waiting), *came])


def look_inside(token: str, number: int) -> None:
    """The same for a file within one's own upload, which is to be an upload of its own."""
    g.looked_at = [
        _looked_inside(upload, number) for upload in uploads_of(session(), [token], actor())
    ]


def taken() -> list[UploadRow]:
    """Everything that came with this request, as uploads; Refused with all wrong with any."""
    wrong: list[Problem] = []
    uploads = _take(wrong)
    refuse_for(wrong)
    return uploads


def first_words(token: str, most_chars: int) -> str:
    """What one's own upload of a text says at its beginning; empty where none can be read."""
    upload = next(iter(uploads_of(session(), [token[:LONGEST_TOKEN]], actor())), None)
    if upload is None:
        raise NotFound
    if upload.media_type not in (DOCX, PDF):
        return ""
    path = engines().storage.path(upload.sha256)
    try:
        found = own_sandbox().extract_text(path, upload.media_type, limit_chars=most_chars)
    except EngineError:
        return ""
    return found.text


class UploadsField(Field):  # type: ignore[misc]
    """The files of a form: its view is named with `first=look`, its template shows them by
    `files/_field.html`.

    The view takes them where the form is carried out (`take`), and keeps them where it goes back
    (`keep`), so that nothing is sent twice; what is wrong with any stands beside the field.
    """

    widget = None
    errors: Sequence[str]
    data: list[str]
    """The uploads that the form names, by their tokens: those that travel with it."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None)
        named = formdata.getlist("uploads") if formdata else ()
        self.data = [token[:LONGEST_TOKEN] for token in named]
        self.was_taken = False

    def take(self, wrong: list[Problem] | None = None) -> tuple[str, ...]:
        """All of them as uploads, also those that came in the form itself.

        Raises Refused with all that is wrong with any, or lets `wrong` grow by it.
        """
        found: list[Problem] = []
        came = [upload.token for upload in _take(found)]
        self.was_taken = True
        if wrong is None:
            refuse_for(found)
        else:
            wrong += found
        return (*self.data, *came)

    def keep(self) -> None:
        """The form goes back: keep what came in it, and say what was wrong if nobody has yet.

        From here on the request only looks; nothing happens where no form was sent.
        """
        if request.method != "POST":
            return
        if not self.was_taken:
            refused = (found for found in _found() if isinstance(found, Refused))
            wrong = (problem for refusal in refused for problem in refusal.problems)
            self.errors = [*self.errors, *map(say, wrong)]
        self.data += _kept()

    @property
    def given(self) -> list[Upload]:
        """Those that travel on, as the list under the field shows them."""
        return [upload_item(upload) for upload in uploads_of(session(), self.data, actor())]

    @property
    def preview(self) -> FileView | None:
        """The first of them, to be read beside the form."""
        uploads = uploads_of(session(), self.data[:1], actor())
        if not uploads:
            return None
        return upload_view(uploads[0], Reading.of(rendition_of(session(), uploads[0].sha256)))


def _kept() -> list[str]:
    only_reading()
    sound = [found for found in _found() if isinstance(found, Examined)]
    if not sound:
        return []
    try:
        with write_transaction() as own:
            return [take_upload(own, actor(), examined).token for examined in sound]
    except Refused:
        return []


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


def _looked_inside(upload: UploadRow, number: int) -> Examined | Refused:
    limits = upload_limits(session(), actor(), engines().settings.max_upload_bytes)
    try:
        found = take_member(engines().storage, own_sandbox(), content_of(upload), number)
        must_have_room(session(), actor(), len(found.content))
        stream = io.BytesIO(found.content)
        return examine(engines().storage, own_sandbox(), stream, found.name, limits)
    except Refused as refusal:
        return refusal


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
