"""The page as it will print, while it is being written. Nothing of it is kept in the office."""

from flask import Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.drafting.forms import DraftForm
from app.drafting.letters import letter_of
from app.drafting.presenters.preview import preview_values
from app.drafting.previews import Previews
from app.drafting.queries.editor import offered
from app.drafting.queries.receivers import receivers_of
from app.drafting.queries.sheets import sheet
from app.drafting.rules.content import TEMPLATE_TYPES, Details, authority_of
from app.drafting.service.signatures import planned_block
from app.drafting.service.versions import letter_head
from app.drafting.views.blueprint import blueprint
from app.drafting.views.editing import offer, place_of
from app.web import actor, engines, only_reading, own_sandbox, requires, session
from app.web.addresses import asked_id
from app.web.security import ask_again_always


def previews() -> Previews:
    folder = engines().settings.instance / "previews"
    return Previews(own_sandbox(), folder, actor().person_id)


@blueprint.post("/drafts/preview")
@requires("drafts.write")
def preview() -> ResponseReturnValue:
    """The first pages of what stands in the form, and what of it is not as the decree wants."""
    only_reading()
    agency_id, unit_id = place_of(asked_id("draft"))
    form = DraftForm()
    choices = offered(session(), agency_id, unit_id, template_only=True)
    offer(form, choices)
    if wrong := form.unprintable():
        return render_template("drafting/unprintable.html", wrong=wrong)
    wording = form.wording()
    type_code = _type_code(form)
    authority = authority_of(type_code, wording)
    details = Details(
        type_code=type_code,
        subject=form.subject.data or "",
        urgency=form.urgency.data or 0,
        recipients=receivers_of(session(), agency_id, type_code, form.recipients.plans, wording),
        signature=planned_block(session(), form.signer_post_id.data, authority),
    )
    head = letter_head(session(), agency_id, unit_id, details.type_code)
    shown = previews().make(letter_of(head, details, wording))
    looked_at = sheet(session(), agency_id, unit_id, details, wording)
    return render_template("drafting/preview.html", **preview_values(shown, looked_at))


def _type_code(form: DraftForm) -> str:
    wanted = form.type_code.data
    return wanted if wanted in TEMPLATE_TYPES else TEMPLATE_TYPES[0]


@blueprint.get("/drafts/preview/<key>/<int:number>")
@requires("drafts.write")
def preview_page(key: str, number: int) -> Response:
    """One page of a preview, for whoever is typing it: to anybody else it is not there."""
    picture = previews().page(key, number)
    if picture is None:
        abort(404)
    response = send_file(picture.stream, mimetype=picture.media_type, etag=False)
    response.set_etag(f"{key}-{number}")
    ask_again_always(response)
    response.make_conditional(request)
    return response
