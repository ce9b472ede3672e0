"""The statutory books: looked at, printed, and taken away as files."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.books import files, presenters, queries, rules
from app.books.forms import PeriodForm
from app.books.rules import BookRow, Range
from app.core import clock
from app.organisation.models import Agency
from app.registers.models import Register
from app.registers.queries import get_register, years_of
from app.web import actor, page, requires, session
from app.web.downloads import send_download

blueprint = Blueprint("books", __name__, url_prefix="/registers")


@dataclass(frozen=True)
class Book:
    """A register's lines in a period: the same for the screen, for paper and for files."""

    register: Register
    agency: Agency
    period: Range
    rows: list[BookRow]
    form: PeriodForm


@blueprint.get("/<int:register_id>/book")
@requires("registers.print")
def book(register_id: int) -> ResponseReturnValue:
    """The book as it will be printed."""
    found = _book(register_id)
    sheets = presenters.sheets(actor(), found.agency, found.register, found.period, found.rows)
    return page("books/book.html", form=found.form, book=found, sheets=list(sheets))


@blueprint.get("/<int:register_id>/book.xlsx")
@requires("registers.print")
def xlsx(register_id: int) -> Response:
    return _file(_book(register_id), files.as_xlsx, "xlsx", files.XLSX)


@blueprint.get("/<int:register_id>/book.docx")
@requires("registers.print")
def docx(register_id: int) -> Response:
    return _file(_book(register_id), files.as_docx, "docx", files.DOCX)


def _book(register_id: int) -> Book:
    register = get_register(session(), actor().agency_id, register_id)
    this_year = clock.today().year
    form = PeriodForm(request.args, meta={"csrf": False})
    years = {this_year, *years_of(session(), actor().agency_id, register.direction)}
    form.year.choices = [(year, str(year)) for year in sorted(years, reverse=True)]
    year = form.year.data if form.year.data in years else this_year
    form.validate()
    form.year.data = year
    period = Range.of(year, form.first.data, form.last.data)
    rows = queries.book_rows(session(), actor(), register, period)
    agency = queries.agency_of(session(), register)
    return Book(register, agency, period, rows, form)


def _file(found: Book, write: Callable[..., bytes], extension: str, media_type: str) -> Response:
    direction = found.register.direction
    heading = files.Heading(
        agency=found.agency.name.upper(),
        title=rules.TITLES[direction],
        period=f"{found.register.name}. {rules.period_words(found.period)}",
    )
    content = write(heading, rules.COLUMNS[direction], found.rows)
    name = f"{found.register.name} {found.period.year}.{extension}"
    return send_download(content, media_type, name)
