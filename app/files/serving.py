"""Sending stored contents so that no browser ever takes one for a page of this site."""

import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from flask import Response, abort, make_response, request, send_file

from app.files.kept import Kept
from app.files.pages import USUAL_WIDTH_PX, Pages, Shown, shown
from app.files.queries import FileRow
from app.files.service import (
    FileContent,
    Inner,
    Missing,
    have_looked_into,
    is_open,
    look_inside,
    names_in_zip,
    not_looked_into,
    note_inside,
    open_inside,
    take_member,
    zip_name,
    zipped,
)
from app.files.started import Started
from app.files.unread import unread_page
from app.web import actor, engines, only_reading, own_sandbox, session, write_transaction
from app.web.addresses import asked_id
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.security import ask_again_always, sandbox
from documents.errors import EngineError
from documents.media import KINDS, LOOKED_INTO_LATER, MEDIA_TYPES, PRINTED, ZIP
from documents.rendition import NoSuchPage, picture_type
from documents.sandbox import SandboxGone
from documents.storage import NotStored

WAITED_SECONDS, AGAIN_SECONDS = 1.5, 3
_READING, _PRINTING = Started(threads=2), Started(threads=2)
"""What LibreOffice prints takes seconds: all else does not wait behind it."""
_PRINTED_ENDINGS = tuple(
    ending for kind in KINDS if kind.media_type in PRINTED for ending in kind.extensions
)
HARMLESS = frozenset(MEDIA_TYPES.values())
"""Types that leave under their own name; anything else is just bytes."""


def kept_pages() -> Kept:
    """What this application made of stored contents."""
    return Kept.of(engines().settings.instance)


def pages() -> Pages:
    """The drawing of pages for this application."""
    return Pages(engines().storage, own_sandbox(), kept_pages())


def announce_pages() -> None:
    """A reader is about to ask for pages as pictures."""
    own_sandbox().announce()


def know_inside(contents: Iterable[FileContent]) -> None:
    """Before a page says what these hold that no page shows: look into those not looked into.

    What takes seconds is asked of a worker.
    """
    unknown, found = not_looked_into(session(), contents), []
    for one in unknown:
        if one.media_type not in LOOKED_INTO_LATER:
            with suppress(NotStored, SandboxGone):
                storage, sandbox = engines().storage, own_sandbox()
                found.append(look_inside(storage, sandbox, one.sha256, one.media_type))
    if unknown:
        with write_transaction() as own:
            note_inside(own, found)
            have_looked_into(own, unknown)


def opened(whole: FileContent, number: int) -> Inner | None:
    """One file of those inside, read and ready to be drawn; from here on the request only looks.

    None while that is on its way: an office file takes seconds, for which no request waits.
    """
    only_reading()
    parts = engines().storage, own_sandbox(), kept_pages()
    if is_open(kept_pages(), whole, number):
        return open_inside(*parts, whole, number)
    names = pages().members(whole.sha256, whole.media_type)
    is_printed = "".join(names[number - 1 : number]).lower().endswith(_PRINTED_ENDINGS)
    key = (kept_pages().beside(whole.sha256), number)
    opening = _PRINTING if is_printed else _READING
    work = partial(open_inside, *parts, whole, number)
    return opening.within(WAITED_SECONDS, actor().person_id, key, work)


def send_content(content: FileContent) -> Response:
    """The stored bytes as a download, never shown by the browser itself, never as HTML."""
    try:
        path = engines().storage.path(content.sha256)
    except NotStored:
        abort(404)
    download = send_download(path, _harmless(content.media_type), content.name)
    response = _closed(download, content.sha256)
    response.make_conditional(request)
    return response


def send_member(whole: FileContent, number: int) -> Response:
    """One file of those inside, as a download under its own name."""
    only_reading()
    found = take_member(engines().storage, own_sandbox(), whole, number)
    response = send_download(found.content, _harmless(found.media_type), found.name)
    return _closed(response, f"{whole.sha256}-{number}")


def send_all(files: Sequence[FileRow], title: str) -> Response:
    """All of them in one zip named by this title, read while it is sent."""
    missing = Missing(
        _("Not read.txt"), _("These files could not be read, and are not in this zip:")
    )
    paths = [_path_of(file) for file in files]
    found = zip(names_in_zip(file.name for file in files), paths, strict=True)
    return _closed(send_download(zipped(found, missing), ZIP, zip_name(title)))


def _path_of(file: FileRow) -> Path | None:
    try:
        return engines().storage.path(file.sha256)
    except NotStored:
        return None


def _harmless(media_type: str) -> str:
    return media_type if media_type in HARMLESS else "application/octet-stream"


def send_page_inside(whole: FileContent, number: int, page_number: int) -> Response:
    """A page of one file of those inside."""
    one = opened(whole, number)
    if one is None:
        return _for_now(make_response("", 503, {"Retry-After": str(AGAIN_SECONDS)}))
    content = shown(one.content.sha256, one.content.media_type, one.found.pdf_sha256)
    return send_page(content, page_number, one.pages)


def send_page(content: Shown | None, number: int, drawn: Pages | None = None) -> Response:
    """One page as a picture, drawn by the office's own or these; `?w=` asks for a width in pixels.

    It never changes, so a browser that has it is told so; but it has to ask, every time, and by
    then the view has asked whether its reader still may.
    """
    if content is None:
        abort(404)
    width = asked_id("w") or USUAL_WIDTH_PX
    tag = f"{content.sha256}-{number}-{width}"
    if tag in request.if_none_match:
        return _closed(make_response("", 304), tag)
    try:
        picture = (drawn or pages()).picture(content, number, width)
    except (NotStored, NoSuchPage):
        abort(404)
    except EngineError as error:
        return _for_now(unread_page(error.problem))
    response = send_file(io.BytesIO(picture), mimetype=picture_type(picture), etag=False)
    return _closed(response, tag)


def _for_now(response: Response) -> Response:
    """Said to this reader in their language; nobody keeps it."""
    response.cache_control.no_store = True
    sandbox()
    return response


def _closed(response: Response, tag: str = "") -> Response:
    if tag:
        response.set_etag(tag)
    ask_again_always(response)
    response.headers["X-Content-Type-Options"] = "nosniff"
    sandbox()
    return response
