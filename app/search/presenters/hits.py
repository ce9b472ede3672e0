"""Hits as rows of the one list component."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from app.core.feature import Passage, RecordKind
from app.core.policy import Actor
from app.core.text import N_, fold
from app.search.filters import SearchFilter
from app.search.queries import Found
from app.web import listing
from app.web.addresses import with_value
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.records import bulk_actions, link_to
from search_index import Query, SearchHit, SearchPage, excerpt

EXCERPT_WIDTH = 260
LOOKED_AT_CHARS = 300_000
"""Of one hit: more files than anybody opens for an excerpt."""
Pieces = tuple[tuple[str, bool], ...]


def result_page(
    actor: Actor,
    wanted: SearchFilter,
    meant: Query,
    page: SearchPage,
    exact: list[listing.Row],
    hits: list[Found],
    kinds: Iterable[RecordKind],
) -> listing.ListPage:
    told = {hit.id: hit for hit in page.hits}
    rows = [_row(hit, wanted.words, meant, told[hit.id]) for hit in hits]
    known = {row.href for row in exact}
    here = listing.Listed("search.index", wanted)
    older = with_value(here.href(), "after", page.next_cursor) if page.next_cursor else None
    return listing.ListPage(
        rows=(*exact, *(row for row in rows if row.href not in known)),
        label=_("Search results"),
        empty=_empty(),
        pager=listing.Pager(older=older),
        total_text=total(page) if hits and not exact else "",
        chips=(*_facets(here, page, kinds), *_days(here)),
        order=here.menu("sort", [(key, _(words)) for key, words in ORDERS.items()]),
        bulk=bulk_actions(actor),
    )


def _days(here: listing.Listed[SearchFilter]) -> Iterator[listing.Chip]:
    """The days between which it was issued, each to be taken off."""
    for name, label in {"issued_from": N_("From"), "issued_to": N_("Until")}.items():
        if chosen := vars(here.wanted)[name]:
            yield here.chip(name, _(label), [(chosen, day(chosen))])


def _facets(
    here: listing.Listed[SearchFilter], page: SearchPage, kinds: Iterable[RecordKind]
) -> Iterator[listing.Chip]:
    """What the hits may be narrowed to, each with how many that leaves."""
    words = {kind.name: _(kind.label) for kind in kinds}
    for name, label in FACETS.items():
        counts = dict(page.facets.get(name, ()))
        if chosen := vars(here.wanted)[name]:
            yield here.chip(name, _(label), [(chosen, words.get(chosen, str(chosen)))])
        elif counts:
            offered = [(one, f"{words.get(one, one)} ({counts[one]})") for one in counts]
            yield here.chip(name, _(label), offered)


FACETS = {
    "kind": N_("Where"),
    "year": N_("Year"),
    "type": N_("Type"),
    "issuer": N_("Issuer"),
    "urgency": N_("Urgency"),
    "state": N_("State"),
    "unit": N_("Unit"),
    "handler": N_("Handled by"),
}
ORDERS = {"": N_("Best first"), "newest": N_("Newest first"), "oldest": N_("Oldest first")}


def _row(hit: Found, text: str, meant: Query, told: SearchHit) -> listing.Row:
    """The row of the list of its kind, saying which kind, with what was asked for marked, and the
    place in which most of it stands."""
    row: listing.Row = hit.row
    best, pieces = _best(hit.passages, meant, text)
    place = _place(hit, best, text) if best is not None else None
    unread = [_(passage.place) for passage in hit.passages if passage.is_unread]
    lacks = [] if unread else list(_lacks(told))  # what was not read may hold them
    return replace(
        row,
        marks=(
            listing.Fact(_(hit.kind.label), hit.kind.icon),
            *row.marks,
            *(listing.Fact(words, "slash-circle") for words in lacks),
        ),
        excerpt=pieces,
        subject_hits=_hits(row.subject, meant, len(row.subject)),
        place=place,
        warning=_("Not read: %(files)s", files=", ".join(unread)) if unread else "",
    )


def _lacks(told: SearchHit) -> Iterator[str]:
    if told.missing:
        yield _("not in it: %(words)s", words=", ".join(told.missing))
    if told.unlike:
        yield _("with other marks: %(words)s", words=", ".join(told.unlike))


def _best(passages: Sequence[Passage], meant: Query, text: str) -> tuple[Passage | None, Pieces]:
    """The passage that shows most of the different words asked for, the first of those; none is
    looked at behind one that shows all of them, nor behind LOOKED_AT_CHARS."""
    words = len(set(fold(text).split()))
    looked = accumulate((len(passage.text) for passage in passages), initial=0)
    best: tuple[int, Passage | None, Pieces] = (0, None, ())
    for passage, before in zip(passages, looked, strict=False):
        if before > LOOKED_AT_CHARS or best[0] >= max(words, 1):
            break
        pieces = _hits(passage.text, meant, EXCERPT_WIDTH)
        shown = len({fold(piece) for piece, hit in pieces if hit})
        if shown > best[0]:
            best = (shown, passage, pieces)
    return best[1:]


def _place(hit: Found, passage: Passage, text: str) -> listing.Fact:
    """Where the excerpt stands; of a file the page, which opens with the words marked."""
    if passage.file_id is None:
        return listing.Fact(_(passage.place), "chat-left-text")
    page = _("p. %(page)s", page=passage.page) if passage.page else ""
    asked = {"file": passage.file_id, "find": text}
    href = link_to(hit.kind.name, hit.id, anchor=f"p{passage.page or 1}", **asked)
    words = ", ".join(filter(None, (passage.place, page)))
    return listing.Fact(words, "file-earmark-text", href=href)


def _hits(shown: str, meant: Query, width: int) -> Pieces:
    """The text in pieces, what was asked for marked; nothing where it is not in it."""
    pieces = excerpt(shown, meant, width)
    marked = any(piece.hit for piece in pieces)
    return tuple((piece.text, piece.hit) for piece in pieces) if marked else ()


def total(page: SearchPage) -> str:
    """How many were found, in words."""
    if page.total_is_capped:
        return _("more than %(number)s documents", number=page.total)
    return ngettext("%(num)s document", "%(num)s documents", page.total)


def _empty() -> listing.Empty:
    return listing.Empty(
        _("Search in numbers, subjects, names and inside files"),
        _("Words may be typed without marks. A phrase stands in quotes: “trợ cấp xã hội”."),
        "search",
    )
