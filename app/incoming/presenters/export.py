"""The list of incoming documents as it leaves the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.core.workbooks import SheetColumn, Value
from app.deadlines.rules.colours import Horizon
from app.incoming.filters import IncomingFilter
from app.incoming.presenters.pages import chips, list_row, tab_words
from app.incoming.queries import INCOMING, choices, with_work
from app.web.i18n import gettext as _
from app.web.listing import Export, Listed, chosen, said_of


def _lines(
    session: Session, actor: Actor, rows: Sequence[Any], horizon: Horizon
) -> Iterator[Sequence[Value]]:
    for item in with_work(session, actor, rows, horizon):
        row = list_row(item, horizon)
        yield (
            item.number,
            item.arrived_on,
            item.reference,
            item.issued_on,
            item.issuer,
            item.subject,
            _(URGENCY_WORDS[item.urgency]),
            item.due_at,
            said_of(row),
            row.who,
        )


def _said(session: Session, actor: Actor, wanted: IncomingFilter) -> list[str]:
    here = Listed(INCOMING.name, wanted)
    return chosen(here.tabs(tab_words(actor), {}), chips(here, choices(session, actor.agency_id)))


EXPORT = Export(
    (
        SheetColumn(N_("Arrival number"), 8),
        SheetColumn(N_("Arrival date"), 12),
        SheetColumn(N_("Number and symbol"), 18),
        SheetColumn(N_("Document date"), 12),
        SheetColumn(N_("Issuer"), 28),
        SheetColumn(N_("Subject"), 60),
        SheetColumn(N_("Urgency"), 12),
        SheetColumn(N_("Due"), 16),
        SheetColumn(N_("State"), 24),
        SheetColumn(N_("Held by"), 28),
    ),
    _lines,
    _said,
)
