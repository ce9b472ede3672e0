"""The list of outgoing documents as the components' view models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row as DatabaseRow

from app.core.text import N_
from app.deadlines.rules.colours import Horizon
from app.outgoing.presenters.standing import marks, standing
from app.outgoing.queries import FilterOptions, Filters, RecipientFact
from app.web.addresses import with_value
from app.web.formats import short_day
from app.web.listing import (
    Chip,
    Empty,
    ListPage,
    Row,
    Tab,
)
from app.web.records import link_to

TAB_WORDS = {
    "waiting": N_("Waiting for a number"),
    "issued": N_("Issued"),
    "awaited": N_("I await an answer"),
    "refused": N_("Refused by a receiver"),
    "withdrawn": N_("Recalled, replaced, returned"),
}


def list_page(
    filters: Filters,
    found: Iterable[DatabaseRow[Any]],
    receivers: Mapping[int, Sequence[RecipientFact]],
    newer: bool,
    older: bool,
    at: Horizon,
) -> ListPage:
    """The page of rows with the addresses of its neighbours."""
    rows = tuple(list_row(item, receivers.get(item.id, ()), at) for item in found)
    ends = list(found)
    return ListPage(
        rows=rows,
        label=_(TAB_WORDS[filters.tab]),
        empty=_empty(filters.tab),
        newer_href=_href(filters, before=None, after=ends[0].id) if newer and ends else None,
        older_href=_href(filters, before=ends[-1].id, after=None) if older and ends else None,
    )


def list_row(item: DatabaseRow[Any], receivers: Sequence[RecipientFact], at: Horizon) -> Row:
    """A document as every list shows it."""
    state, state_text, due_text, due_title = standing(item, receivers, at)
    return Row(
        href=link_to("outgoing", item.id),
        subject=item.subject,
        state=state,
        state_text=state_text,
        due_text=due_text,
        due_title=due_title,
        number=f"{item.number:02d}" if item.number is not None else "",
        number_note=short_day(item.issued_on),
        number_label=_("Number"),
        reference=item.reference,
        issuer=item.type_name,
        urgency=item.urgency,
        who=_who(item, receivers),
        peek_href=url_for("outgoing.peek", document_id=item.id),
        marks=marks(item),
    )


def _who(item: DatabaseRow[Any], receivers: Sequence[RecipientFact]) -> str:
    parts = [item.signer_name, item.unit_name or "", receivers_text(receivers)]
    return ", ".join(part for part in parts if part)


def receivers_text(receivers: Sequence[RecipientFact], shown: int = 2) -> str:
    """ "to UBND xã A, UBND xã B and 3 others" """
    live = [item.name for item in receivers if item.resent_as_id is None]
    if not live:
        return ""
    names = ", ".join(live[:shown])
    rest = len(live) - shown
    if rest > 0:
        more = ngettext("and %(num)s other", "and %(num)s others", rest)
        return _("to %(names)s %(more)s", names=names, more=more)
    return _("to %(names)s", names=names)


def _empty(tab: str) -> Empty:
    texts = {
        "waiting": _("A signed document comes here for its number, or is entered from paper."),
        "issued": _("Documents stand here once they have a number."),
        "awaited": _("When a receiver is asked to answer, its line stands here until it does."),
        "refused": _("A receiver's clerk may refuse a document with a reason; it is shown here."),
        "withdrawn": _("Recalled and replaced documents keep their numbers and are listed here."),
    }
    return Empty(_("Nothing here"), texts[tab], "send")


def _href(filters: Filters, **changes: Any) -> str:
    values = {item.name: getattr(filters, item.name) for item in fields(filters)}
    values |= changes
    return url_for("outgoing.index", **{name: value for name, value in values.items() if value})


def tabs(filters: Filters, counts: Mapping[str, int]) -> list[Tab]:
    """The saved views; each counted one opens exactly the rows it counts."""
    return [
        Tab(
            label=_(words),
            href=_href(filters.first_page(), tab=tab),
            count=counts.get(tab),
            current=tab == filters.tab,
        )
        for tab, words in TAB_WORDS.items()
    ]


def chips(filters: Filters, options: FilterOptions) -> list[Chip]:
    """Filters as links; one that is on offers to be taken off."""
    first = filters.first_page()
    return [
        _chip(first, "year", _("Year"), options.years),
        _chip(first, "register_id", _("Register"), options.registers),
        _chip(first, "type_code", _("Type"), options.types),
        _chip(first, "unit_id", _("Drafting unit"), options.units),
        _chip(first, "signer", _("Signed by"), options.signers),
        Chip(_("Drafted by me"), _href(first, mine=not filters.mine), filters.mine),
    ]


def _chip(filters: Filters, name: str, label: str, options: Sequence[tuple[Any, str]]) -> Chip:
    chosen = getattr(filters, name)
    if chosen:
        words = dict(options).get(chosen, str(chosen))
        return Chip(f"{label}: {words}", _href(filters, **{name: None}), on=True)
    address = _href(filters, **{name: None})
    choices = tuple(Chip(words, with_value(address, name, value)) for value, words in options)
    return Chip(label, choices=choices)
