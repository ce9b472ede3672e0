"""Signing in and out, in a page of its own and in place."""

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from app.access import carrying, login, passwords
from app.access.forms import SignInForm, lower_name
from app.access.queries import account_by_user_name
from app.access.service import signing_in
from app.access.views.blueprint import blueprint, open_to_all_signed_in
from app.core.errors import Problem
from app.core.text import N_
from app.web import actor, page, public, session, signed_in, write_transaction
from app.web.forms import say

REASONS = {
    "idle": N_("You were away for a while, so you were signed out. Nothing that you sent is lost."),
    "elsewhere": N_("Your session was ended. Sign in again."),
    "disabled": N_("This account is no longer in use. Ask the administrator of your agency."),
}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Who is signed in already goes straight on, but may still send what a form carried."""
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(carrying.safe_address(request.args.get("next")) or "/")
    if not form.validate_on_submit():
        form.next.data = form.next.data or request.args.get("next", "")
        return sign_in_page(form)
    outcome = _try(form.user_name.data, form.password.data)
    if outcome.problem is not None:
        form.problems.append(outcome.problem)
        return sign_in_page(form)
    login.begin(outcome.account)
    return _go_on(form)


@blueprint.route("/sign-in/here", methods=["POST"])
@public
def sign_in_here() -> ResponseReturnValue:
    """For a form that waits in an open page: 204 with a fresh CSRF token, or 422 with reasons."""
    owner = login.owner_of_cookie()
    outcome = _try(lower_name(request.form.get("username")), request.form.get("password", "")[:500])
    if outcome.problem is not None:
        return _json_problems(outcome.problem)
    if owner not in (None, outcome.account.person_id):
        return _json_problems(
            Problem(N_("What waits here was written by somebody else. Sign in with their name."))
        )
    login.begin(outcome.account)
    response = make_response("", 204)
    response.headers["X-CSRFToken"] = generate_csrf()
    return response


@blueprint.route("/session")
@public
def check() -> ResponseReturnValue:
    """Asked by the script before a form is sent: may it be, and with which token?"""
    status = 200 if current_user.is_authenticated else 401
    response = make_response({"csrf_token": generate_csrf()}, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/sign-out", methods=["POST"])
@open_to_all_signed_in
@signed_in
def sign_out() -> ResponseReturnValue:
    signing_in.sign_out(session(), actor(), _address())
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
    form: SignInForm | None = None, *, carried: str = "", status: int | None = None
) -> Response:
    if form is None:
        form = SignInForm(formdata=None)
        form.carried.data = carried
    reason = g.get("signed_out_because")
    response = page(
        "access/sign_in.html",
        form=form,
        reason=_(REASONS[reason]) if reason in REASONS else "",
        carries=bool(form.carried.data),
        is_too_long=status == 401 and not carried,
    )
    response.status_code = status or response.status_code
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
    session().rollback()
    result = passwords.check(known.password_hash if known else None, password)
    with write_transaction() as own:
        return signing_in.sign_in(own, user_name, known, result, _address())


def _go_on(form: SignInForm) -> Response:
    carried = carrying.unpack(form.carried.data)
    if carried is None:
        return make_response(redirect(carrying.safe_address(form.next.data) or "/"))
    if carried.person_id not in (None, actor().person_id):
        flash(_("What was typed before belongs to another person and was not kept."), "warning")
        return make_response(redirect("/"))
    return make_response(render_template("access/resume.html", carried=carried))


def _json_problems(problem: Problem) -> Response:
    return make_response({"problems": [say(problem)], "csrf_token": generate_csrf()}, 422)


def _address() -> str:
    return request.remote_addr or ""
