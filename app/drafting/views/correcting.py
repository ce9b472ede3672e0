"""Correcting the wording of an issued document: its passages, then the draft of the letter."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.drafting import service
from app.drafting.forms import CorrectionForm
from app.drafting.presenters.record import corrections_said
from app.drafting.queries.editor import correction
from app.drafting.service.start import correctable
from app.drafting.views.blueprint import blueprint
from app.drafting.views.editing import place_of
from app.web import actor, engines, page, refusals, requires, session
from app.web.i18n import gettext as _


def _lay_out(document_id: int) -> None:
    """What takes long, while others may still write: the passages, and the layout of the letter."""
    g.correction_form = form = CorrectionForm()
    if form.validate_on_submit():
        document = correctable(session(), actor(), document_id)
        place = place_of(None)
        g.correction = correction(session(), document, *place, form.passages.passages)
        service.lay_out(session(), *place, g.correction)


@blueprint.route("/drafts/correct/<int:document_id>", methods=["GET", "POST"])
@requires("drafts.write", first=_lay_out)
def correct(document_id: int) -> ResponseReturnValue:
    """What is wrong in it and what is to be read: the letter that says so opens as a draft."""
    if request.method == "GET":
        _lay_out(document_id)
    form = g.correction_form
    document = correctable(session(), actor(), document_id)
    if form.validate_on_submit():
        with refusals(form):
            storage, entry = engines().storage, g.correction
            draft = service.start(session(), storage, actor(), entry, corrects_id=document.id)
            flash(_("The draft is kept as version 1."), "success")
            return redirect(url_for(".edit", draft_id=draft.id))
    begun = corrections_said(session(), actor(), document)
    return page("drafting/correct.html", form=form, document=document, begun=begun)
