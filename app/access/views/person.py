"""What people set for themselves: password, language, background, the post they work in."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import login
from app.access.forms import ChangePasswordForm
from app.access.service import accounts, signing_in
from app.access.views.blueprint import blueprint, open_to_all_signed_in
from app.core.text import typed_id
from app.web import actor, page, refusals, session, signed_in
from app.web.addresses import back_address, safe_address
from app.web.i18n import LANGUAGES

THEMES = ("light", "dark")


@blueprint.route("/password", methods=["GET", "POST"])
@open_to_all_signed_in
@signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals(form):
            change = accounts.PasswordChange(
                form.current.data, form.new_password.data, form.repeated.data
            )
            accounts.change_password(session(), actor(), change)
            login.begin_anew(actor().person_id)
            flash(_("Your password is changed. Other devices are signed out."), "success")
            return redirect("/")
    return page("access/password.html", form=form, is_first=current_user.must_change_password)


@blueprint.route("/language", methods=["POST"])
@open_to_all_signed_in
@signed_in
def set_language() -> ResponseReturnValue:
    signing_in.set_language(session(), actor(), _one_of(LANGUAGES, "language"))
    return redirect(back_address() or "/")


@blueprint.route("/theme", methods=["POST"])
@open_to_all_signed_in
@signed_in
def set_theme() -> ResponseReturnValue:
    signing_in.set_theme(session(), actor(), _one_of(THEMES, "theme"))
    if "text/html" not in request.headers.get("Accept", ""):
        return "", 204
    return redirect(back_address() or "/")


@blueprint.route("/post", methods=["POST"])
@signed_in
def choose_post() -> ResponseReturnValue:
    post_id = typed_id(request.form.get("post")) or 0
    signing_in.choose_post(session(), actor(), current_user.powers, post_id)
    return redirect(safe_address(request.form.get("then")) or "/")


def _one_of(values: tuple[str, ...], name: str) -> str:
    value = request.form.get(name, "")
    if value not in values:
        abort(400)
    return value
