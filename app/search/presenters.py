"""Hits as rows of the one list component."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.feature import RecordKind
from app.search.forms import SearchForm
from app.search.queries import Found
from app.web import listing
from search_index import SearchPage, excerpt

EXCERPT_WIDTH = 260


def result_page(form: SearchForm, page: SearchPage, hits: list[Found]) -> listing.ListPage:
    return listing.ListPage(
        rows=tuple(_row(hit, form.text) for hit in hits),
        label=_("Search results"),
        empty=_empty(form),
        older_href=_address(form, after=page.next_cursor) if page.next_cursor else None,
        total_text=_total(page) if hits else "",
    )


def _row(hit: Found, text: str) -> listing.Row:
    """The row of the list of its kind, saying which kind, with what was asked for marked."""
    row: listing.Row = hit.row
    return replace(
        row,
        marks=(listing.Fact(_(hit.kind.label), hit.kind.icon), *row.marks),
        excerpt=_hits(hit.body, text, EXCERPT_WIDTH),
        subject_hits=_hits(row.subject, text, len(row.subject)),
    )


def _hits(shown: str, asked: str, width: int) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, what was asked for marked; nothing where it is not in it."""
    pieces = excerpt(shown, asked, width)
    marked = any(piece.hit for piece in pieces)
    return tuple((piece.text, piece.hit) for piece in pieces) if marked else ()


def _total(page: SearchPage) -> str:
    if page.total_is_capped:
        return _("more than %(number)s documents", number=page.total)
    return ngettext("%(num)s document", "%(num)s documents", page.total)


def _empty(form: SearchForm) -> listing.Empty:
    if not form.text:
        return listing.Empty(
            _("Search in numbers, subjects, names and inside files"),
            _("Words may be typed without marks. A phrase stands in quotes: “trợ cấp xã hội”."),
            "search",
        )
    return listing.Empty(
        _("Nothing found for “%(text)s”", text=form.text),
        _("Try fewer words, or only the number. You find only what you may read."),
        "search",
    )


def chips(form: SearchForm, kinds: Iterable[RecordKind]) -> tuple[listing.Chip, ...]:
    by_kind = tuple(
        listing.Chip(
            _(kind.label),
            _address(form, kind="" if form.kind == kind.name else kind.name),
            form.kind == kind.name,
        )
        for kind in kinds
    )
    years = tuple(
        listing.Chip(
            str(year), _address(form, year=None if form.year == year else year), form.year == year
        )
        for year in form.years()
    )
    return (*by_kind, *years)


def _address(form: SearchForm, **changes: object) -> str:
    values: dict[str, Any] = {"q": form.text, "kind": form.kind, "year": form.year, **changes}
    return url_for("search.index", **{key: value for key, value in values.items() if value})
