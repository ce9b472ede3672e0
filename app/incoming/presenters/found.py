"""Incoming documents among the hits of a search."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.incoming.presenters.pages import list_row
from app.incoming.queries import rows_of
from app.web.listing import Row
from app.work.queries import Horizon


def rows(session: Session, actor: Actor, ids: Sequence[int], at: Horizon) -> Mapping[int, Row]:
    found = rows_of(session, actor, ids, at)
    return {one: list_row(row, at) for one, row in found.items()}
