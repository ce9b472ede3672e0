"""Catalogues that leave, and one that is taken over once somebody saw what it changes."""

import json

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.workbooks import XLSX, workbook
from app.onestop.procedures import queries, service
from app.onestop.procedures.forms import BringForm, TakeForm
from app.onestop.procedures.forms.sheets import read_sheets, tables
from app.onestop.procedures.policy import MANAGE, READ
from app.onestop.procedures.presenters import report
from app.onestop.procedures.queries.brought import get_brought, in_force_today, listed_in
from app.onestop.procedures.receiving import brought, look
from app.onestop.procedures.rules.changes import takings
from app.onestop.procedures.rules.exchange import written
from app.onestop.procedures.views.blueprint import blueprint
from app.web import actor, page, refusals, requires, session
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.i18n import ngettext


@blueprint.get("/catalogue.json")
@requires(READ)
def catalogue_json() -> ResponseReturnValue:
    said = json.dumps(written(in_force_today(session())), ensure_ascii=False, indent=1)
    return send_download(said.encode(), "application/json", _("procedures") + ".json")


@blueprint.get("/catalogue.xlsx")
@requires(READ)
def catalogue_sheets() -> ResponseReturnValue:
    sheets = tables(in_force_today(session()), dict(queries.levels(session())))
    return send_download(workbook(sheets), XLSX, _("procedures") + ".xlsx")


@blueprint.route("/bring", methods=["GET", "POST"])
@requires(MANAGE, first=look)
def bring() -> ResponseReturnValue:
    """A file is read and compared; nothing changes yet."""
    form = BringForm()
    if form.validate_on_submit():
        with refusals(form):
            name, kind, data = brought()
            if kind == "sheets":
                data, problems = read_sheets(data, dict(queries.levels(session())))
                if problems:
                    raise Refused(*problems[: service.MOST_PROBLEMS])
            row = service.bring(session(), actor(), name, data)
            return redirect(url_for(".brought_catalogue", catalogue_id=row.id))
    return page("onestop/procedures/bring.html", form)


@blueprint.route("/brought/<int:catalogue_id>", methods=["GET", "POST"])
@requires(MANAGE)
def brought_catalogue(catalogue_id: int) -> ResponseReturnValue:
    """What would change, and then what did."""
    row = get_brought(session(), catalogue_id, actor())
    listed, form = listed_in(row), TakeForm()
    known = queries.known_contents(session(), [one.code for one in listed])
    found = takings(listed, known)
    if form.validate_on_submit():
        with refusals(form):
            form.must_have_seen(service.digest(found))
            count = service.take_over(session(), actor(), listed, form.starts.data, row.name)
            service.put_away(session(), actor())
            flash(ngettext("%(num)s procedure taken over.", "%(num)s procedures taken over.",
                           count), "success")  # fmt: skip
            return redirect(url_for(".index", tab=report.tab_of(form.starts.data)))
    form.seen.data = service.digest(found)
    levels = dict(queries.levels(session()))
    shown = report.report(found, levels)
    return page("onestop/procedures/brought.html", form, brought=row, report=shown)


@blueprint.post("/brought/<int:catalogue_id>/put-away")
@requires(MANAGE)
def put_away(catalogue_id: int) -> ResponseReturnValue:
    get_brought(session(), catalogue_id, actor())
    service.put_away(session(), actor())
    flash(_("Put away. Nothing was taken over."))
    return redirect(url_for(".index"))
