"""The counter: one page from the card to the printed receipt."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Problem
from app.core.text import N_, typed_id
from app.files.receiving import look
from app.onestop.cases import service
from app.onestop.cases.policy import HANDLE
from app.onestop.counter import presenters, receiving
from app.onestop.counter.forms import OUTCOMES, CounterForm
from app.web import actor, only_reading, page, refusals, requires, session
from app.web.i18n import gettext as _
from app.web.records import link_to

blueprint = Blueprint("counter", __name__, url_prefix="/counter")


@blueprint.route("", methods=["GET", "POST"])
@requires(HANDLE, first=look)
def index() -> ResponseReturnValue:
    """Scan, choose, tick, receive: only the last is carried out, everything before it looks."""
    form = CounterForm()
    chosen = receiving.chosen(form)
    form.offer(chosen.content if chosen else None)
    if form.is_to_be_done() and form.do.data in OUTCOMES and form.validate():
        with refusals(form):
            if case_id := _take_in(form, chosen):
                return redirect(url_for("cases.printed", case_id=case_id))
    elif form.is_to_be_done():
        only_reading()
        if case_id := _followed(form):
            return redirect(link_to("case", case_id))
    form.files.keep()
    return _shown(form)


def _take_in(form: CounterForm, chosen: receiving.Chosen | None) -> int | None:
    """The case that was taken in; None where there is nothing yet to take in."""
    if chosen is None:
        form.take((Problem(N_("Choose what is asked for."), field="words"),))
        return None
    intake = form.intake(chosen.content, form.files.take())
    outcome, words = OUTCOMES[form.do.data], form.notice.data or ""
    case = service.take_in(session(), actor(), intake, outcome, words)
    flash(_("Case %(code)s is noted.", code=case.code), "success")
    return case.id


def _followed(form: CounterForm) -> int | None:
    """The form after it was scanned or chosen; the id of a case whose receipt it was."""
    picked = typed_id(form.pick.data)
    if picked is not None:
        receiving.pick(form, picked)
    elif form.scan.data:
        return receiving.understood(form)
    else:
        receiving.choose(form)
    return None


def _shown(form: CounterForm) -> ResponseReturnValue:
    chosen = receiving.chosen(form)
    form.offer(chosen.content if chosen else None)
    return page(
        "onestop/counter/index.html",
        form,
        chosen=chosen,
        offered=receiving.offered_for(form),
        papers=presenters.paper_lines(form, chosen),
        stub=presenters.stub(form, chosen),
        earlier=presenters.earlier(form),
        open_already=presenters.open_already(form),
    )
