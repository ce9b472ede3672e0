"""What people set for themselves: password, language, background, the post they work in."""

from flask import abort, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import devices, login, passwords
from app.access.forms import ChangePasswordForm
from app.access.queries.actor import account_of
from app.access.service import accounts, signing_in
from app.access.views.blueprint import blueprint, open_to_all_signed_in
from app.core.errors import refuse_for
from app.core.text import typed_id
from app.web import actor, page, refusals, session, signed_in
from app.web.access import looking_first
from app.web.addresses import back_address, safe_address
from app.web.database import write_transaction
from app.web.i18n import LANGUAGES
from app.web.i18n import gettext as _

THEMES = ("light", "dark")


def _say_again() -> None:
    """Whether the present password is right; a wrong one counts whatever becomes of the form."""
    known = account_of(session(), actor().person_id)
    device, address = devices.known_device(known), request.remote_addr or ""
    locked = signing_in.lock_of(session(), known.user_name, device, address)
    if locked is None and (said := request.form.get("current", "")[:500]):
        check = passwords.check(known.password_hash, said)
        with write_transaction() as own:
            locked = signing_in.prove(own, known, check, address, device)
    g.proven, g.refused = known.password_hash, [locked] if locked else []


@blueprint.route("/password", methods=["GET", "POST"])
@open_to_all_signed_in
@looking_first(_say_again)
@signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals(form):
            refuse_for(g.refused)
            change = accounts.PasswordChange(g.proven, form.new_password.data, form.repeated.data)
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
