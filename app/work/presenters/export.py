"""The list of work as it leaves the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import N_
from app.core.workbooks import SheetColumn, Value
from app.deadlines.rules.colours import Horizon
from app.web.i18n import gettext as _
from app.web.listing import ROLE_WORDS, STATE_WORDS, Export, Listed, chosen
from app.web.sequels import sequel_words
from app.work.filters import WorkFilter
from app.work.presenters.extending import longer_by
from app.work.presenters.wording import ENDED_WORDS
from app.work.presenters.worklist import chips, tab_words
from app.work.queries import WORK, WorkRow, with_faces


def _lines(
    session: Session, _actor: Actor, rows: Sequence[Any], horizon: Horizon
) -> Iterator[Sequence[Value]]:
    for row in with_faces(session, rows):
        yield (
            row.face.reference,
            row.face.source,
            row.face.subject,
            row.name,
            _(ROLE_WORDS[row.role]),
            row.given_by,
            row.given_at,
            row.due_at,
            row.first_due_at,
            row.extended,
            longer_by(row.first_due_at, row.due_at, horizon.calendar) if row.extended else 0,
            _state(row),
            row.finished_at,
            row.outcome,
        )


def _state(row: WorkRow) -> str:
    state = _(STATE_WORDS[row.colour] if row.colour else ENDED_WORDS[row.state])
    return ", ".join(filter(None, (state, sequel_words(row.face.sequels))))


def _said(session: Session, actor: Actor, wanted: WorkFilter) -> list[str]:
    here = Listed(WORK.name, wanted)
    return chosen(here.tabs(tab_words(wanted), {}), chips(session, actor, here))


EXPORT = Export(
    (
        SheetColumn(N_("Number and symbol"), 18),
        SheetColumn(N_("Issuer"), 28),
        SheetColumn(N_("Subject"), 60),
        SheetColumn(N_("Held by"), 28),
        SheetColumn(N_("Role"), 12),
        SheetColumn(N_("Given by"), 22),
        SheetColumn(N_("Given on"), 16),
        SheetColumn(N_("Due"), 16),
        SheetColumn(N_("First due"), 16),
        SheetColumn(N_("Times put off"), 10),
        SheetColumn(N_("By working days"), 10),
        SheetColumn(N_("State"), 16),
        SheetColumn(N_("Finished on"), 16),
        SheetColumn(N_("Outcome"), 40),
    ),
    _lines,
    _said,
)
