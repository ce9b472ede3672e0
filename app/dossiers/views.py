"""Pages of dossiers."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.feature import Face
from app.core.lists import Place
from app.core.text import N_
from app.core.workbooks import XLSX, table
from app.dossiers import presenters, queries, service
from app.dossiers.filters import DossierFilter
from app.dossiers.forms import DossierForm, PutForm, offered
from app.dossiers.models import Dossier
from app.dossiers.policy import get_dossier, must_keep
from app.dossiers.queries import DOSSIERS
from app.organisation.queries import agency_names
from app.records.queries import get_face
from app.web import ReasonForm, VersionedForm, actor, page, refusals, requires, session
from app.web.addresses import ticked_ids
from app.web.downloads import send_download
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.records import link_to

blueprint = Blueprint("dossiers", __name__, url_prefix="/dossiers")


@blueprint.get("")
@requires("dossiers.keep")
def index() -> ResponseReturnValue:
    wanted = DossierFilter.from_args(request.args)
    if wanted.tab not in presenters.tabs_of(actor()):
        wanted = wanted.but(tab="mine")
    found = DOSSIERS.page(session(), actor(), wanted, Place.from_args(request.args))
    documents = queries.document_counts(session(), [row.id for row in found.rows])
    counts = DOSSIERS.tab_counts(session(), actor(), wanted)
    return page(
        "dossiers/index.html",
        page=presenters.list_page(actor(), wanted, found, documents, counts),
        wanted=wanted,
    )


@blueprint.route("/open", methods=["GET", "POST"])
@requires("dossiers.keep")
def open_new() -> ResponseReturnValue:
    form = _dossier_form(None)
    if form.validate_on_submit():
        with refusals(form):
            dossier = service.open_dossier(session(), actor(), form.entry())
            flash(_("The dossier %(code)s is open.", code=dossier.code), "success")
            return redirect(url_for(".show", dossier_id=dossier.id))
    return page("dossiers/form.html", form=form, dossier=None)


@blueprint.get("/<int:dossier_id>")
@requires("dossiers.keep")
def show(dossier_id: int) -> ResponseReturnValue:
    dossier = get_dossier(session(), dossier_id, actor())
    members = queries.members(session(), actor(), dossier.id)
    hidden = queries.document_count(session(), dossier.id) - len(members)
    return page(
        "dossiers/show.html",
        dossier=dossier,
        facts=presenters.facts(dossier, queries.facts_of(session(), dossier)),
        actions=presenters.dossier_actions(actor(), dossier),
        members=presenters.member_rows(actor(), dossier, members),
        hidden=presenters.hidden_words(hidden),
        story=presenters.story(queries.story(session(), members, dossier.id), members),
    )


@blueprint.route("/<int:dossier_id>/edit", methods=["GET", "POST"])
@requires("dossiers.keep")
def edit(dossier_id: int) -> ResponseReturnValue:
    dossier = _kept(dossier_id)
    form = _dossier_form(dossier)
    if form.validate_on_submit():
        with refusals(form):
            service.change(session(), actor(), dossier, form.entry(), form.version.data)
            flash(_("Saved."), "success")
            return redirect(url_for(".show", dossier_id=dossier.id))
    return page("dossiers/form.html", form=form, dossier=dossier)


@blueprint.route("/put", methods=["GET", "POST"])
@requires("dossiers.keep")
def put() -> ResponseReturnValue:
    records = [get_face(session(), one, actor()) for one in ticked_ids()]
    if not records:
        raise Refused(Problem(N_("Tick at least one document.")))
    form = _put_form()
    if form.validate_on_submit():
        with refusals(form):
            added = _put(form, records)
            words = ngettext("Put in %(num)s time.", "Put in %(num)s times.", added)
            flash(words if added else _("It already lies there."), "success")
            return redirect(_after_putting(records))
    return page("dossiers/put.html", form=form, records=records)


@blueprint.route("/<int:dossier_id>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@requires("dossiers.keep")
def remove(dossier_id: int, document_id: int) -> ResponseReturnValue:
    dossier = _kept(dossier_id)
    queries.must_lie_in(session(), dossier.id, document_id)
    face = get_face(session(), document_id, actor())
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.take_out(session(), actor(), dossier, document_id, form.reason.data)
            flash(_("Taken out of the dossier %(code)s.", code=dossier.code), "success")
            return redirect(url_for(".show", dossier_id=dossier.id))
    return page("dossiers/remove.html", form=form, dossier=dossier, face=face)


@blueprint.route("/<int:dossier_id>/close", methods=["GET", "POST"])
@requires("dossiers.keep")
def close(dossier_id: int) -> ResponseReturnValue:
    dossier = _kept(dossier_id)
    form = VersionedForm(data={"version": dossier.version})
    if form.validate_on_submit():
        with refusals(form):
            service.close(session(), actor(), dossier, form.version.data)
            flash(_("The dossier %(code)s is closed.", code=dossier.code), "success")
            return redirect(url_for(".show", dossier_id=dossier.id))
    return page("dossiers/close.html", form=form, dossier=dossier)


@blueprint.route("/<int:dossier_id>/reopen", methods=["GET", "POST"])
@requires("dossiers.keep")
def reopen(dossier_id: int) -> ResponseReturnValue:
    dossier = _kept(dossier_id, service.must_be_closed)
    form = ReasonForm(data={"version": dossier.version})
    if form.validate_on_submit():
        with refusals(form):
            reason, version = form.reason.data, form.version.data
            service.reopen(session(), actor(), dossier, reason, version)
            flash(_("The dossier %(code)s is open again.", code=dossier.code), "success")
            return redirect(url_for(".show", dossier_id=dossier.id))
    return page("dossiers/reopen.html", form=form, dossier=dossier)


@blueprint.get("/<int:dossier_id>/contents")
@requires("dossiers.keep")
def contents(dossier_id: int) -> ResponseReturnValue:
    dossier = get_dossier(session(), dossier_id, actor())
    members = queries.members(session(), actor(), dossier.id)
    hidden = queries.document_count(session(), dossier.id) - len(members)
    agency = agency_names(session(), [dossier.agency_id]).get(dossier.agency_id, "")
    names = queries.facts_of(session(), dossier)
    sheets = presenters.contents_sheets(dossier, names, members, hidden, agency)
    return page("dossiers/contents.html", dossier=dossier, sheets=sheets)


@blueprint.get("/<int:dossier_id>/contents.xlsx")
@requires("dossiers.keep")
def contents_sheet(dossier_id: int) -> ResponseReturnValue:
    dossier = get_dossier(session(), dossier_id, actor())
    members = queries.members(session(), actor(), dossier.id)
    hidden = queries.document_count(session(), dossier.id) - len(members)
    content = table(
        f"{dossier.code}/{dossier.year}: {dossier.title}",
        presenters.contents_header(),
        presenters.contents_cells(members),
        presenters.total_words(members, hidden),
    )
    name = f"{dossier.code}-{dossier.year}.xlsx".replace("/", "-")
    return send_download(content, XLSX, name)


# -- Loading ---------------------------------------------------------------------------------------


def _kept(dossier_id: int, must_be: Callable[[Dossier], None] = service.must_be_open) -> Dossier:
    """A dossier the actor keeps; Forbidden where they only see it. A form is shown only as long as
    it can be sent; what was typed into one is refused in its place."""
    dossier = get_dossier(session(), dossier_id, actor())
    must_keep(actor(), dossier)
    if request.method == "GET":
        must_be(dossier)
    return dossier


def _dossier_form(dossier: Dossier | None) -> DossierForm:
    units, owners = queries.units(session(), actor()), queries.owners(session(), actor())
    if dossier is None:
        form = DossierForm(data=_first_values())
    else:
        names = queries.facts_of(session(), dossier)
        units = offered(units, dossier.unit_id, names.unit_name)
        owners = offered(owners, dossier.owner_id, names.owner_name)
        form = DossierForm(obj=dossier)
    form.unit_id.offer(units)
    form.owner_id.offer(owners)
    return form


def _first_values() -> dict[str, object]:
    today, unit_id = clock.today(), _own_unit()
    return {
        "code": queries.proposed_code(session(), actor(), unit_id, today.year),
        "year": today.year,
        "retention": "06",
        "unit_id": unit_id,
        "owner_id": actor().person_id,
        "opened_on": today,
    }


def _own_unit() -> int | None:
    post = actor().main_post
    return post.unit_id if post is not None else None


# -- Putting in ------------------------------------------------------------------------------------


def _put_form() -> PutForm:
    code = queries.proposed_code(session(), actor(), _own_unit(), clock.today().year)
    form = PutForm(data={"code": code})
    form.dossiers.choices = [
        (row.id, f"{row.code}/{row.year} – {row.title}")
        for row in queries.open_ones(session(), actor())
    ]
    return form


def _put(form: PutForm, records: list[Face]) -> int:
    """Put every record into every chosen dossier, and into the new one."""
    chosen = [get_dossier(session(), one, actor()) for one in form.dossiers.data]
    entry = form.new_entry(actor().person_id, _own_unit())
    if entry is not None:
        chosen.append(service.open_dossier(session(), actor(), entry))
    if not chosen:
        raise Refused(
            Problem(N_("Choose a dossier, or write the title of a new one."), field="dossiers")
        )
    return sum(
        service.put_in(session(), actor(), dossier, record.record_id)
        for dossier in chosen
        for record in records
    )


def _after_putting(records: list[Face]) -> str:
    if len(records) == 1:
        return link_to(records[0].kind, records[0].record_id)
    return url_for(".index")
