"""What was typed and not sent, as the list and the script show it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.core.kept_forms import KeptForm
from app.core.lists import Everything, Page
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, Empty, Listed, TablePage, TableRow
from app.web.typed import in_words

EXCERPT_LETTERS = 140


def kept_offers(rows: Sequence[KeptForm]) -> list[dict[str, str]]:
    """What the script says above a form that was begun before: of the newest in which words stand.

    One box, whatever else was begun: the others are a press away, and the form stays in sight.
    """
    worded = [(row, said) for row in rows if any(map(str.isalpha, said := _excerpt(row)))]
    if not worded:
        return []
    (row, said), *others = worded
    text = _("Kept at %(time)s", time=moment(row.kept_at))
    if others:
        more = _("%(count)s more under “Not sent yet”", count=len(others))
        text = f"{text}; {more}"
    return [
        {
            "text": text,
            "excerpt": said,
            "href": url_for("access.kept_one", kept_id=row.id),
            "discard": url_for("access.discard_kept", kept_id=row.id),
        }
    ]


def kept_list(found: Page[Any]) -> TablePage:
    return TablePage(
        label=_("Not sent yet"),
        columns=(Column(_("Kept at")), Column(_("Where")), Column(_("What you typed"))),
        rows=[_kept_row(row.KeptForm) for row in found.rows],
        empty=Empty(_("Everything was sent."), _("What you type is kept here until you send it.")),
        pager=Listed("access.kept", Everything()).pager(found),
    )


def _kept_row(row: KeptForm) -> TableRow:
    return TableRow(
        cells=(
            moment(row.kept_at),
            Cell(row.title, href=url_for("access.kept_one", kept_id=row.id)),
            _excerpt(row),
        ),
        actions=(
            Action(
                _("Throw away"),
                url_for("access.discard_kept", kept_id=row.id),
                icon="x",
                method="post",
                confirm=_("Throw away what you typed? It cannot be brought back."),
                quiet=True,
            ),
        ),
    )


def _excerpt(row: KeptForm) -> str:
    """The longest of what was written by hand: it tells one letter from another."""
    written = in_words((name, text) for name, text in row.fields)
    text = max((one.text for one in written), key=len, default="")
    return " ".join(text.split())[:EXCERPT_LETTERS]
