"""The counter: one page from the card to the printed receipt."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Problem
from app.core.text import N_, typed_id
from app.deadlines.queries import calendar, horizon_of
from app.files.receiving import look
from app.onestop.cases import queries as cases
from app.onestop.cases import service
from app.onestop.cases.policy import HANDLE
from app.onestop.cases.presenters import row, sheet_of
from app.onestop.counter import presenters, queries, receiving
from app.onestop.counter.forms import OUTCOMES, CounterForm
from app.web import actor, only_reading, page, refusals, requires, session
from app.web.engines import office_address
from app.web.i18n import gettext as _
from app.web.records import link_to

blueprint = Blueprint("counter", __name__, url_prefix="/counter")


@blueprint.route("", methods=["GET", "POST"])
@requires(HANDLE, first=look)
def index() -> ResponseReturnValue:
    """Scan, choose, tick, receive: only the last is carried out, everything before it looks."""
    form = CounterForm()
    chosen = queries.chosen_today(session(), form.procedure_id.data)
    form.offer(chosen.content if chosen else None)
    if form.is_to_be_done() and form.do.data in OUTCOMES and form.validate():
        with refusals(form):
            if case_id := _take_in(form, chosen):
                return redirect(url_for(".receipt", case_id=case_id))
    elif form.is_to_be_done():
        only_reading()
        if case_id := _followed(form):
            return redirect(link_to("case", case_id))
    form.files.keep()
    return _shown(form)


@blueprint.get("/<int:case_id>/receipt")
@requires(HANDLE)
def receipt(case_id: int) -> ResponseReturnValue:
    """The form that was just made, before the next person."""
    case = cases.get_case(session(), actor(), case_id)
    sheet = sheet_of(session(), case, office_address())
    return page("onestop/counter/receipt.html", sheet=sheet, case=case)


def _take_in(form: CounterForm, chosen: queries.Chosen | None) -> int | None:
    """The case that was taken in; None where there is nothing yet to take in."""
    if chosen is None:
        form.take((Problem(N_("Choose what is asked for."), field="words"),))
        return None
    if form.has_other_papers:
        message = N_("Other papers are asked for here: tick those that are there.")
        form.take((Problem(message, field="variant"),))
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
    chosen = queries.chosen_today(session(), form.procedure_id.data)
    form.offer(chosen.content if chosen else None)
    days = calendar(session(), actor().agency_id)
    person = _earlier(form)
    return page(
        "onestop/counter/index.html",
        form,
        chosen=chosen,
        offered=queries.proposed(session(), actor(), form.words.data or ""),
        papers=presenters.paper_lines(form, chosen) if chosen else (),
        stub=presenters.stub(form, chosen, clock.now(), days) if chosen else None,
        **person,
    )


def _earlier(form: CounterForm) -> dict[str, Any]:
    """What the person has here already, and what is open of the same thing."""
    identity = "".join((form.identity.data or "").split())
    if not identity:
        return {"earlier": (), "open_already": None}
    horizon = horizon_of(session(), actor().agency_id)
    found = cases.earlier_of(session(), actor(), identity)
    same = form.procedure_id.data or 0
    return {
        "earlier": [row(one, horizon) for one in found],
        "open_already": cases.open_already(session(), actor(), identity, same),
    }
