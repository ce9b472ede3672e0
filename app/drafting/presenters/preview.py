"""The preview beside the form."""

from typing import Any

from flask import url_for
from markupsafe import Markup

from app.drafting.presenters.findings import check_note, checks
from app.drafting.previews import Shown
from app.drafting.rules.layout import Sheet, check
from app.web.i18n import gettext as _
from app.web.listing import FilePage, FileView

PAGES_SHOWN = 12


def preview_values(shown: Shown, sheet: Sheet) -> dict[str, Any]:
    findings = check(sheet)
    return {
        "file": _file(shown),
        "html": Markup(shown.html),  # our engine's own markup: it escaped every word
        "checks": checks(findings),
        "check_note": check_note(findings),
    }


def _file(shown: Shown) -> FileView:
    pages = tuple(
        FilePage(
            src=url_for(".preview_page", key=shown.key, number=number), width=1000, height=1414
        )
        for number in range(1, min(shown.pages, PAGES_SHOWN) + 1)
    )
    return FileView(name=_("The page as it will print"), href="", pages=pages)
