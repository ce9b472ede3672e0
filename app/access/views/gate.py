"""What happens before a page: signing in, a first password, and having no post."""

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from app.access import carrying, login
from app.access.views.blueprint import is_open_to_all_signed_in
from app.access.views.entry import sign_in_page


def init(app: Flask) -> None:
    login.init(app)
    login.manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(lead_elsewhere)


def ask_to_sign_in() -> Response:
    """The sign-in page; what a form brought goes on after signing in."""
    if _is_asked_by_script():
        return make_response({"problems": [], "signed_in": False}, 401)
    if request.method in ("GET", "HEAD"):
        return make_response(redirect(url_for("access.sign_in", next=carrying.here())))
    return sign_in_page(carried=carrying.pack(login.owner_of_cookie()), status=401)


def lead_elsewhere() -> Response | None:
    """A first password must be changed, and whoever holds no post has no work here."""
    view = current_app.view_functions.get(request.endpoint or "")
    permissions = getattr(view, "permissions", ("public",))
    if permissions == ("public",) or is_open_to_all_signed_in(view):
        return None
    if not current_user.is_authenticated:
        return None
    if current_user.must_change_password:
        return make_response(redirect(url_for("access.change_password")))
    if not current_user.standing.held:
        return make_response(render_template("access/no_post.html"), 403)
    return None


def _is_asked_by_script() -> bool:
    """A script or a fragment wants a status, not a page to sign in on."""
    return request.accept_mimetypes.best == "application/json" or "X-Part" in request.headers
