"""Urgent messages: sent, followed, phoned for, and confirmed by whoever holds the telephone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from app.core import clock
from app.core.days import typed_day_or_none
from app.core.feature import Face
from app.core.lists import Place as ListPlace
from app.core.settings import value
from app.organisation.queries.bodies import colleagues_in
from app.records.queries import faces_for, get_face
from app.urgent import policy, service
from app.urgent.filters import TargetFilter, UseFilter
from app.urgent.forms import CallForm, DutyForm, FillForm, SendForm
from app.urgent.models import UrgentAlert
from app.urgent.presenters import lists, pages
from app.urgent.presenters import roster as rosters
from app.urgent.queries.asked import being_asked
from app.urgent.queries.chain import places_of
from app.urgent.queries.lists import TARGETS, USE, senders
from app.urgent.queries.pages import calls_of_agency, calls_of_alert, get_alert
from app.urgent.queries.roster import pattern_before
from app.urgent.service import Link
from app.urgent.settings import HOTLINE
from app.web import actor, page, public, refusals, requires, session, write_transaction
from app.web.database import only_reading
from app.web.i18n import gettext as _

blueprint = Blueprint("urgent", __name__)


@blueprint.get("/urgent")
@requires(policy.SEND, policy.KEEP)
def index() -> ResponseReturnValue:
    """Receivers who are asked to confirm, and those who did."""
    wanted = TargetFilter.from_args(request.args)
    found = TARGETS.page(session(), actor(), wanted, ListPlace.from_args(request.args))
    counts = TARGETS.tab_counts(session(), actor(), wanted)
    return page(
        "urgent/index.html",
        page=lists.target_list(wanted, found, counts, _faces(found.rows)),
        keeps=actor().may(policy.KEEP),
    )


def _faces(rows: Sequence[Any]) -> Mapping[int, Face]:
    return faces_for(session(), actor(), {row.record_id for row in rows})


@blueprint.get("/urgent/use")
@requires(policy.KEEP)
def use() -> ResponseReturnValue:
    """Who sent urgent messages, and why, month by month."""
    wanted = UseFilter.from_args(request.args)
    found = USE.page(session(), actor(), wanted, ListPlace.from_args(request.args))
    who = senders(session(), actor().agency_id)
    return page("urgent/use.html", page=lists.use_list(wanted, found, who, _faces(found.rows)))


@blueprint.route("/records/<int:record_id>/urgent", methods=["GET", "POST"])
@requires(policy.SEND)
def send(record_id: int) -> ResponseReturnValue:
    """Everything that would leave, before it leaves."""
    face = get_face(session(), record_id, actor())
    places = places_of(session(), actor(), record_id)
    form = SendForm()
    asked = being_asked(session(), record_id)
    form.receivers.choices = [(one.source, one.name) for one in places]
    if request.method == "GET":
        waiting = {one.source for one in asked}
        form.receivers.data = [one.source for one in places if one.source not in waiting]
    if form.validate_on_submit():
        with refusals(form):
            sent = service.send(
                session(), actor(), record_id, form.reason.data, form.receivers.data,
                form.letters.data == "accented", request.form.get("_once", ""),
            )  # fmt: skip
            flash(_("The urgent message is on its way."), "success")
            return redirect(url_for(".alert", alert_id=sent.id))
    shown = pages.preview(
        session(), actor(), _draft(record_id, face.urgency), places, asked, request.host_url
    )
    return page("urgent/send.html", form, face=face, shown=shown)


def _draft(record_id: int, urgency: int) -> UrgentAlert:
    """A sending that is only looked at."""
    return UrgentAlert(
        record_id=record_id, agency_id=actor().agency_id or 0, urgency=max(1, urgency),
        sent_by_id=actor().person_id, sent_at=clock.now(), accented=False,
    )  # fmt: skip


@blueprint.get("/urgent/<int:alert_id>")
@requires("desk.read")
def alert(alert_id: int) -> ResponseReturnValue:
    """One sending: whom to phone now, then every chain step by step."""
    shown = get_alert(session(), actor(), alert_id)
    return page(
        "urgent/alert.html",
        alert=shown,
        face=get_face(session(), shown.record_id, actor()),
        rows=pages.alert_chains(session(), shown),
        calls=[pages.call_view(one) for one in calls_of_alert(session(), actor(), shown)],
        may_recall=_may_recall(shown),
    )


def _may_recall(shown: UrgentAlert) -> bool:
    is_own = actor().person_id == shown.sent_by_id
    keeps = actor().may(policy.KEEP) and actor().works_for(shown.agency_id)
    return shown.recalled_at is None and (is_own or keeps)


@blueprint.post("/urgent/<int:alert_id>/recall")
@requires(policy.SEND, policy.KEEP)
def recall(alert_id: int) -> ResponseReturnValue:
    get_alert(session(), actor(), alert_id)
    service.recall(session(), actor(), alert_id)
    flash(_("The urgent message was taken back; its links are void."), "success")
    return redirect(url_for(".alert", alert_id=alert_id))


@blueprint.get("/urgent/calls")
@requires("desk.read")
def calls() -> ResponseReturnValue:
    """Whom to phone now: for whoever is on duty, and whoever keeps the list."""
    calls = calls_of_agency(session(), actor())
    faces = _faces([one.target.alert for one in calls])
    shown = [pages.call_view(one, faces[one.target.alert.record_id]) for one in calls]
    return page("urgent/calls.html", calls=shown)


@blueprint.post("/urgent/receivers/<int:target_id>/call")
@requires("desk.read")
def call(target_id: int) -> ResponseReturnValue:
    """Record that somebody was phoned."""
    form = CallForm()
    form.validate()
    target = service.note_call(session(), actor(), target_id, form.person.data, form.outcome.data)
    flash(_("Recorded."), "success")
    if request.form.get("back") == "alert":
        return redirect(url_for(".alert", alert_id=target.alert_id))
    return redirect(url_for(".calls"))


@blueprint.get("/urgent/roster")
@requires(policy.KEEP)
def roster() -> ResponseReturnValue:
    """Who is on duty in two weeks, and where nobody is."""
    first = typed_day_or_none(request.args.get("from", "")) or clock.today()
    shown = rosters.roster_view(session(), actor().agency_id or 0, first)
    return page("urgent/roster.html", shown=shown)


@blueprint.route("/urgent/roster/fill", methods=["GET", "POST"])
@requires(policy.KEEP)
def fill_roster() -> ResponseReturnValue:
    """Fill a span of days by weekday, as the last week was unless it is changed."""
    form = _fill_form()
    if "carry" in request.form:
        only_reading()
        form.carry()
    elif form.validate_on_submit():
        with refusals(form):
            first, last = service.asked_span(form.first.data, form.last.data)
            replacing = form.replacing.data
            filled = service.fill(
                session(), actor(), first, last, form.pattern, replacing=replacing
            )
            flash(rosters.filled_words(filled), "success")
            return redirect(f"{url_for('.roster')}?from={first:%d/%m/%Y}")
    return page(
        "urgent/fill.html",
        form,
        rows=rosters.weekday_rows(form),
        is_as_before=request.method == "GET" and bool(form.pattern),
    )


def _fill_form() -> FillForm:
    agency_id = actor().agency_id or 0
    first = typed_day_or_none(request.args.get("from", "")) or clock.today()
    last = typed_day_or_none(request.args.get("until", "")) or first + timedelta(days=6)
    before = pattern_before(session(), agency_id, first)
    persons = {f"{shift}_{weekday}": one for (weekday, shift), one in before.items()}
    form = FillForm(data={"first": first, "last": last, **persons})
    form.offer(rosters.colleagues(colleagues_in(session(), agency_id)), _("Nobody"))
    return form


@blueprint.route("/urgent/roster/change", methods=["GET", "POST"])
@requires(policy.KEEP)
def change_duty() -> ResponseReturnValue:
    """Put somebody on duty, or nobody."""
    form = DutyForm(day=typed_day_or_none(request.args.get("day", "")) or clock.today())
    people = colleagues_in(session(), actor().agency_id or 0)
    form.person.offer(rosters.colleagues(people), _("Nobody"))
    if request.method == "GET" and request.args.get("shift") in ("day", "night"):
        form.shift.data = request.args["shift"]
    if form.validate_on_submit() and form.day.data is not None:
        with refusals(form):
            service.set_duty(session(), actor(), form.day.data, form.shift.data, form.person.data)
            flash(_("Saved."), "success")
            return redirect(url_for(".roster"))
    back, title = url_for(".roster"), _("Who is on duty")
    return page("organisation/dialog.html", form, title=title, back=back, said=(), yes=_("Save"))


# -- Without signing in ----------------------------------------------------------------------------


@blueprint.route("/x/<code>", methods=["GET", "POST"])
@public
def confirm(code: str) -> ResponseReturnValue:
    """What opens behind the link of a message. Opening it confirms nothing: messengers do that to
    show a preview; the button does."""
    if request.method == "POST":
        link, at = service.confirm_by_link(session(), code)
        just_now = link is Link.OPEN
    else:
        (link, at), just_now = service.look_at_link(session(), code), False
    if link is Link.VOID:
        _count_wrong(code, request.remote_addr or "")
    hotline = value(session(), HOTLINE, None)
    shown = render_template(
        "urgent/confirm.html", link=link.value, at=at, just_now=just_now, hotline=hotline
    )
    return _unseen(make_response(shown, 404 if link is Link.VOID else 200))


def _count_wrong(code: str, address: str) -> None:
    """Once it is known who tries many, nothing more is written."""
    if not service.is_wrong_link(session(), code, address):
        return
    if request.method == "POST":
        service.note_wrong_link(session(), address)
    else:
        with write_transaction() as own:
            service.note_wrong_link(own, address)


def _unseen(response: Response) -> Response:
    """For nobody else's eyes: no index keeps it, and no page that follows is told of it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def init(app: object) -> None:
    """Whoever opens a link has no session that a token could belong to."""
    csrf: CSRFProtect = app.extensions["csrf"]  # type: ignore[attr-defined]
    csrf.exempt(confirm)
