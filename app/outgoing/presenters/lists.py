"""The list of outgoing documents as the components' view models."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Row as DatabaseRow

from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import written_number
from app.deadlines.rules.colours import Horizon
from app.outgoing.filters import OutgoingFilter
from app.outgoing.presenters.state import marks, state_of
from app.outgoing.queries import OUTGOING, Beside, FilterOptions, RecipientFact
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Chip, Empty, Fact, Listed, ListPage, Row
from app.web.records import bulk_actions, link_to

TAB_WORDS = {
    "waiting": N_("Waiting for a number"),
    "issued": N_("Issued"),
    "awaited": N_("I await an answer"),
    "refused": N_("Refused by a receiver"),
    "withdrawn": N_("Recalled, replaced, returned"),
    "all": N_("All"),
}


def list_page(
    actor: Actor,
    wanted: OutgoingFilter,
    found: Page[Any],
    beside: Beside,
    horizon: Horizon,
    options: FilterOptions,
    counts: Mapping[str, int],
) -> ListPage:
    here = Listed(OUTGOING.name, wanted)
    return ListPage(
        rows=list_rows(found.rows, beside, horizon),
        label=_(TAB_WORDS[wanted.tab]),
        empty=_empty(wanted.tab),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
        chips=chips(here, options),
        order=here.order({"-issued": N_("Last issued first"), "-urgency": N_("Most urgent first")}),
        bulk=bulk_actions(actor),
    )


def chips(here: Listed[OutgoingFilter], options: FilterOptions) -> list[Chip]:
    return [
        here.chip("year", _("Year"), options.years),
        here.chip("register_id", _("Register"), options.registers),
        here.chip("type_code", _("Type"), options.types),
        here.chip("unit_id", _("Drafting unit"), options.units),
        here.chip("signer", _("Signed by"), options.signers),
        here.switch("mine", _("Drafted by me")),
    ]


def list_rows(
    found: Iterable[DatabaseRow[Any]],
    beside: Beside,
    horizon: Horizon,
) -> tuple[Row, ...]:
    return tuple(list_row(item, beside, horizon) for item in found)


def list_row(item: DatabaseRow[Any], beside: Beside, horizon: Horizon) -> Row:
    """A document as every list shows it."""
    receivers = beside.receivers.get(item.id, ())
    state, state_text, due_text, due_title = state_of(item, receivers, horizon)
    of_other = (Fact(item.other_agency, "building"),) if item.other_agency else ()
    return Row(
        href=link_to("outgoing", item.id),
        subject=item.subject,
        state=state,
        state_text=state_text,
        due_text=due_text,
        due_title=due_title,
        due_href=url_for("work.why", record_id=item.id),
        number=written_number(item.number),
        number_note=short_day(item.issued_on),
        number_label=_("Number"),
        reference=item.reference,
        issuer=item.type_name,
        urgency=item.urgency,
        who=_who(item, receivers),
        select_value=str(item.id),
        peek_href=url_for("outgoing.peek", document_id=item.id),
        marks=(*of_other, *marks(item, beside.sequels.get(item.id, ()))),
        due_at=item.signed_at,
        since=item.signed_at,
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
        "all": _("Documents stand here once they are signed."),
    }
    return Empty(_("Nothing here"), texts[tab], "send")
