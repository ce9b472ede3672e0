"""Outgoing documents among the hits of a search."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.queries import horizons_of
from app.outgoing.presenters.lists import list_row
from app.outgoing.queries import beside, rows_of
from app.web.listing import Row


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    found = rows_of(session, actor, ids)
    horizons = horizons_of(session, (row.agency_id for row in found.values()))
    shown = beside(session, found)
    return {one: list_row(row, shown, horizons[row.agency_id]) for one, row in found.items()}
