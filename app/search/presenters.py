"""Hits as rows of the one list component."""

from collections.abc import Iterable
from dataclasses import replace

from app.core import clock
from app.core.feature import RecordKind
from app.core.policy import Actor
from app.search.filters import SearchFilter
from app.search.queries import Found
from app.web import listing
from app.web.addresses import with_value
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.records import bulk_actions
from search_index import SearchPage, excerpt

EXCERPT_WIDTH = 260
YEARS_OFFERED = 4


def result_page(
    actor: Actor,
    wanted: SearchFilter,
    page: SearchPage,
    exact: list[listing.Row],
    hits: list[Found],
    kinds: Iterable[RecordKind],
) -> listing.ListPage:
    rows = [_row(hit, wanted.words) for hit in hits]
    known = {row.href for row in exact}
    here = listing.Listed("search.index", wanted)
    older = with_value(here.href(), "after", page.next_cursor) if page.next_cursor else None
    return listing.ListPage(
        rows=(*exact, *(row for row in rows if row.href not in known)),
        label=_("Search results"),
        empty=_empty(wanted),
        pager=listing.Pager(older=older),
        total_text=_total(page) if hits and not exact else "",
        chips=(
            *(here.switch("kind", _(kind.label), kind.name) for kind in kinds),
            *(here.switch("year", str(year), year) for year in _years()),
        ),
        bulk=bulk_actions(actor),
    )


def _years() -> range:
    """This year and those before it, newest first."""
    this = clock.today().year
    return range(this, this - YEARS_OFFERED, -1)


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


def _empty(wanted: SearchFilter) -> listing.Empty:
    if not wanted.words:
        return listing.Empty(
            _("Search in numbers, subjects, names and inside files"),
            _("Words may be typed without marks. A phrase stands in quotes: “trợ cấp xã hội”."),
            "search",
        )
    return listing.Empty(
        _("Nothing found for “%(text)s”", text=wanted.words),
        _("Try fewer words, or only the number. You find only what you may read."),
        "search",
    )
