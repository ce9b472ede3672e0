"""Receiving files, and showing them to whoever may read them."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Problem, Refused
from app.core.text import N_
from app.files import receiving
from app.files.models import Upload
from app.files.pages import shown
from app.files.presenters import (
    Reading,
    file_holder,
    file_view,
    inside_tabs,
    inside_view,
    upload_answer,
    upload_holder,
    upload_view,
)
from app.files.queries import (
    FileRow,
    file_of,
    files_to_take,
    rendition_of,
    text_of,
    uploads_of,
)
from app.files.service import content_of, discard_upload, note_all_downloaded
from app.files.serving import (
    AGAIN_SECONDS,
    opened,
    send_all,
    send_content,
    send_member,
    send_page,
    send_page_inside,
)
from app.records.queries import face_of
from app.web import actor, requires, session, signed_in, write_transaction
from app.web.access import Look, View
from app.web.records import note_opened

blueprint = Blueprint("files", __name__)


def sends_files(first: Look | None = None) -> Callable[[View], View]:
    """For whoever has a form that takes files, as the features say."""
    return requires(offered=lambda features: features.sending_files, first=first)


@blueprint.post("/uploads")
@sends_files(first=receiving.look)
def upload() -> ResponseReturnValue:
    """Take one file; answers what the script shows, or 422 with every reason against it."""
    uploads = receiving.taken()
    if not uploads:
        raise Refused(Problem(N_("No file was sent."), field="files"))
    return jsonify(upload_answer(uploads[0])), 201


@blueprint.post("/uploads/<token>/discard")
@sends_files()
def discard(token: str) -> ResponseReturnValue:
    discard_upload(session(), token, actor())
    return "", 204


@blueprint.get("/uploads/<token>")
@sends_files()
def upload_file(token: str) -> Response:
    return send_content(content_of(_own(token)))


@blueprint.get("/uploads/<token>/inside/<int:number>")
@sends_files()
def upload_inside(token: str, number: int) -> Response:
    return send_member(content_of(_own(token)), number)


@blueprint.get("/uploads/<token>/inside/<int:number>/view")
@sends_files()
def upload_inside_view(token: str, number: int) -> ResponseReturnValue:
    """What lies in one's own upload, in the place of its preview."""
    holder = upload_holder(_own(token))
    view = inside_view(holder, number, opened(holder.content, number))
    return render_template("files/upload.html", file=view, holder=holder)


@blueprint.get("/uploads/<token>/inside/<int:number>/pages/<int:page_number>")
@sends_files()
def upload_inside_page(token: str, number: int, page_number: int) -> Response:
    return send_page_inside(content_of(_own(token)), number, page_number)


@blueprint.post("/uploads/<token>/inside/<int:number>")
@sends_files(first=receiving.look_inside)
def take_out(token: str, number: int) -> ResponseReturnValue:
    """Make a file inside an upload an upload of its own; answers as for one that was sent."""
    _own(token)
    return jsonify(upload_answer(receiving.taken()[0])), 201


@blueprint.get("/uploads/<token>/preview")
@sends_files()
def upload_preview(token: str) -> ResponseReturnValue:
    """The pages of one's own upload, as a fragment for the form beside it."""
    upload = _own(token)
    view = upload_view(upload, Reading.of(rendition_of(session(), upload.sha256)))
    return render_template("files/upload.html", file=view)


@blueprint.get("/uploads/<token>/pages/<int:number>")
@sends_files()
def upload_page(token: str, number: int) -> Response:
    upload = _own(token)
    rendition = rendition_of(session(), upload.sha256)
    pdf_sha256 = rendition.pdf_sha256 if rendition else None
    return send_page(shown(upload.sha256, upload.media_type, pdf_sha256), number)


@blueprint.get("/files/<int:file_id>")
@signed_in
def file(file_id: int) -> Response:
    """Download a file of a document that one may read."""
    row = _readable(file_id)
    return send_content(content_of(row))


@blueprint.get("/files/<int:file_id>/inside/<int:number>")
@signed_in
def file_inside(file_id: int, number: int) -> Response:
    """Download a file that lies in a zip or came with a mail."""
    return send_member(content_of(_readable(file_id)), number)


@blueprint.get("/files/<int:file_id>/inside/<int:number>/view")
@signed_in
def file_inside_view(file_id: int, number: int) -> ResponseReturnValue:
    """A file that lies in a zip or came with a mail, read in place like any other."""
    holder = file_holder(session(), _readable(file_id))
    view = inside_view(holder, number, opened(holder.content, number))
    tabs = inside_tabs(holder, number)
    shown = render_template("files/inside.html", file=view, files=tabs, holder=holder)
    return shown, {"Refresh": str(AGAIN_SECONDS)} if view.is_coming else {}


@blueprint.get("/files/<int:file_id>/inside/<int:number>/pages/<int:page_number>")
@signed_in
def file_inside_page(file_id: int, number: int, page_number: int) -> Response:
    return send_page_inside(content_of(_readable(file_id)), number, page_number)


@blueprint.get("/files/<int:file_id>/all")
@signed_in
def all_files(file_id: int) -> Response:
    """Download this file and all beside it in one zip; the trail says so."""
    record_id = _readable(file_id).record_id
    with write_transaction() as own:
        rows = files_to_take(own, record_id, actor())
        note_all_downloaded(own, record_id, actor(), len(rows))
    return send_all(rows, face_of(session(), record_id).entitled)


@blueprint.get("/files/<int:file_id>/pages/<int:number>")
@signed_in
def file_page(file_id: int, number: int) -> Response:
    """One page of a file as a picture."""
    row = _readable(file_id)
    return send_page(shown(row.sha256, row.media_type, row.pdf_sha256), number)


@blueprint.get("/files/<int:file_id>/text")
@signed_in
def file_text(file_id: int) -> ResponseReturnValue:
    """The words of a file on a page of their own, for a small screen or a slow line."""
    row = _readable(file_id)
    text = text_of(session(), row.sha256)
    return render_template("files/text.html", file=file_view(row, text), text=text)


def _own(token: str) -> Upload:
    """One's own upload; another person's is not there at all."""
    found = uploads_of(session(), [token], actor())
    return found[0] if found else abort(404)


def _readable(file_id: int) -> FileRow:
    """The file, when its document may be read, which this is; a foreign id is not there at all."""
    row = file_of(session(), file_id, actor()) or abort(404)
    note_opened(row.record_id)
    return row
