"""What must never be false: how it stands, looked at again, mended."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.db import session_factory
from app.core.errors import NotFound, Refused
from app.core.feature import Invariant
from app.watchdog import presenters, queries, service
from app.watchdog.service import Looking
from app.web import actor, engines, features, page, requires, session
from app.web.database import database
from app.web.forms import say
from app.web.i18n import gettext as _

blueprint = Blueprint("watchdog", __name__)


@blueprint.get("/admin/watch")
@requires("system.watch")
def index() -> ResponseReturnValue:
    """What does not hold, with its repairs; what holds; what was told and mended lately."""
    unnoted = [one for one in features().invariants if one.keeps_from_noting]
    found = presenters.with_looked(queries.watches(session()), _looking().look(unnoted))
    since = clock.now() - presenters.LATELY
    happened = queries.happened(session(), since)
    shown = presenters.board(session(), actor(), features(), found, happened)
    return page("watchdog/index.html", board=shown)


@blueprint.post("/admin/watch/check")
@requires("system.watch")
def check_all() -> ResponseReturnValue:
    """Have all of them looked at by the worker."""
    service.look_again(session())
    flash(_("All is looked at again. In some seconds this page says what was found."))
    return redirect(url_for(".index"))


def _look(name: str) -> None:
    """Look before the transaction begins: it may take seconds."""
    (g.looked,) = _looking().look([_invariant(name)])


def _looking() -> Looking:
    return Looking(session_factory(database.engine), engines(), features())


@blueprint.post("/admin/watch/<name>/check")
@requires("system.watch", first=_look)
def check(name: str) -> ResponseReturnValue:
    """Look at this one now."""
    service.note(session(), [g.looked])
    flash(presenters.told(g.looked))
    return redirect(url_for(".index"))


@blueprint.post("/admin/watch/<name>/mend")
@requires("system.watch", first=_look)
def mend(name: str) -> ResponseReturnValue:
    """Carry its repair out, if what breaks it is still what was seen."""
    repair = _invariant(name).repair
    if repair is None:
        raise NotFound
    service.note(session(), [g.looked])
    try:
        with session().begin_nested():
            seen = request.form.get("seen", "")
            service.mend(session(), actor(), engines(), g.looked, repair, seen)
        flash(_("It is being mended. In some seconds this page says what came of it."))
    except Refused as refused:
        for problem in refused.problems:
            flash(say(problem), "warning")
    return redirect(url_for(".index"))


def _invariant(name: str) -> Invariant:
    found = next((one for one in features().invariants if one.name == name), None)
    if found is None:
        raise NotFound
    return found
