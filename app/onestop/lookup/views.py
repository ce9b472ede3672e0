"""The citizen's page: one field for the code on a receipt. It sets no cookie, keeps nothing."""

from datetime import timedelta

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from app.deadlines.queries import horizon_of
from app.onestop.cases.queries import looked_up
from app.onestop.cases.rules.codes import LENGTH, MOST_TYPED, PUBLIC_PAGE, typed_public
from app.onestop.lookup import presenters
from app.web import public, session
from app.web.tries import Tries

blueprint = Blueprint("lookup", __name__, url_prefix=PUBLIC_PAGE)

MISSES_ALLOWED, MISSES_WITHIN = 20, timedelta(minutes=15)
"""Of one address: a household, or a hall in which many look their cases up."""
_TRIES = "lookup_tries"


def init(app: Flask) -> None:
    app.extensions[_TRIES] = Tries(MISSES_ALLOWED, MISSES_WITHIN)


@blueprint.get("")
@public
def index() -> Response:
    """How the case of a code stands; for a code that is none, the field again and what to try."""
    typed = request.args.get("code", "")[:MOST_TYPED]
    tries: Tries = current_app.extensions[_TRIES]
    address = request.remote_addr or ""
    if typed and tries.is_over(address):
        return _answer(429, told=None, typed="", trouble="over")
    if not typed:
        return _answer(200, told=None, typed="", trouble="")
    code = typed_public(typed)
    if code is None:
        return _answer(404, told=None, typed=typed, trouble="shape")
    looked = looked_up(session(), code)
    if looked is None:
        tries.miss(address)
        return _answer(404, told=None, typed=typed, trouble="unknown")
    horizon = horizon_of(session(), looked.case.agency_id)
    return _answer(200, told=presenters.told(looked, horizon), typed="", trouble="")


def _answer(status: int, **shown: object) -> Response:
    """For nobody else's eyes: no index keeps it, and no page that follows is told of it."""
    drawn = render_template("onestop/lookup/index.html", length=LENGTH, **shown)
    answer = make_response(drawn, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
