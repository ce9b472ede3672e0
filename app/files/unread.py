"""What stands in the place of a page that cannot be drawn: a sheet that says why."""

import textwrap
from collections.abc import Iterator
from html import escape

from flask import Response, make_response

from app.files.rules import file_problem
from app.web.forms import say
from app.web.i18n import gettext as _
from documents.errors import FileProblem

_LINE_LETTERS = 46
_FIRST_LINE, _LINE_HEIGHT = 620, 44
_SHEET = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 1754">'
    '<rect width="1240" height="1754" fill="#fff"/>'
    '<g font-family="sans-serif" font-size="34" fill="#444" text-anchor="middle">{lines}</g></svg>'
)


def unread_page(problem: FileProblem) -> Response:
    """A picture of the reason, in the reader's language, for where the page's would be."""
    said = [
        _("This page cannot be shown."),
        say(file_problem(problem.message, problem.params)),
        _("Download the file to read it."),
    ]
    response = make_response(_SHEET.format(lines="".join(_lines(said))), 422)
    response.mimetype = "image/svg+xml"
    return response


def _lines(said: list[str]) -> Iterator[str]:
    broken = [line for words in said for line in textwrap.wrap(words, _LINE_LETTERS)]
    for number, line in enumerate(broken):
        y = _FIRST_LINE + number * _LINE_HEIGHT
        yield f'<text x="620" y="{y}">{escape(line)}</text>'
