"""Incoming documents among the hits of a search."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.core.text import fold
from app.deadlines.queries import horizons_of
from app.incoming.presenters.pages import list_row
from app.incoming.queries import arrived_as, rows_of
from app.web.i18n import gettext as _
from app.web.listing import Fact, Row

_ARRIVAL_NUMBER = re.compile(
    r"(?:(?:van ban|cong van|cv|vb) den )?(?:so )?(?:den )?(\d{1,7})"
    r"(?:(?: ?/ ?| nam )((?:19|20)\d\d))?"
)
"""As people ask for one: "179", "số đến 179", "văn bản đến số 179", "179/2026"."""


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    found = rows_of(session, actor, ids)
    horizons = horizons_of(session, (row.agency_id for row in found.values()))
    return {one: list_row(row, horizons[row.agency_id]) for one, row in found.items()}


def exact_hits(session: Session, actor: Actor, text: str) -> Sequence[Row]:
    """What was registered under this arrival number, of this year or the latest first."""
    typed = _ARRIVAL_NUMBER.fullmatch(" ".join(fold(text).split()))
    if typed is None:
        return ()
    ids = arrived_as(session, actor, int(typed[1]), int(typed[2] or 0))
    found = rows(session, actor, ids)
    mark = Fact(_("Incoming document"), "inbox")
    return [
        replace(row, marks=(mark, *row.marks)) for one in ids if (row := found.get(one)) is not None
    ]
