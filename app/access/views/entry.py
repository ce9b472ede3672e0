"""Signing in and out, in a page of its own and in place."""

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from app.access import devices, form_recovery, login, passwords
from app.access.forms import SignInForm, lower_name
from app.access.queries import account_by_user_name
from app.access.service import signing_in
from app.access.views.blueprint import blueprint, open_to_all_signed_in
from app.core.errors import Problem
from app.core.text import N_
from app.web import actor, page, public, session, signed_in, write_transaction
from app.web.addresses import safe_address
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.page_tokens import HEADER, person_named_by

REASONS = {
    "idle": N_("You were away for a while, so you were signed out. Nothing that you sent is lost."),
    "elsewhere": N_("Your session was ended. Sign in again."),
    "long": N_("You had been signed in for long. Sign in again."),
    "disabled": N_("This account is no longer in use. Ask the administrator of your agency."),
}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Who is signed in already goes straight on, but may still send what a form carried."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_address(request.args.get("next")) or "/")
    if not form.validate_on_submit():
        form.next.data = form.next.data or request.args.get("next", "")
        return sign_in_page(form)
    outcome = _try(form.user_name.data, form.password.data)
    if outcome.problem is not None:
        form.problems.append(outcome.problem)
        return sign_in_page(form)
    login.begin(outcome.begun)
    return devices.remember(_go_on(form), outcome.begun.person_id, session())


@blueprint.route("/sign-in/here", methods=["POST"])
@public
def sign_in_here() -> ResponseReturnValue:
    """For a form that waits in an open page: 204 with a fresh CSRF token, or 422 with reasons.

    Only for whom that page was made: what one person typed is not sent as another's.
    """
    typist = person_named_by(request.form.get("page"))
    user_name = lower_name(request.form.get("username"))
    known = account_by_user_name(session(), user_name)
    if typist is None or known is None or known.person_id != typist:
        return _json_problems(
            Problem(N_("What waits here was written by somebody else. Sign in with their name."))
        )
    outcome = _try(user_name, request.form.get("password", "")[:500])
    if outcome.problem is not None:
        return _json_problems(outcome.problem)
    login.begin(outcome.begun)
    response = make_response("", 204)
    response.headers[HEADER] = generate_csrf()
    return devices.remember(response, outcome.begun.person_id, session())


@blueprint.route("/session")
@public
def check() -> ResponseReturnValue:
    """Asked by the script before a form is sent: may it be, and with which token?

    401 also when somebody else than whom the page was made for has signed in since.
    """
    token, problems = request.headers.get(HEADER), []
    is_own = current_user.is_authenticated
    if is_own and token:
        is_own = person_named_by(token) == actor().person_id
        other = Problem(N_("%(name)s has signed in here since."), {"name": actor().name})
        problems = [] if is_own else [say(other)]
    told = {"csrf_token": generate_csrf(), "problems": problems}
    response = make_response(told, 200 if is_own else 401)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/sign-out", methods=["POST"])
@open_to_all_signed_in
@signed_in
def sign_out() -> ResponseReturnValue:
    signing_in.sign_out(session(), actor(), login.session_key(), _address())
    login.end()
    flash(_("You are signed out."), "info")
    return redirect(url_for("access.sign_in"))


@blueprint.route("/sign-out/everywhere", methods=["POST"])
@open_to_all_signed_in
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    signing_in.sign_out_everywhere(session(), actor())
    login.end()
    flash(_("You are signed out on every device."), "info")
    return redirect(url_for("access.sign_in"))


def sign_in_page(
    form: SignInForm | None = None, *, kept: str = "", fate: str = "", status: int | None = None
) -> Response:
    """`fate` says what becomes of a form that was sent: "kept", "too long" or "never"."""
    if form is None:
        form = SignInForm(formdata=None)
        form.kept.data = kept
    reason = g.get("signed_out_because")
    response = page(
        "access/sign_in.html",
        form=form,
        reason=_(REASONS[reason]) if reason in REASONS else "",
        fate=fate or ("kept" if form.kept.data else ""),
        reader=actor().name if fate and current_user.is_authenticated else "",
    )
    response.status_code = status or response.status_code
    response.headers["Cache-Control"] = "no-store"
    return response


def resume_page(recovered: form_recovery.Recovered) -> Response:
    """What was typed, and the way back to its page; nothing is sent from here."""
    response = make_response(render_template("access/resume.html", recovered=recovered))
    response.headers["Cache-Control"] = "no-store"
    return response


def _try(user_name: str, password: str) -> signing_in.Outcome:
    """Once more when the account changed meanwhile: signing in elsewhere may renew its hash."""
    try:
        return _check_and_judge(user_name, password)
    except signing_in.Overtaken:
        return _check_and_judge(user_name, password)


def _check_and_judge(user_name: str, password: str) -> signing_in.Outcome:
    """Read, check (slow, with the database let go), then judge in a transaction of its own.

    A wrong password is counted whatever becomes of the request: also when the page answers 422,
    and when the form carries the key of forms that are done once.
    """
    known = account_by_user_name(session(), user_name)
    device = devices.known_device(known)
    locked = signing_in.lock_of(session(), user_name, device, _address())
    life = login.life(session())
    session().rollback()
    if locked is not None:
        return signing_in.Outcome(problem=locked)
    try:
        result = passwords.check(known.password_hash if known else None, password)
    except passwords.Busy as busy:
        return signing_in.Outcome(problem=busy.problems[0])
    with write_transaction() as own:
        return signing_in.sign_in(
            own, user_name, known, result, _address(), life=life, device=device
        )


def _go_on(form: SignInForm) -> Response:
    recovered = form_recovery.unpack(form.kept.data)
    if recovered is None:
        return make_response(redirect(safe_address(form.next.data) or "/"))
    if recovered.person_id != actor().person_id:
        flash(_("What was typed before belongs to another person and was not kept."), "warning")
        return make_response(redirect("/"))
    return resume_page(recovered)


def _json_problems(problem: Problem) -> Response:
    return make_response({"problems": [say(problem)], "csrf_token": generate_csrf()}, 422)


def _address() -> str:
    return request.remote_addr or ""
