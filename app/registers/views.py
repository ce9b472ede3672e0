"""Registers, their series, and the proof that no number is missing."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.books import Range
from app.core.errors import NotFound
from app.core.words import written_number
from app.core.workbooks import XLSX
from app.registers import files, presenters, queries, service
from app.registers.forms import KeepForm, PeriodForm, RegisterForm, RenameForm, SeriesForm
from app.registers.models import NumberSeries, Register
from app.web import ReasonForm, actor, page, refusals, requires, session
from app.web.addresses import asked_id
from app.web.downloads import send_download
from app.web.i18n import gettext as _

blueprint = Blueprint("registers", __name__, url_prefix="/registers")

LOOKS = ("registers.print", "registers.manage")


@blueprint.get("")
@requires(*LOOKS)
def index() -> ResponseReturnValue:
    """All books of the agency, with how far each series has come this year."""
    year = clock.today().year
    names = dict(queries.type_options(session()))
    registers = queries.overview(session(), actor().agency_id, year)
    shown = [
        (
            register,
            presenters.series_rows(actor(), register, names, year),
            presenters.register_actions(actor(), register, year),
        )
        for register in registers
    ]
    return page(
        "registers/index.html",
        year=year,
        shown=shown,
        left=presenters.books_left(queries.books_left(session(), actor())),
        columns=presenters.series_columns(),
        directions=presenters.DIRECTION_WORDS,
        nothing=presenters.nothing_opened(actor()),
        may_manage=actor().may("registers.manage"),
    )


@blueprint.get("/series/<int:series_id>")
@requires(*LOOKS)
def numbers(series_id: int) -> ResponseReturnValue:
    """The gap report of a series in one year."""
    series = _series(series_id)
    this_year = clock.today().year
    year = asked_id("year") or this_year
    report = queries.gap_report(session(), series.id, year)
    known = queries.years_of(session(), actor().agency_id, series.register.direction)
    years = sorted({*known, this_year}, reverse=True)
    return page(
        "registers/numbers.html",
        series=series,
        year=year,
        report=report,
        proof=presenters.proof(report),
        years=presenters.year_tabs(years, year, url_for(".numbers", series_id=series.id)),
        columns=presenters.kept_columns(),
        rows=presenters.kept_rows(actor(), report.kept),
        nothing=presenters.nothing_kept(),
        may_manage=actor().may("registers.manage"),
    )


@blueprint.route("/series/<int:series_id>/keep", methods=["GET", "POST"])
@requires("registers.manage")
def keep(series_id: int) -> ResponseReturnValue:
    """Reserve the next numbers for later."""
    series = _series(series_id)
    form = KeepForm()
    day = form.kept_for.data or clock.today()
    year = day.year
    if form.validate_on_submit():
        with refusals(form):
            kept = service.reserve(
                session(), actor(), series, year, form.count.data, form.reason.data, day
            )
            told = ", ".join(written_number(number.number) for number in kept)
            flash(_("Reserved: %(numbers)s.", numbers=told), "success")
            return redirect(url_for(".numbers", series_id=series.id, year=year))
    following = queries.next_number(session(), series.id, year)
    return page("registers/keep.html", form=form, series=series, following=following)


@blueprint.route("/series/<int:series_id>/leave-out", methods=["GET", "POST"])
@requires("registers.manage")
def leave_out(series_id: int) -> ResponseReturnValue:
    """Make the next number void: it was spoilt on paper."""
    series = _series(series_id)
    year = clock.today().year
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            taken = service.void_next(session(), actor(), series, year, form.reason.data)
            flash(_("Number %(number)s is void.", number=written_number(taken.number)), "success")
            return redirect(url_for(".numbers", series_id=series.id, year=year))
    following = queries.next_number(session(), series.id, year)
    return page("registers/leave_out.html", form=form, series=series, following=following)


@blueprint.route("/numbers/<int:taken_id>/void", methods=["GET", "POST"])
@requires("registers.manage")
def void(taken_id: int) -> ResponseReturnValue:
    """Give up a reserved number for good."""
    taken = queries.kept_number(session(), actor().agency_id, taken_id)
    form = ReasonForm()
    back = url_for(".numbers", series_id=taken.series_id, year=taken.year)
    if form.validate_on_submit():
        with refusals(form):
            service.void(session(), actor(), taken, form.reason.data)
            flash(_("Number %(number)s is void.", number=written_number(taken.number)), "success")
            return redirect(back)
    return page("registers/void.html", form=form, taken=taken, back=back)


@blueprint.route("/add", methods=["GET", "POST"])
@requires("registers.manage")
def add() -> ResponseReturnValue:
    """Open a further book."""
    form = RegisterForm()
    form.types.choices = queries.type_options(session())
    if form.validate_on_submit():
        with refusals(form):
            service.add_register(
                session(), actor(), form.direction.data, form.name.data, form.types.data
            )
            flash(_("The register “%(name)s” was opened.", name=form.name.data), "success")
            return redirect(url_for(".index"))
    return page("registers/register.html", form=form, register=None)


@blueprint.route("/<int:register_id>/rename", methods=["GET", "POST"])
@requires("registers.manage")
def rename(register_id: int) -> ResponseReturnValue:
    register = _register(register_id)
    form = RenameForm(data={"name": register.name, "version": register.version})
    if form.validate_on_submit():
        with refusals(form):
            service.rename_register(session(), actor(), register, form.name.data, form.version.data)
            flash(_("Saved."), "success")
            return redirect(url_for(".index"))
    return page("registers/register.html", form=form, register=register)


@blueprint.post("/<int:register_id>/usual")
@requires("registers.manage")
def make_usual(register_id: int) -> ResponseReturnValue:
    """Let forms propose this book first."""
    service.make_usual(session(), actor(), _register(register_id))
    flash(_("Saved."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/<int:register_id>/<any(on, off):way>")
@requires("registers.manage")
def switch(register_id: int, way: str) -> ResponseReturnValue:
    """Take a register out of use, or into it again."""
    service.switch(session(), actor(), _register(register_id), off=way == "off")
    flash(_("Saved."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/<int:register_id>/remove")
@requires("registers.manage")
def remove(register_id: int) -> ResponseReturnValue:
    service.remove(session(), actor(), _register(register_id))
    flash(_("The empty register was removed."), "success")
    return redirect(url_for(".index"))


@blueprint.get("/<int:register_id>/years")
@requires(*LOOKS)
def years(register_id: int) -> ResponseReturnValue:
    """The years of a register: which are closed, by whom."""
    register = _register(register_id)
    found = queries.years_in(session(), register.id)
    return page(
        "registers/years.html",
        register=register,
        columns=presenters.year_columns(),
        rows=presenters.year_rows(actor(), register, found),
    )


@blueprint.post("/<int:register_id>/years/<int:year>/close")
@requires("registers.manage")
def close_year(register_id: int, year: int) -> ResponseReturnValue:
    service.close_year(session(), actor(), _register(register_id), year)
    flash(_("The year %(year)s is closed.", year=year), "success")
    return redirect(url_for(".years", register_id=register_id))


@blueprint.route("/<int:register_id>/years/<int:year>/reopen", methods=["GET", "POST"])
@requires("registers.manage")
def reopen_year(register_id: int, year: int) -> ResponseReturnValue:
    register = _register(register_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with refusals(form):
            service.reopen_year(session(), actor(), register, year, form.reason.data)
            flash(_("The year %(year)s is open again.", year=year), "success")
            return redirect(url_for(".years", register_id=register_id))
    if request.method == "GET" and queries.closed_year(session(), register.id, year) is None:
        raise NotFound
    return page("registers/reopen.html", form=form, register=register, year=year)


@blueprint.route("/<int:register_id>/series", methods=["GET", "POST"])
@requires("registers.manage")
def add_series(register_id: int) -> ResponseReturnValue:
    """Number some types apart."""
    return _series_page(_register(register_id), None)


@blueprint.route("/series/<int:series_id>/change", methods=["GET", "POST"])
@requires("registers.manage")
def change_series(series_id: int) -> ResponseReturnValue:
    series = _series(series_id)
    return _series_page(series.register, series)


def _series_page(register: Register, series: NumberSeries | None) -> ResponseReturnValue:
    types = queries.types_of(session(), [series.id]).get(series.id, []) if series else []
    before = {"name": series.name, "version": series.version} if series else {}
    form = SeriesForm(data={**before, "types": types})
    form.types.choices = queries.type_options(session())
    if form.validate_on_submit():
        with refusals(form):
            service.save_series(
                session(),
                actor(),
                register,
                series,
                form.name.data,
                form.types.data,
                form.version.data,
            )
            flash(_("Saved."), "success")
            return redirect(url_for(".index"))
    return page("registers/series.html", form=form, register=register, series=series)


def _register(register_id: int) -> Register:
    return queries.get_register(session(), [actor().agency_id], register_id)


def _series(series_id: int) -> NumberSeries:
    return queries.get_series(session(), actor().agency_id, series_id)


# -- Books: looked at, printed, and taken away as files --------------------------------------------


@blueprint.get("/<int:register_id>/book")
@requires("registers.print")
def book(register_id: int) -> ResponseReturnValue:
    """The book as it will be printed."""
    found, form = _book(register_id)
    leading, sheets = presenters.cover(found), list(presenters.sheets(found))
    return page("registers/book.html", form=form, book=found, cover_sheet=leading, sheets=sheets)


@blueprint.get("/<int:register_id>/book.xlsx")
@requires("registers.print")
def xlsx(register_id: int) -> Response:
    return _file(register_id, files.as_xlsx, "xlsx", XLSX)


@blueprint.get("/<int:register_id>/book.docx")
@requires("registers.print")
def docx(register_id: int) -> Response:
    return _file(register_id, files.as_docx, "docx", files.DOCX)


def _book(register_id: int) -> tuple[queries.PrintedBook, PeriodForm]:
    register = queries.get_register(session(), actor().agency_ids, register_id)
    this_year = clock.today().year
    form = PeriodForm(request.args, meta={"csrf": False})
    years = {this_year, *queries.years_of(session(), register.agency_id, register.direction)}
    form.year.choices = [(year, str(year)) for year in sorted(years, reverse=True)]
    year = form.year.data if form.year.data in years else this_year
    form.validate()
    form.year.data = year
    period = Range.of(year, form.first.data, form.last.data)
    return queries.printed_book(session(), actor(), register, period), form


def _file(
    register_id: int,
    write: Callable[[queries.PrintedBook], bytes],
    extension: str,
    media_type: str,
) -> Response:
    found, _form = _book(register_id)
    name = f"{found.register.name} {found.period.year}.{extension}"
    return send_download(write(found), media_type, name)
