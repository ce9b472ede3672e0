"""One's own notices; for administrators, the text messages of the installation."""

import hmac
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from app.core import clock
from app.core.errors import Forbidden
from app.core.feature import EMAIL
from app.core.lists import Everything, Place
from app.core.text import clean
from app.core.workbooks import XLSX
from app.messages import presenters, queries, service
from app.messages.filters import SmsFilter
from app.messages.forms import CodeForm
from app.messages.gateways import descriptions_of, report_token
from app.messages.gateways.description import OWN_CONTRACT, Description, Unusable
from app.messages.letters import Links
from app.organisation import service as organisation
from app.organisation.queries.bodies import agency_short_name
from app.web import (
    actor,
    engines,
    features,
    page,
    public,
    refusals,
    requires,
    session,
    signed_in,
    write_transaction,
)
from app.web.access import looking_first
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.listing import Listed, TableRow

blueprint = Blueprint("messages", __name__)

REACH = "/notices/reach/<any(phone, email):reach>"
LONGEST_WORD, LONGEST_RECEIVED = 120, 2000
EXAMPLES = {
    "urgency": "HỎA TỐC",
    "reference": "31/CĐ-UBND",
    "issuer": "UBND tỉnh Hà Sơn",
    "subject": "Công điện về việc ứng phó mưa lớn, nguy cơ lũ quét ven sông Khê",
    "due": " Hạn: 17h00 24/11.",
    "code": "482913",
    "text": "31/CĐ-UBND đã quá hạn: Ứng phó mưa lớn, nguy cơ lũ quét ven sông Khê.",
}
"""What templates are shown with: text messages are Vietnamese in every language."""


@blueprint.get("/notices")
@signed_in
def index() -> ResponseReturnValue:
    """The person's notices, newest first."""
    found = queries.notices(session(), actor(), Place.from_args(request.args))
    return render_template(
        "messages/index.html",
        notices=presenters.notice_rows(found.rows),
        pages=Listed("messages.index", Everything()).pager(found),
        unread=queries.unread_count(session(), actor()),
        empty_notices=presenters.empty_notices(),
    )


@blueprint.post("/notices/<int:notice_id>/open")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark the notice read and go to what it is about."""
    notice = service.mark_read(session(), actor(), notice_id)
    if not queries.may_follow(session(), actor(), notice):
        flash(presenters.no_longer_yours(), "warning")
        return redirect(url_for(".index"))
    return redirect(notice.path)


@blueprint.post("/notices/read")
@signed_in
def read_all() -> ResponseReturnValue:
    service.mark_all_read(session(), actor())
    flash(_("All notices are marked as read."))
    return redirect(url_for(".index"))


@blueprint.get("/notices/unread")
@signed_in
def unread() -> ResponseReturnValue:
    """How many are not read: asked again and again by open pages, so it is one statement."""
    return {"count": queries.unread_count(session(), actor())}


@blueprint.route("/notices/wishes", methods=["GET", "POST"])
@signed_in
def wishes() -> ResponseReturnValue:
    """How this person wants to be told of what."""
    me_id, catalogue = actor().person_id, presenters.in_groups(features())
    held = service.habits_of(session(), [me_id]).get(me_id)
    form = presenters.wishes_form(catalogue, held, queries.wishes_version(session(), me_id))
    act = request.form.get("act", "")
    if act == "test":
        return _test()
    if act == "defaults" or form.validate_on_submit():
        with refusals(form):
            every = list(features().occasions.values())
            entry = service.WishesData() if act == "defaults" else form.entry()
            service.choose(session(), actor(), every, entry, form.version.data)
            flash(_("Saved: from now on you are told like this."), "success")
            return redirect(url_for(".wishes"))
    shown = presenters.wishes_page(
        form,
        catalogue,
        queries.contacts_of(session(), me_id),
        queries.received_lately(session(), actor()),
        has_mail=_ways().has_mail,
    )
    return page("messages/wishes.html", form, shown=shown)


def _ways() -> service.Ways:
    settings = engines().settings
    return service.Ways(service.SmsPolicy(settings.sms_accented), bool(settings.mail_url))


def _test() -> ResponseReturnValue:
    if service.send_test(session(), actor(), _ways()):
        flash(_("A test is on its way to you by every channel."), "success")
    else:
        flash(_("A test was sent to you a moment ago: wait a quarter of an hour."), "warning")
    return redirect(url_for(".wishes"))


def _count_ask(reach: str) -> None:
    """Another's number counts too: nobody goes through numbers to learn whose they are."""
    with write_transaction() as own:
        service.count_ask(own, actor(), reach, clean(request.form.get("address", "")))


@blueprint.route(f"{REACH}", methods=["GET", "POST"])
@looking_first(_count_ask)
@signed_in
def reach(reach: str) -> ResponseReturnValue:
    """Another number or address of one's own: a code is sent there."""
    contacts = queries.contacts_of(session(), actor().person_id)
    form = presenters.contact_form(contacts, reach)
    if form.validate_on_submit():
        with refusals(form):
            service.ask_code(session(), actor(), reach, form.address.data or "", _ways())
            return redirect(url_for(".confirm_reach", reach=reach))
    return page(
        "organisation/dialog.html", form, **presenters.contact_dialog(reach, _ways().has_mail)
    )


def _count_try(reach: str) -> None:
    """A wrong code counts whatever becomes of the form."""
    with write_transaction() as own:
        service.count_try(own, actor(), reach)


@blueprint.route(f"{REACH}/code", methods=["GET", "POST"])
@looking_first(_count_try)
@signed_in
def confirm_reach(reach: str) -> ResponseReturnValue:
    """The code that was sent there, said by whoever got it."""
    asked = queries.contacts_of(session(), actor().person_id).asked.get(reach)
    if asked is None:
        return redirect(url_for(".reach", reach=reach))
    form = CodeForm()
    if form.validate_on_submit():
        with refusals(form):
            codes = service.Codes(engines().settings.secret_key)
            address = service.confirm(session(), actor(), codes, reach, form.code.data or "")
            flash(_("Confirmed: from now on you are told at %(address)s.", address=address))
            return redirect(url_for(".wishes"))
    return page("organisation/dialog.html", form, **presenters.code_dialog(asked))


@blueprint.post(f"{REACH}/off")
@signed_in
def take_off_reach(reach: str) -> ResponseReturnValue:
    service.take_off(session(), actor(), reach)
    flash(_("Taken off: nothing is sent there any more."))
    return redirect(url_for(".wishes"))


@blueprint.post("/notices/reach/email/again")
@signed_in
def try_email_again() -> ResponseReturnValue:
    """E-mails to one's own address, which came back, go there again."""
    organisation.try_email_again(session(), actor(), actor().person_id)
    flash(_("The next e-mail is sent there again."))
    return redirect(url_for(".wishes"))


@blueprint.get("/admin/sms")
@requires("system.watch")
def sms() -> ResponseReturnValue:
    """Every text message with its state, and what the local gateway took."""
    wanted = SmsFilter.from_args(request.args)
    found = queries.DELIVERIES.page(session(), actor(), wanted, Place.from_args(request.args))
    counts = queries.DELIVERIES.tab_counts(session(), actor(), wanted)
    local = queries.local_sms(session(), actor()) if wanted.tab == "sms" else ()
    return render_template(
        "messages/sms.html",
        page=presenters.sms_list(actor(), wanted, found.of(queries.delivery_rows), counts),
        local=presenters.local_table(actor(), local),
        local_columns=presenters.local_columns(),
        gateways=_gateways(),
        gateway_columns=presenters.gateway_columns(),
    )


def _gateways() -> list[TableRow]:
    described = _described(engines().settings)
    health = queries.health_of_gateways(session(), {one.name for one in described if one.report})
    return presenters.gateway_table([one.name for one in described], health)


@blueprint.get("/admin/sms/costs")
@requires("system.watch")
def costs() -> ResponseReturnValue:
    """What text messages cost by month and unit, and how those of the templates read."""
    found, agency_id = queries.costs(session()), actor().agency_id
    examples = EXAMPLES | {"agency": agency_short_name(session(), agency_id or 0)}
    return render_template(
        "messages/costs.html",
        columns=presenters.cost_columns(),
        rows=presenters.cost_rows(found),
        foot=presenters.cost_foot(found),
        previews=presenters.previews(session(), agency_id, examples),
        addresses=_addresses(),
    )


def _addresses() -> list[tuple[str, str]]:
    """Where each gateway that brings messages is to bring them."""
    settings = engines().settings
    told = [one for one in _described(settings) if one.received is not None]
    tokens = {one.name: report_token(settings, one.name) for one in told}
    return [
        (name, url_for(".received", name=name, token=token, _external=True))
        for name, token in tokens.items()
    ]


@blueprint.get("/admin/sms/costs.xlsx")
@requires("system.watch")
def costs_sheet() -> ResponseReturnValue:
    content = presenters.cost_sheet(queries.costs(session()))
    return send_download(content, XLSX, f"tin-nhan-{clock.today():%Y-%m}.xlsx")


@blueprint.post("/admin/sms/<int:sms_id>/again")
@requires("system.watch")
def send_again(sms_id: int) -> ResponseReturnValue:
    message = service.ask_again(session(), actor(), sms_id)
    flash(_("The message to %(phone)s will be sent again.", phone=message.phone))
    return redirect(url_for(".sms"))


@blueprint.post("/sms/report")
@public
def sms_report() -> ResponseReturnValue:
    """The provider reports: JSON {id, delivered, error} with our token as bearer."""
    token = engines().settings.sms_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Forbidden
    told, content = _told(), request.get_json(silent=True)
    delivered = isinstance(content, dict) and content.get("delivered") is True
    service.report(session(), OWN_CONTRACT, told.get("id", ""), delivered, told.get("error", ""))
    return "", 204


@blueprint.route("/sms/report/<name>/<token>", methods=["GET", "POST"])
@public
def described_report(name: str, token: str) -> ResponseReturnValue:
    """A described gateway reports in its own words, at an address that it alone was told."""
    gateway = _known(name, token)
    if gateway.report is None:
        raise Forbidden
    told = _told()
    state = told.get(gateway.report.state, "")
    if state and request.method != "HEAD":
        verdict = gateway.report.verdict(state)
        with write_transaction() as own:
            service.report(own, name, told.get(gateway.report.id, ""), verdict, state)
    return "", 204


@blueprint.route("/sms/received/<name>/<token>", methods=["GET", "POST"])
@public
def received(name: str, token: str) -> ResponseReturnValue:
    """A gateway tells of a text message to the office; it answers nothing, which Kannel would send
    on."""
    gateway = _known(name, token)
    if gateway.received is None:
        raise Forbidden
    told, fields = _told(LONGEST_RECEIVED), gateway.received
    phone, text = told.get(fields.phone, ""), told.get(fields.text, "")
    if told.get(fields.charset, "").startswith("UTF-16"):
        text = clean(_in_utf16(fields.text))
    if phone and request.method != "HEAD":
        with write_transaction() as own:
            service.receive(own, name, phone, text, told.get(fields.id, ""))
    return "", 200


@blueprint.route("/messages/off/<token>", methods=["GET", "POST"])
@public
def off(token: str) -> ResponseReturnValue:
    """No more e-mails of one kind, by the link in one of them: the page asks, a POST does it.

    Mail programs post at once (RFC 8058); whatever only looks at links turns nothing off.
    """
    settings = engines().settings
    read = Links(settings.secret_key, settings.public_url).read(token)
    occasion = features().occasions.get(read[1]) if read else None
    if read is None or occasion is None:
        raise Forbidden
    if request.method == "POST":
        with write_transaction() as own:
            service.turn_off(own, read[0], occasion, EMAIL)
    is_done = request.method == "POST"
    return render_template("messages/off.html", occasion=occasion, is_done=is_done)


def _in_utf16(field: str) -> str:
    """Kannel puts a message with marks into the address as the telephone sent it."""
    asked = parse_qs(request.query_string.decode("latin-1"), encoding="latin-1")
    return asked.get(field, [""])[0].encode("latin-1").decode("utf-16-be", "replace")


def _known(name: str, token: str) -> Description:
    """The gateway of this address. Raises Forbidden where the token is not its own."""
    settings = engines().settings
    gateway = next((one for one in _described(settings) if one.name == name), None)
    is_its = hmac.compare_digest(token.encode(), report_token(settings, name).encode())
    if gateway is None or not is_its:
        raise Forbidden
    return gateway


def _told(longest: int = LONGEST_WORD) -> dict[str, str]:
    """What a gateway says in short words, in its address, as a form or as JSON."""
    try:
        content = request.get_json(silent=True)
    except RecursionError:
        content = None
    said = {**request.values, **(content if isinstance(content, dict) else {})}
    short = {key: str(one)[:longest] for key, one in said.items() if isinstance(one, str | int)}
    return {key: clean(one.encode(errors="ignore").decode()) for key, one in short.items()}


def _described(settings: Any) -> Sequence[Description]:
    """A file that has become unusable is told on the page of the system, not to a provider."""
    try:
        return descriptions_of(settings)
    except Unusable:
        return ()


def init(app: object) -> None:
    """A provider holds no CSRF token; its bearer token, or its own address, stands for it."""
    csrf: CSRFProtect = app.extensions["csrf"]  # type: ignore[attr-defined]
    csrf.exempt(sms_report)
    csrf.exempt(described_report)
    csrf.exempt(received)
    csrf.exempt(off)
