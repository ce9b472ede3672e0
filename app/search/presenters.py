"""Hits as rows of the one list component."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Passage, RecordKind, Suggestion, installed
from app.core.policy import Actor
from app.core.text import N_, fold, likeliest
from app.search import queries
from app.search.asking import NOTHING, Asking, Way
from app.search.filters import SearchFilter
from app.search.queries import Found
from app.web import listing
from app.web.addresses import with_value
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.records import bulk_actions, link_to
from search_index import IndexUnreadable, SearchPage, excerpt, parse
from search_index.query.tree import Note

EXCERPT_WIDTH = 260
Pieces = tuple[tuple[str, bool], ...]


def result_page(
    actor: Actor,
    wanted: SearchFilter,
    page: SearchPage,
    exact: list[listing.Row],
    hits: list[Found],
    kinds: Iterable[RecordKind],
) -> listing.ListPage:
    missing = {hit.id: hit.missing for hit in page.hits}
    rows = [_row(hit, wanted.words, missing[hit.id]) for hit in hits]
    known = {row.href for row in exact}
    here = listing.Listed("search.index", wanted)
    older = with_value(here.href(), "after", page.next_cursor) if page.next_cursor else None
    return listing.ListPage(
        rows=(*exact, *(row for row in rows if row.href not in known)),
        label=_("Search results"),
        empty=_empty(),
        pager=listing.Pager(older=older),
        total_text=_total(page) if hits and not exact else "",
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
    "handler": N_("Handled by"),
}
ORDERS = {"": N_("Best first"), "newest": N_("Newest first"), "oldest": N_("Oldest first")}


def _row(hit: Found, text: str, missing: Sequence[str]) -> listing.Row:
    """The row of the list of its kind, saying which kind, with what was asked for marked, and the
    place in which most of it stands."""
    row: listing.Row = hit.row
    best, pieces = _best(hit.passages, text)
    place = _place(hit, best, text) if best is not None else None
    lacks = _("not in it: %(words)s", words=", ".join(missing)) if missing else ""
    unread = [_(passage.place) for passage in hit.passages if passage.is_unread]
    return replace(
        row,
        marks=(
            listing.Fact(_(hit.kind.label), hit.kind.icon),
            *row.marks,
            *([listing.Fact(lacks, "slash-circle")] if lacks else []),
        ),
        excerpt=pieces,
        subject_hits=_hits(row.subject, text, len(row.subject)),
        place=place,
        warning=_("Not read: %(files)s", files=", ".join(unread)) if unread else "",
    )


def _best(passages: Sequence[Passage], text: str) -> tuple[Passage | None, Pieces]:
    """The passage that shows most of the different words asked for, the first of those."""
    best: tuple[int, Passage | None, Pieces] = (0, None, ())
    for passage in passages:
        pieces = _hits(passage.text, text, EXCERPT_WIDTH)
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


def _hits(shown: str, asked: str, width: int) -> Pieces:
    """The text in pieces, what was asked for marked; nothing where it is not in it."""
    pieces = excerpt(shown, asked, width)
    marked = any(piece.hit for piece in pieces)
    return tuple((piece.text, piece.hit) for piece in pieces) if marked else ()


def _total(page: SearchPage) -> str:
    if page.total_is_capped:
        return _("more than %(number)s documents", number=page.total)
    return ngettext("%(num)s document", "%(num)s documents", page.total)


def _empty() -> listing.Empty:
    return listing.Empty(
        _("Search in numbers, subjects, names and inside files"),
        _("Words may be typed without marks. A phrase stands in quotes: “trợ cấp xã hội”."),
        "search",
    )


def remarks(wanted: SearchFilter) -> list[listing.Fact]:
    """How the question was taken, where not as it stands; with a link to what may be meant."""
    return [_remark(wanted, note) for note in parse(wanted.words).notes]


def _remark(wanted: SearchFilter, note: Note) -> listing.Fact:
    if note.what == "cut":
        return listing.Fact(
            _("The question is too long: it was read up to “%(word)s”.", word=note.text)
        )
    said = _("“%(text)s” is no day, so days were not looked at.", text=note.text)
    better = wanted.words.replace(note.text, note.better) if note.better else ""
    href = url_for("search.index", **wanted.but(words=better).to_args()) if better else None
    return listing.Fact(said, href=href, title=note.better)


@dataclass(frozen=True)
class WayOn:
    """A link to what would find something, in words, and how much that is."""

    label: str
    words: str
    href: str
    count: str
    icon: str


@dataclass(frozen=True)
class Nothing:
    """Said where nothing was found: among how many, and the ways on."""

    title: str
    among: str
    ways: tuple[WayOn, ...]


def nothing(asking: Asking, wanted: SearchFilter) -> Nothing:
    """Nothing was found: what was read, and what would find something, with its count."""
    try:
        among, ways = asking.all(), asking.ways(wanted)
    except IndexUnreadable:  # it went meanwhile
        among, ways = NOTHING, []
    return Nothing(
        _("Nothing found for “%(text)s”", text=wanted.words),
        _("Looked for in all that you may read: %(total)s.", total=_total(among)),
        tuple(_way(way) for way in ways),
    )


def _way(way: Way) -> WayOn:
    href = listing.Listed("search.index", way.wanted).href()
    if way.is_word:
        label = _("Without “%(word)s”:", word=way.without)
        return WayOn(label, way.wanted.words, href, _total(way.found), icon="text-left")
    label = _(FILTERS_LEFT_OUT[way.without])
    return WayOn(label, way.wanted.words, href, _total(way.found), icon="funnel")


FILTERS_LEFT_OUT = {
    "kind": N_("Of every kind:"),
    "year": N_("Of every year:"),
    "type": N_("Of every type:"),
    "issuer": N_("Of every issuer:"),
    "urgency": N_("Of every urgency:"),
    "handler": N_("Whoever handles it:"),
    "issued_from": N_("From any day on:"),
    "issued_to": N_("Until any day:"),
}


# -- While one types -------------------------------------------------------------------------------

MOST_PAST = 5
PAST_SHOWN = 10


@dataclass(frozen=True)
class Offered:
    """One suggestion: its words in pieces, those that were typed marked, and where it leads."""

    pieces: Pieces
    said: str
    href: str


@dataclass(frozen=True)
class Group:
    label: str
    icon: str
    offered: tuple[Offered, ...]


def suggestions(session: Session, actor: Actor, typed: str) -> list[Group]:
    """What this reader may mean by what they typed so far, in the groups that features bring."""
    terms = fold(typed).split()
    groups = (
        Group(
            _(group.label),
            group.icon,
            tuple(_offered(one, terms) for one in group.found.found()(session, actor, typed)),
        )
        for group in installed().suggestions
    )
    return [group for group in groups if group.offered]


def _offered(one: Suggestion, terms: Sequence[str]) -> Offered:
    href = one.href or url_for("search.index", q=one.asked or one.shown)
    return Offered(_begun(one.shown, terms), one.said, href)


def _begun(shown: str, terms: Sequence[str]) -> Pieces:
    """The words that what was typed begins are marked, with the spaces between."""
    words = re.split(r"(\s+)", shown)
    return tuple((word, any(fold(word).startswith(term) for term in terms)) for word in words)


def past(session: Session, actor: Actor, typed: str) -> list[Suggestion]:
    """The reader's own last searches: all of them while nothing is typed."""
    kept = queries.past_searches(session, actor)
    shown = likeliest(kept, typed, MOST_PAST) if typed else kept[:PAST_SHOWN]
    return [Suggestion(words) for words in shown if words != typed]
