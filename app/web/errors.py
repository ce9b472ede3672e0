"""One translation of the office's refusals, and of the web's own, into pages."""

from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError
from werkzeug.exceptions import HTTPException

from app.core import disk
from app.core.errors import Forbidden, NotFound, Problem, Refused
from app.core.text import N_
from app.web.addresses import back_address
from app.web.database import only_reading, session
from app.web.forms import say
from app.web.i18n import gettext as _
from app.web.typed import in_words, sent_fields
from documents.sandbox import SandboxBusy, SandboxGone

TITLES = {
    400: N_("This request cannot be understood"),
    403: N_("You may not open this"),
    404: N_("There is nothing here"),
    405: N_("This cannot be done here"),
    409: N_("Somebody else was quicker"),
    413: N_("The file is too large"),
    414: N_("The address is too long"),
    422: N_("This cannot be done"),
    429: N_("Too many tries"),
    500: N_("Something went wrong on our side"),
    503: N_("The office does not answer for a moment"),
    507: N_("There is no room to save this"),
}


KEPT_FOR_LATER = (403, 404, 409, 422)
"""What cannot be done now may be the start of what can: the words wait for their person."""


def init_errors(app: Flask) -> None:
    app.register_error_handler(Refused, lambda e: error_page(422, e.problems, e.path))
    app.register_error_handler(Forbidden, lambda e: error_page(403, (e.problem,)))
    app.register_error_handler(NotFound, lambda e: error_page(404))
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(DataError, _no_such_value)
    app.register_error_handler(OperationalError, _out_of_reach)
    app.register_error_handler(InterfaceError, _out_of_reach)
    app.register_error_handler(InternalError, _not_taken)
    app.register_error_handler(OSError, _not_taken)
    app.register_error_handler(SandboxGone, _nothing_opened)
    app.register_error_handler(OverflowError, lambda e: error_page(400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, lambda e: error_page(500))


def error_page(status: int, problems: tuple[Problem, ...] = (), about: str = "") -> Response:
    """A page (or JSON for a script that asked for it) that says what happened, and every reason;
    it leads to what they are `about`.

    It only looks, so it does not queue behind those who write; of a fault of our own, where the
    database itself may not answer, not even that is begun.
    """
    (only_reading if status < 500 else session().rollback)()
    title = _(TITLES.get(status, TITLES[500]))
    reasons = [say(problem) for problem in problems]
    if request.accept_mimetypes.best == "application/json":
        return make_response({"title": title, "problems": reasons}, status)
    typed = in_words(sent_fields()) if g.get("csrf_valid") else ()
    is_kept = bool(typed) and status in KEPT_FOR_LATER and current_app.extensions["keep_sent"]()
    words = {"status": status, "title": title, "reasons": reasons, "typed": typed, "about": about}
    page = render_template("error.html", **words, is_kept=is_kept, back=back_address())
    return make_response(page, status)


def _nobody() -> Any:
    """Stands for the reader where who it is cannot be asked."""
    return current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def _expired_form(error: CSRFError) -> Response:
    """A form whose session ended is not lost: whoever typed it signs in again and goes on."""
    return make_response(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]


TOO_MUCH_AT_ONCE = N_("What was sent at once is too large: at most %(limit)s MB of files.")
TOO_LONG = "22001"
"""PostgreSQL's state of a text longer than its column: a rule of ours should have said so."""


def _no_such_value(error: DataError) -> Response:
    """A number beyond any id, or a null character: no page of ours sends it."""
    return error_page(500 if disk.sqlstate(error.orig) == TOO_LONG else 400)


def _out_of_reach(error: OperationalError | InterfaceError) -> Response:
    """The database does not answer, so the page must not ask it who is reading."""
    if disk.trouble(error) is not None:
        return _not_taken(error)
    current_app.logger.error("the database does not answer", exc_info=error)
    g._login_user = _nobody()
    response = error_page(503)
    response.headers["Retry-After"] = "60"
    return response


def _not_taken(error: OSError | InternalError | OperationalError | InterfaceError) -> Response:
    """The disk takes nothing: nothing is half-written, and it is said; the rest is our own fault.

    The page asks nothing of the database, whose file may stand on that disk.
    """
    problem = disk.trouble(error)
    if problem is None:
        raise error
    current_app.logger.error("the disk takes nothing", exc_info=error)
    g._login_user = _nobody()
    response = error_page(507, (problem,))
    response.headers["Retry-After"] = "60"
    return response


def _nothing_opened(error: SandboxGone) -> Response:
    """Says nothing of the file: the next try may well succeed."""
    current_app.logger.error("the sandbox does not answer", exc_info=error)
    busy = N_("Too many files are being opened at this moment. Try again in a few seconds.")
    response = error_page(503, (Problem(busy),) if isinstance(error, SandboxBusy) else ())
    response.headers["Retry-After"] = "5"
    return response


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if error.code == 413:
        most = current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)
        return error_page(413, (Problem(TOO_MUCH_AT_ONCE, {"limit": most}),))
    return error_page(error.code)
