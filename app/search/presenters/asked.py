"""What is said of a question: how it was taken, and what would find something if nothing was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from app.core.lists.filters import LONGEST_TEXT
from app.core.text import N_, clean, fold
from app.search.asking import NOTHING, Asking, Way, request_of
from app.search.filters import SearchFilter
from app.search.presenters import values
from app.search.presenters.hits import total
from app.search.presenters.values import Remark
from app.web import listing
from app.web.i18n import gettext as _
from search_index import IndexUnreadable, Query
from search_index.query.form import apart, said_of_fields, together
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
    "noidung": N_("Content or remarks"),
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
    choices: tuple[str, ...] = ()
    """What may be chosen, the value in it as it was typed."""
    is_closed: bool = False
    """Nothing else may be."""


def fields(wanted: SearchFilter, choices: values.Listed) -> list[FormField]:
    """The question in a form."""
    _rest, said = apart(wanted.words)
    return [
        FormField(
            name,
            _(label),
            value := said.get(name, ""),
            name in DAYS,
            _with(value, choices.get(name, ())),
            name in values.CLOSED,
        )
        for name, label in FIELDS.items()
    ]


def _with(value: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The choices, with the value as it was typed in the place of the same or before them all."""
    same = [value if fold(one) == fold(value) else one for one in choices]
    return tuple(same if value in same or not value else [value, *same])


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


def remarks(
    asking: Asking, wanted: SearchFilter, meant: Query, choices: values.Listed
) -> list[Remark]:
    """How the question was taken, where not as it stands; with links to what may be meant."""
    labels = {name: _(label) for name, label in {**FIELDS, "nguoi": N_("Name")}.items()}
    return [
        *(_remark(wanted, note) for note in meant.notes),
        *_turned(wanted, meant),
        *values.unknown(asking, wanted, choices, labels),
    ]


def _remark(wanted: SearchFilter, note: Note) -> Remark:
    if note.what == "cut":
        return Remark(_("The question is too long: it was read up to “%(word)s”.", word=note.text))
    if note.what == "half-excluded":
        word = note.text.split()[0]
        said = _("“%(word)s” keeps out one word; a phrase is kept out in quotes.", word=word)
    else:
        said = _("“%(text)s” is no day, so days were not looked at.", text=note.text)
    better = wanted.words.replace(note.text, note.better)
    if not note.better or better == wanted.words:
        return Remark(said)
    return Remark(said, ((note.better, _href(wanted, better)),))


def _turned(wanted: SearchFilter, meant: Query) -> Iterator[Remark]:
    """The days between which it was issued, where the last is before the first."""
    span = request_of(wanted, meant, frozenset(), 1).span()
    if span is None or span[0] <= span[1]:
        return
    text = _("“Issued until” is before “Issued from”: no day lies between them.")
    rest, said = apart(wanted.words)
    first, last = (said.get(name, "") for name in DAYS)
    turned = together(rest, {**said, "tu": last, "den": first})
    yield Remark(text, ((turned, _href(wanted, turned)),) if first and last else ())


def _href(wanted: SearchFilter, words: str) -> str:
    return url_for("search.index", **wanted.but(words=words).to_args())


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
        label = _without(way.without)
        return WayOn(label, way.wanted.words, href, total(way.found), icon="text-left")
    label = _(FILTERS_LEFT_OUT[way.without])
    return WayOn(label, way.wanted.words, href, total(way.found), icon="funnel")


def _without(part: str) -> str:
    """A part of a question left out, in words: a field by its label."""
    for name, value in said_of_fields(part):
        field = _(FIELDS[name]) if name in FIELDS else name
        return _("Without %(field)s “%(value)s”:", field=field, value=value)
    return _("Without “%(word)s”:", word=part.strip('"“”'))


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
