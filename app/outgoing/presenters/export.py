"""The list of outgoing documents as it leaves the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.core.workbooks import SheetColumn, Value
from app.deadlines.rules.colours import Horizon
from app.outgoing.filters import OutgoingFilter
from app.outgoing.presenters.lists import TAB_WORDS, chips, list_row
from app.outgoing.presenters.state import STATE_WORDS
from app.outgoing.queries import OUTGOING, RecipientFact, beside, filter_options
from app.web.i18n import gettext as _
from app.web.listing import Export, Listed, chosen, said_of


def _lines(
    session: Session, _actor: Actor, rows: Sequence[Any], horizon: Horizon
) -> Iterator[Sequence[Value]]:
    shown = beside(session, [row.id for row in rows])
    for item in rows:
        yield (
            item.number,
            item.issued_on,
            item.reference,
            item.type_name,
            item.subject,
            item.signer_name,
            item.unit_name,
            "; ".join(_names(shown.receivers.get(item.id, ()))),
            _(URGENCY_WORDS[item.urgency]),
            said_of(list_row(item, shown, horizon)) or _(STATE_WORDS[item.state]),
        )


def _names(receivers: Sequence[RecipientFact]) -> Iterator[str]:
    return (one.name for one in receivers if one.resent_as_id is None)


def _said(session: Session, actor: Actor, wanted: OutgoingFilter) -> list[str]:
    here = Listed(OUTGOING.name, wanted)
    options = filter_options(session, actor, clock.today())
    return chosen(here.tabs(TAB_WORDS, {}), chips(here, options))


EXPORT = Export(
    (
        SheetColumn(N_("Number"), 8),
        SheetColumn(N_("Date of the document"), 12),
        SheetColumn(N_("Number and symbol"), 18),
        SheetColumn(N_("Type"), 14),
        SheetColumn(N_("Subject"), 60),
        SheetColumn(N_("Signed by"), 22),
        SheetColumn(N_("Drafting unit"), 18),
        SheetColumn(N_("Receivers"), 40),
        SheetColumn(N_("Urgency"), 12),
        SheetColumn(N_("State"), 24),
    ),
    _lines,
    _said,
)
