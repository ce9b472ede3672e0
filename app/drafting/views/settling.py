"""Settling what no page of an uploaded draft shows, by one press."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.drafting import service
from app.drafting.forms import SettleForm
from app.drafting.policy import get_draft
from app.drafting.views.blueprint import blueprint
from app.web import actor, engines, own_sandbox, requires, session
from app.web.forms import say
from app.web.i18n import gettext as _


def _settle_ahead(draft_id: int) -> None:
    """Foreign files are opened while nobody waits for the draft."""
    draft = get_draft(session(), draft_id, actor())
    do = SettleForm().do.data
    files = session(), engines().storage, own_sandbox(), draft
    if do == "symbol":
        g.settled = service.set_symbol_ahead(*files)
    else:
        g.settled = service.settle_ahead(*files, accept=do == "accept")


@blueprint.post("/drafts/<int:draft_id>/settle")
@requires("drafts.write", first=_settle_ahead)
def settle(draft_id: int) -> ResponseReturnValue:
    """Accept or undo all marked changes; comments, hidden words and embedded files go. Or write the
    symbol under which it will be issued."""
    form = SettleForm()
    settled: service.Settled = g.settled
    try:
        made = service.settle(session(), actor(), draft_id, form.seen(), settled, form.do.data)
    except Refused as refusal:
        session().rollback()
        left = refusal.problems
    else:
        words = _("Settled, as version %(number)s. Read it before you sign.", number=made.number)
        flash(words, "success")
        left = tuple(settled.left)
    for problem in left:
        flash(say(problem), "warning")
    return redirect(url_for(".show", draft_id=draft_id))
