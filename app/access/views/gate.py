"""What happens before a page: signing in, a first password, and having no post."""

import secrets

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from app.access import form_recovery, login
from app.access.views.blueprint import is_open_to_all_signed_in
from app.access.views.entry import resume_page, sign_in_page
from app.core.errors import Problem
from app.core.kept_forms import keep_form
from app.core.secrecy import grade_typed
from app.core.text import N_
from app.web import write_transaction
from app.web.access import permissions_of
from app.web.addresses import here
from app.web.errors import error_page
from app.web.only_shown import kept_key
from app.web.typed import in_words, sent_fields

TOO_OLD = N_("This form is too old. Go back, and send what you typed once more.")


def init(app: Flask) -> None:
    login.init(app)
    app.extensions["keep_sent"] = keep_sent
    login.manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(lead_elsewhere)


def keep_sent() -> bool:
    """Keep the form of this request, which could not be done, for its person; tell whether it is.

    It is theirs alone, and its page will ask anew what they may.
    """
    place = here()
    if not current_user.is_authenticated or not form_recovery.may_be_kept(place):
        return False
    if grade_typed(fields := sent_fields()):
        return False
    person_id = current_user.actor.person_id
    key = kept_key() or secrets.token_urlsafe(24)
    title = form_recovery.what_is_done_at(place)
    with write_transaction() as own:
        return keep_form(own, person_id, key, place, title, fields) is not None


def ask_to_sign_in() -> Response:
    """The sign-in page, with the form that its person typed; a script only gets a status."""
    if _is_asked_by_script():
        return make_response({"problems": [], "signed_in": False}, 401)
    if request.method in ("GET", "HEAD"):
        return make_response(redirect(url_for("access.sign_in", next=here())))
    typist = form_recovery.typist()
    if typist is None:
        return _without_proof()
    if current_user.is_authenticated and current_user.actor.person_id == typist:
        return _of_an_earlier_session(typist)
    kept = form_recovery.pack(typist) if form_recovery.may_be_kept(here()) else ""
    status = 400 if current_user.is_authenticated else 401
    return sign_in_page(kept=kept, fate=_fate(kept), status=status)


def _fate(kept: str) -> str:
    """What the sign-in page says of the form that was sent."""
    if request.endpoint == "access.sign_in":
        return ""
    return "kept" if kept else "too long" if form_recovery.may_be_kept(here()) else "never"


def lead_elsewhere() -> Response | None:
    """A first password must be changed, and whoever holds no post has no work here."""
    view = current_app.view_functions.get(request.endpoint or "")
    if permissions_of(view) in ((), ("public",)) or is_open_to_all_signed_in(view):
        return None
    if not current_user.is_authenticated:
        return None
    if current_user.must_change_password:
        return make_response(redirect(url_for("access.change_password")))
    if not current_user.powers.held:
        typed = in_words(sent_fields()) if g.get("csrf_valid") else ()
        return make_response(render_template("access/no_post.html", typed=typed), 403)
    return None


def _without_proof() -> Response:
    """Nothing of it is kept or repeated, and no cookie is set: another site may have sent it."""
    g.refused_as = "form"
    if current_user.is_authenticated:
        return error_page(400, (Problem(TOO_OLD),))
    return make_response(render_template("access/not_kept.html"), 401)


def _of_an_earlier_session(typist: int) -> Response:
    """They have signed in anew since, in another window: they look at the form and send it."""
    recovered = form_recovery.unpack(form_recovery.pack(typist))
    if recovered is None or not form_recovery.may_be_kept(here()):
        return error_page(400, (Problem(TOO_OLD),))
    response = resume_page(recovered)
    response.status_code = 400
    return response


def _is_asked_by_script() -> bool:
    """A script or a fragment wants a status, not a page to sign in on."""
    return request.accept_mimetypes.best == "application/json" or "X-Part" in request.headers
