"""The list of dossiers as it leaves the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import N_
from app.core.workbooks import SheetColumn, Value
from app.dossiers.filters import DossierFilter
from app.dossiers.presenters import chips, tabs
from app.dossiers.queries import DOSSIERS, document_counts
from app.dossiers.rules import RETENTIONS
from app.web.i18n import gettext as _
from app.web.listing import Export, Listed, chosen


def _exported(
    session: Session, _actor: Actor, rows: Sequence[Any], _horizon: object
) -> Iterator[Sequence[Value]]:
    documents = document_counts(session, [row.id for row in rows])
    for row in rows:
        yield (
            row.code,
            row.year,
            row.title,
            row.owner_name,
            row.unit_name,
            row.opened_on,
            row.closed_on,
            _(RETENTIONS[row.retention]),
            documents.get(row.id, 0),
        )


def _said(_session: Session, actor: Actor, wanted: DossierFilter) -> list[str]:
    here = Listed(DOSSIERS.name, wanted)
    return chosen(tabs(here, actor, {}), chips(here), wanted.text)


EXPORT = Export(
    (
        SheetColumn(N_("Number and symbol"), 18),
        SheetColumn(N_("Year"), 8),
        SheetColumn(N_("Title"), 60),
        SheetColumn(N_("Kept by"), 24),
        SheetColumn(N_("Unit"), 18),
        SheetColumn(N_("Opened on"), 12),
        SheetColumn(N_("Closed on"), 12),
        SheetColumn(N_("Kept for"), 16),
        SheetColumn(N_("Documents in it"), 12),
    ),
    _exported,
    _said,
)
