"""What is said of a question: how it was taken, and what would find something if nothing was."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from app.core.lists.filters import LONGEST_TEXT
from app.core.text import N_, clean
from app.search.asking import NOTHING, Asking, Way
from app.search.filters import SearchFilter
from app.search.presenters.hits import total
from app.web import listing
from app.web.i18n import gettext as _
from search_index import IndexUnreadable, Query
from search_index.query.form import apart, together
from search_index.query.tree import Note

FIELDS = {
    "so": N_("Number and symbol"),
    "trichyeu": N_("Subject"),
    "coquan": N_("Issuer"),
    "loai": N_("Type"),
    "nguoiky": N_("Signer"),
    "nguoixuly": N_("Handled by"),
    "donvi": N_("Unit"),
    "trangthai": N_("State"),
    "dokhan": N_("Urgency"),
    "huong": N_("Incoming or outgoing"),
    "hoso": N_("Dossier"),
    "noidung": N_("Inside files"),
    "tu": N_("Issued from"),
    "den": N_("Issued until"),
}
"""What a question may say of one field, in the order of the form, and its label there."""
DAYS = ("tu", "den")


@dataclass(frozen=True)
class FormField:
    """A field of the form that says what the question says."""

    name: str
    label: str
    value: str
    is_day: bool


def fields(wanted: SearchFilter) -> list[FormField]:
    """The question in a form."""
    _rest, said = apart(wanted.words)
    return [
        FormField(name, _(label), said.get(name, ""), name in DAYS)
        for name, label in FIELDS.items()
    ]


def form_of(args: Mapping[str, str]) -> SearchFilter | None:
    """The question that a form was filled in for; None for an address that has no form in it.

    Where the question in the box was changed as well, its fields hold that the form left alone.
    """
    if "asked" not in args:
        return None
    wanted = SearchFilter.from_args(args)
    rest, typed = apart(wanted.words)
    _rest, before = apart(clean(args["asked"]))
    filled = {name: clean(args.get(name, ""))[:LONGEST_TEXT] for name in FIELDS}
    changed = {name: value for name, value in filled.items() if value != before.get(name, "")}
    return wanted.but(words=together(rest, typed | changed))


def remarks(wanted: SearchFilter, meant: Query) -> list[listing.Fact]:
    """How the question was taken, where not as it stands; with a link to what may be meant."""
    return [_remark(wanted, note) for note in meant.notes]


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
        _("Looked for in all that you may read: %(total)s.", total=total(among)),
        tuple(_way(way) for way in ways),
    )


def _way(way: Way) -> WayOn:
    href = listing.Listed("search.index", way.wanted).href()
    if way.is_word:
        label = _("Without “%(word)s”:", word=way.without)
        return WayOn(label, way.wanted.words, href, total(way.found), icon="text-left")
    label = _(FILTERS_LEFT_OUT[way.without])
    return WayOn(label, way.wanted.words, href, total(way.found), icon="funnel")


FILTERS_LEFT_OUT = {
    "kind": N_("Of every kind:"),
    "year": N_("Of every year:"),
    "type": N_("Of every type:"),
    "issuer": N_("Of every issuer:"),
    "urgency": N_("Of every urgency:"),
    "state": N_("In every state:"),
    "unit": N_("Whichever unit handles it:"),
    "handler": N_("Whoever handles it:"),
    "issued_from": N_("From any day on:"),
    "issued_to": N_("Until any day:"),
}
