"""All answers of a request as one workbook, and as one report to go on with."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from docx import Document as new_document
from docx.oxml.ns import qn
from docx.shared import Pt

from app.core.feature import Face
from app.core.text import N_
from app.core.workbooks import SheetColumn, Value, table
from app.requests.models import Request
from app.requests.queries.boards import AnswerFact, LineFact
from app.requests.rules import DAY, LINE_WORDS, NUMBER, figure_texts, sums, written
from app.web.formats import moment
from app.web.i18n import gettext as _

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"


def workbook(request: Request, face: Face, lines: Sequence[LineFact]) -> bytes:
    """One row for each line: figures as numbers, words as words whatever they begin with."""
    asked = [one for one in lines if one.state != "off"]
    columns = [
        SheetColumn(_("Unit"), 32),
        *(SheetColumn(one["name"], 16) for one in request.columns),
        SheetColumn(_("Answer"), 48),
        SheetColumn(_("Document"), 20),
        SheetColumn(_("Files"), 32),
        SheetColumn(_("State"), 20),
    ]
    rows: list[Sequence[Value]] = [_row(request, one) for one in asked]
    approved = [one.standing.figures for one in asked if one.state == "approved" and one.standing]
    total = sums(request.columns, approved)
    summed = [total.get(str(place), "") for place in range(len(request.columns))]
    rows.append([_("Sum of what is approved"), *summed, "", "", "", ""])
    said = _("Answers to %(reference)s", reference=face.called)
    return table(request.subject, columns, rows, "", said)


def _row(request: Request, line: LineFact) -> Sequence[Value]:
    given = line.standing
    figures = given.figures if given else {}
    state = _(LINE_WORDS[line.state]) if line.state in LINE_WORDS else _("Not answered")
    note, reference = (given.note, given.reference or "") if given else ("", "")
    return [line.name, *_cells(request, figures), note, reference, _names(given), state]


def _names(given: AnswerFact | None) -> str:
    return "; ".join(one.name for one in given.files) if given else ""


def _cells(request: Request, figures: Mapping[str, str]) -> list[str | Decimal | date]:
    """Figures as a workbook holds them."""
    found: list[str | Decimal | date] = []
    for place, column in enumerate(request.columns):
        value, kind = figures.get(str(place), ""), column["kind"]
        found.append(_READ.get(kind, str)(value) if value else "")
    return found


_READ: Mapping[str, Callable[[str], str | Decimal | date]] = {
    NUMBER: Decimal,
    DAY: date.fromisoformat,
}


def report(request: Request, face: Face, lines: Sequence[LineFact]) -> bytes:
    """What everybody answered, one after the other, the table, and who is missing."""
    made = new_document()
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    made.add_heading(request.subject, 1)
    made.add_paragraph(_("Answers to %(reference)s", reference=face.called))
    for text in request.text.splitlines():
        made.add_paragraph(text)
    answered = [one for one in lines if one.state in ("approved", "answered") and one.standing]
    if request.columns:
        _add_table(made, request, answered)
    for number, line in enumerate(answered, 1):
        _add_answer(made, number, line)
    for text in _missing(lines):
        made.add_paragraph(text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def report_text(request: Request, lines: Sequence[LineFact]) -> str:
    """The same as the text of a draft, a paragraph for each."""
    said: list[str] = []
    for line in lines:
        given = line.standing
        if given is None or line.state not in ("approved", "answered"):
            continue
        names = [one["name"] for one in request.columns]
        texts = zip(names, figure_texts(request.columns, given.figures), strict=True)
        figures = [f"{name}: {text}" for name, text in texts if text]
        words = "; ".join([*given.note.split("\n"), *figures]).strip("; ")
        if given.files:
            words = "; ".join(
                filter(None, (words, _("with files: %(names)s", names=_names(given))))
            )
        source = f" ({given.reference})" if given.reference else ""
        said.append(f"{len(said) + 1}. {line.name}{source}: {words}".rstrip(": ") + ".")
    said += _missing(lines)
    return "\n".join(said)


def _missing(lines: Sequence[LineFact]) -> list[str]:
    """Who is to do it again has answered, and is not called one who has not."""
    parts = (
        ("redo", N_("To be done again: %(names)s")),
        ("asked", N_("Not answered: %(names)s")),
    )
    named = [(words, [one.name for one in lines if one.state == state]) for state, words in parts]
    return [_(words, names="; ".join(names)) for words, names in named if names]


def _add_answer(made: Any, number: int, line: LineFact) -> None:
    given = line.standing
    assert given is not None
    head = made.add_paragraph()
    head.add_run(f"{number}. {line.name}").bold = True
    source = ", ".join(filter(None, (given.reference, moment(given.given_at))))
    head.add_run(f" ({source})").italic = True
    if line.state == "answered":
        head.add_run(", " + _("not approved yet"))
    for text in given.note.splitlines():
        made.add_paragraph(text)
    if given.files:
        made.add_paragraph(_("With files: %(names)s", names=_names(given)))


def _add_table(made: Any, request: Request, lines: Sequence[LineFact]) -> None:
    names = [_("Unit"), *(one["name"] for one in request.columns)]
    grid = made.add_table(rows=1, cols=len(names))
    grid.style = "Table Grid"
    approved = [one for one in lines if one.state == "approved" and one.standing]
    total = sums(request.columns, [one.standing.figures for one in approved if one.standing])
    places = range(len(request.columns))
    rows = [
        [one.name, *figure_texts(request.columns, one.standing.figures if one.standing else {})]
        for one in lines
    ]
    last = [written(total[str(n)]) if str(n) in total else "" for n in places]
    for texts in (names, *rows, [_("Sum of what is approved"), *last]):
        cells = grid.rows[0].cells if texts is names else grid.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
