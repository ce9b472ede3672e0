"""Files of drafts, for whoever may read the draft; a foreign number is not there at all."""

from flask import Response, abort

from app.drafting.models import Draft, DraftAttachment, DraftVersion
from app.drafting.policy import get_draft
from app.drafting.queries.drafts import attachment_of, version_of
from app.drafting.views.blueprint import blueprint
from app.files.pages import shown
from app.files.queries import rendition_of
from app.files.service import FileContent
from app.files.serving import send_content, send_page
from app.web import actor, session, signed_in
from app.web.records import note_opened


@blueprint.get("/drafts/<int:draft_id>/versions/<int:number>/file")
@signed_in
def version_file(draft_id: int, number: int) -> Response:
    """Download one version."""
    return send_content(_content(_version(draft_id, number)))


@blueprint.get("/drafts/<int:draft_id>/versions/<int:number>/pages/<int:page_number>")
@signed_in
def version_page(draft_id: int, number: int, page_number: int) -> Response:
    """One page of a version as a picture."""
    return _page(_version(draft_id, number), page_number)


@blueprint.get("/drafts/<int:draft_id>/attachments/<int:attachment_id>")
@signed_in
def attachment(draft_id: int, attachment_id: int) -> Response:
    """Download an attachment of the draft."""
    return send_content(_content(_attachment(draft_id, attachment_id)))


@blueprint.get("/drafts/<int:draft_id>/attachments/<int:attachment_id>/pages/<int:page_number>")
@signed_in
def attachment_page(draft_id: int, attachment_id: int, page_number: int) -> Response:
    """One page of an attachment as a picture."""
    return _page(_attachment(draft_id, attachment_id), page_number)


def _version(draft_id: int, number: int) -> DraftVersion:
    draft = _opened(draft_id)
    return version_of(session(), draft.id, number) or abort(404)


def _attachment(draft_id: int, attachment_id: int) -> DraftAttachment:
    draft = _opened(draft_id)
    return attachment_of(session(), draft.id, attachment_id) or abort(404)


def _opened(draft_id: int) -> Draft:
    """Reading what a draft says is opening it."""
    draft = get_draft(session(), draft_id, actor())
    note_opened(draft.record_id)
    return draft


def _content(file: DraftVersion | DraftAttachment) -> FileContent:
    return FileContent(file.name, file.sha256, file.media_type, file.size)


def _page(file: DraftVersion | DraftAttachment, page_number: int) -> Response:
    rendition = rendition_of(session(), file.sha256)
    pdf_sha256 = rendition.pdf_sha256 if rendition is not None else None
    return send_page(shown(file.sha256, file.media_type, pdf_sha256), page_number)
