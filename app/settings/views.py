"""The screen of an agency's limits and words."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Forbidden, NotFound
from app.core.settings import Setting
from app.organisation.queries import agencies
from app.settings import presenters, queries
from app.settings.forms import value_form
from app.settings.policy import EVERYWHERE, MANAGE, may_set
from app.settings.presenters import Owner
from app.settings.service import Catalogue, set_value, withdraw
from app.web import actor, features, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.i18n import gettext as _
from app.web.listing import Chip

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@requires(MANAGE)
def index() -> ResponseReturnValue:
    owner = _owner()
    rows = queries.value_rows(session(), owner.agency_id)
    return render_template(
        "settings/index.html",
        owner=owner,
        chips=_whose(owner),
        groups=presenters.groups(_catalogue().values(), rows, owner, _defaults()),
    )


@blueprint.route("/settings/<key>", methods=["GET", "POST"])
@requires(MANAGE)
def change(key: str) -> ResponseReturnValue:
    setting, owner = _catalogue().get(key), _owner()
    if setting is None:
        raise NotFound
    form = value_form(
        setting,
        valid_from=clock.today(),
        value=request.args.get("value") or _present(setting, owner),
        version=queries.newest_value(session(), owner.agency_id, setting.key),
    )
    back = url_for(".index", agency=owner.agency_id or 0)
    if form.validate_on_submit():
        with refusals(form):
            row = set_value(session(), actor(), setting, form.entry(owner.agency_id))
            begins = row.valid_from.strftime("%d/%m/%Y")
            flash(_("Saved: it holds from %(day)s.", day=begins), "success")
            return redirect(back)
    title = f"{_(setting.label)} ({owner.agency})"
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Save"))


@blueprint.post("/settings/values/<int:value_id>/withdraw")
@requires(MANAGE)
def withdraw_value(value_id: int) -> ResponseReturnValue:
    row = withdraw(session(), actor(), _catalogue(), value_id)
    flash(_("Withdrawn before it began."), "success")
    return redirect(url_for(".index", agency=row.agency_id or 0))


def _catalogue() -> Catalogue:
    return features().settings


def _defaults() -> dict[str, Any]:
    """What this installation's environment says instead of a setting's own default."""
    found: dict[str, Any] = current_app.extensions["setting_defaults"]
    return found


def _owner() -> Owner:
    """Whose settings are asked for in the address; 0 is all agencies, nothing one's own."""
    asked = asked_id("agency")
    agency_id = actor().agency_id if asked is None else asked or None
    if not may_set(actor(), agency_id):
        raise Forbidden
    names = {one.id: one.short_name for one in agencies(session())}
    if agency_id is not None and agency_id not in names:
        raise NotFound
    name = names[agency_id] if agency_id is not None else _("all agencies")
    return Owner(agency_id, name, clock.today(), may_set=True)


def _whose(owner: Owner) -> list[Chip]:
    """The agencies to choose among, for whoever keeps them all."""
    if not actor().may(EVERYWHERE):
        return []
    choices = [(0, _("all agencies")), *((a.id, a.short_name) for a in agencies(session()))]
    return [
        Chip(
            _("Of: %(agency)s", agency=owner.agency),
            choices=tuple(
                Chip(name, url_for(".index", agency=one), one == (owner.agency_id or 0))
                for one, name in choices
            ),
        )
    ]


def _present(setting: Setting[Any], owner: Owner) -> str:
    """The value with which the form opens: what holds today."""
    rows = [row for row in queries.value_rows(session(), owner.agency_id) if row.key == setting.key]
    held = presenters.held_row(queries.begun(rows, owner.today), owner)
    if held is not None and held.value is not None:
        return held.value
    written: str = setting.kind.write(_defaults().get(setting.key, setting.default))
    return written
