"""What somebody types is kept every few seconds, and found again by them alone."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access import form_recovery
from app.access.presenters import kept as presenters
from app.access.queries.kept import KEPT
from app.access.views.blueprint import blueprint
from app.access.views.entry import resume_page
from app.core.errors import NotFound, Problem, Refused
from app.core.kept_forms import KeptForm, forget_kept, keep_form, kept_form, kept_forms, was_sent
from app.core.lists import Everything, Place
from app.core.secrecy import grade_problem, grade_typed
from app.core.text import N_
from app.web import actor, page, session, signed_in
from app.web.addresses import safe_address
from app.web.formats import hour
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.only_shown import kept_key
from app.web.typed import sent_fields

AT, TITLE, OF = "_place", "_title", "_of"
"""What the script says beside the fields: where the form is sent to, its heading, its key."""


@blueprint.get("/kept")
@signed_in
def kept() -> ResponseReturnValue:
    """All that one has typed and not sent; for the script what belongs to one form."""
    place = request.args.get("place")
    if place is not None:
        return presenters.kept_offers(kept_forms(session(), actor().person_id, place))
    found = KEPT.page(session(), actor(), Everything(), Place.from_args(request.args))
    return page("access/kept.html", page=presenters.kept_list(found))


@blueprint.post("/kept")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep a form as it stands now, unless it was sent meanwhile; of a state secret nothing."""
    key, place = kept_key(), safe_address(request.form.get(AT))
    if not key or place is None or not form_recovery.may_be_kept(place):
        raise Refused(Problem(N_("This form is not kept.")))
    if was_sent(session(), request.form.get(OF, "")[:64]):
        return "", 204
    fields = [field for field in sent_fields() if field[0] not in (AT, TITLE, OF)]
    if grade := grade_typed(fields):
        forget_kept(session(), actor().person_id, key, place)
        return {"problems": [say(grade_problem(grade, ""))]}, 422
    title = request.form.get(TITLE, "")
    kept_at = keep_form(session(), actor().person_id, key, place, title, fields)
    if kept_at is None:
        raise Refused(Problem(N_("It is too long to be kept while you type.")))
    return {"kept": _("Kept at %(time)s", time=hour(kept_at))}


@blueprint.get("/kept/<int:kept_id>")
@signed_in
def kept_one(kept_id: int) -> ResponseReturnValue:
    """What was typed, and the way back to its page."""
    row = _own(kept_id)
    return resume_page(form_recovery.recovered(row))


@blueprint.post("/kept/<int:kept_id>/discard")
@signed_in
def discard_kept(kept_id: int) -> ResponseReturnValue:
    row = _own(kept_id)
    forget_kept(session(), actor().person_id, row.key, row.place)
    flash(_("Thrown away."), "info")
    return redirect(url_for(".kept"))


def _own(kept_id: int) -> KeptForm:
    row = kept_form(session(), actor().person_id, kept_id)
    if row is None:
        raise NotFound
    return row
