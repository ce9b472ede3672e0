"""Sending stored contents so that no browser ever takes one for a page of this site."""

import io
from collections.abc import Iterable
from contextlib import suppress

from flask import Response, abort, make_response, request, send_file

from app.files.kept import Kept
from app.files.pages import USUAL_WIDTH_PX, Pages, Shown
from app.files.service import FileContent, look_inside, not_looked_into, note_inside
from app.files.unread import unread_page
from app.web import engines, own_sandbox, session, write_transaction
from app.web.addresses import asked_id
from app.web.downloads import send_download
from app.web.security import ask_again_always, sandbox
from documents.errors import EngineError
from documents.media import MEDIA_TYPES
from documents.rendition import NoSuchPage, picture_type
from documents.sandbox import SandboxGone
from documents.storage import NotStored

HARMLESS = frozenset(MEDIA_TYPES.values())
"""Types that leave under their own name; anything else is just bytes."""


def kept_pages() -> Kept:
    """What this application made of stored contents."""
    return Kept(engines().settings.instance / "pages")


def pages() -> Pages:
    """The drawing of pages for this application."""
    return Pages(engines().storage, own_sandbox(), kept_pages())


def announce_pages() -> None:
    """A reader is about to ask for pages as pictures."""
    own_sandbox().announce()


def know_inside(contents: Iterable[FileContent]) -> None:
    """Before a page says what these hold that no page shows: look into those not looked into."""
    found = []
    for content in not_looked_into(session(), contents):
        with suppress(NotStored, SandboxGone):
            found.append(look_inside(engines().storage, own_sandbox(), content))
    if found:
        with write_transaction() as own:
            note_inside(own, found)


def send_content(content: FileContent) -> Response:
    """The stored bytes as a download, never shown by the browser itself, never as HTML."""
    try:
        path = engines().storage.path(content.sha256)
    except NotStored:
        abort(404)
    media_type = (
        content.media_type if content.media_type in HARMLESS else "application/octet-stream"
    )
    response = _closed(send_download(path, media_type, content.name), content.sha256)
    response.make_conditional(request)
    return response


def send_page(content: Shown | None, number: int) -> Response:
    """One page as a picture; `?w=` asks for a width in pixels.

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
        picture = pages().picture(content, number, width)
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


def _closed(response: Response, tag: str) -> Response:
    response.set_etag(tag)
    ask_again_always(response)
    response.headers["X-Content-Type-Options"] = "nosniff"
    sandbox()
    return response
