"""Every route says who may use it, with one of three words: requires, signed_in, public.

The same wrapper carries out a form only once, and commits the request's transaction.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol, runtime_checkable

from flask import Response, current_app, flash, g, make_response, redirect, request
from flask import session as cookie
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.errors import Forbidden, OfficeError, Problem, Refused, Stale
from app.core.feature import Features, installed
from app.core.kept_forms import forget_kept
from app.core.once import SubmittedForm
from app.core.policy import Actor
from app.core.text import N_
from app.web.addresses import here
from app.web.database import commit, only_reading, session
from app.web.features import features
from app.web.i18n import gettext as _
from app.web.only_shown import ONCE_FIELD, is_only_shown, kept_key

SIGNED_IN, PUBLIC = ("signed in",), ("public",)
OPEN = (SIGNED_IN, PUBLIC)
SENT_ON = 307
"""The whole form goes to another address, where it is carried out."""
OVERTAKEN = 409
FORM_CAME_BACK = (200, 422, OVERTAKEN)
View = Callable[..., Any]
Look = Callable[..., None]
"""What is done before a form's transaction begins: it may take long, and writes nothing."""
Offered = Callable[[Features], Iterable[str]]


@runtime_checkable
class Guarded(Protocol):
    """A view that says who may use it: holders of any of these permissions."""

    permissions: tuple[str, ...]


def permissions_of(view: object) -> tuple[str, ...]:
    """What this view needs; nothing for one that is not ours, such as that of static files."""
    return view.permissions if isinstance(view, Guarded) else ()


def actor() -> Actor:
    """The signed-in person of this request."""
    signed_in_actor: Actor = current_user.actor
    return signed_in_actor


def requires(
    *permissions: str, offered: Offered | None = None, first: Look | None = None
) -> Callable[[View], View]:
    """Signed in, and holding at least one of these permissions, or of those that features offer.

    `first` is called with the view's arguments before what is sent is carried out: whatever is
    foreign is looked at there, for inside the transaction it may not be.
    """

    def needed() -> tuple[str, ...]:
        return (*permissions, *(offered(installed()) if offered is not None else ()))

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not any(actor().may(permission) for permission in needed()):
                raise Forbidden(_no_right(needed()))
            if first is not None and request.method == "POST":
                _look(first, kwargs)
            return _carry_out(view, args, kwargs)

        guarded.permissions = needed()  # type: ignore[attr-defined]
        return guarded

    return decorate


def looking_first(first: Look) -> Callable[[View], View]:
    """Around a view that any of the three words guards: what `requires` does with its `first`."""

    def decorate(guarded: View) -> View:
        @wraps(guarded)
        def looked(*args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and current_user.is_authenticated:
                _look(first, kwargs)
            return guarded(*args, **kwargs)

        return looked

    return decorate


def signed_in(view: View) -> View:
    """Anyone signed in, whatever their posts."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return _carry_out(view, args, kwargs)

    guarded.permissions = SIGNED_IN  # type: ignore[attr-defined]
    return guarded


def public(view: View) -> View:
    """Anyone at all: signing in, health, pages for citizens."""

    @wraps(view)
    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return _carry_out(view, args, kwargs)

    open_to_all.permissions = PUBLIC  # type: ignore[attr-defined]
    return open_to_all


def may_open(endpoint: str) -> bool:
    """Whether this page would open for the actor."""
    view: Any = current_app.view_functions[endpoint]
    return view.permissions in OPEN or any(actor().may(one) for one in view.permissions)


def _no_right(permissions: tuple[str, ...]) -> Problem:
    """Which right is missing, or was lost while a form was being filled in."""
    known = features().permissions
    what = "; ".join(_(known[permission].words) for permission in permissions)
    return Problem(N_("Your posts do not permit this today: %(what)s."), {"what": what})


def _look(first: Look, kwargs: Any) -> None:
    only_reading()
    try:
        first(**kwargs)
    finally:
        session().rollback()


def _carry_out(view: View, args: Any, kwargs: Any) -> Response:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return make_response(view(*args, **kwargs))
    if is_only_shown():
        return _show_only(view, args, kwargs)
    form_key = request.form.get(ONCE_FIELD, "")[:64]
    try:
        if form_key and current_user.is_authenticated:
            return _carry_out_once(form_key, view, args, kwargs)
        response = make_response(view(*args, **kwargs))
        commit()
        return response
    except Stale as stale:
        return _show_overtaken(stale, view, args, kwargs)


def _show_only(view: View, args: Any, kwargs: Any) -> Response:
    """The form as it was typed, on its own page, to be looked at and sent; nothing is done.

    Forms of ours are not carried out then; whatever a view did all the same is taken back.
    """
    flash(_("This has not been sent yet: look at it, then send it."), "info")
    try:
        response = make_response(view(*args, **kwargs))
    finally:
        session().rollback()
        cookie.pop("_flashes", None)
    if response.status_code < 300:
        return response
    raise Refused(Problem(N_("Its page can no longer be opened as it was. Nothing was sent.")))


def _show_overtaken(stale: Stale, view: View, args: Any, kwargs: Any) -> Response:
    """The form as it was typed, beside what somebody else made of the thing meanwhile.

    Whoever sends it again puts theirs on top of the other's knowingly. What has no form to come
    back to (a button, or a right that is gone by now) is told on a page of its own.
    """
    session().rollback()
    g.overtaken_by = stale
    try:
        response = make_response(view(*args, **kwargs))
    except OfficeError:
        raise stale from None
    finally:
        session().rollback()
    if response.status_code not in FORM_CAME_BACK:
        cookie.pop("_flashes", None)
        raise stale
    current_app.extensions["keep_sent"]()
    response.status_code = OVERTAKEN
    return response


def _carry_out_once(form_key: str, view: View, args: Any, kwargs: Any) -> Response:
    """The key is written first: a second press waits for the first answer, and repeats it."""
    submitted = SubmittedForm(
        key=form_key, person_id=actor().person_id, endpoint=request.endpoint or ""
    )
    try:
        session().add(submitted)
        session().flush()
    except IntegrityError:
        session().rollback()
        return _answer_again(form_key)
    response = make_response(view(*args, **kwargs))
    if response.status_code < 400 and response.status_code != SENT_ON:
        submitted.location = response.headers.get("Location", "")
        if submitted in session():
            if response.location:  # a form that is shown once more was not sent
                forget_kept(session(), submitted.person_id, kept_key(), here())
            commit()
            return response
    session().rollback()
    return response


def _answer_again(form_key: str) -> Response:
    earlier = session().get_one(SubmittedForm, form_key)
    if earlier.person_id != actor().person_id:
        raise Forbidden
    done_at = clock.local(earlier.at).strftime("%H:%M:%S")
    flash(_("This was already done at %(at)s; it was not done again.", at=done_at), "info")
    return make_response(redirect(earlier.location or request.path))
