"""Incoming documents that need a person first."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon
from app.incoming import queries
from app.incoming.filters import IncomingFilter
from app.incoming.presenters.pages import list_rows
from app.incoming.tiles import PRESENTED_TO_ME, WAITING
from app.web.listing import Row

ROWS_OF_A_KIND = 5


def to_direct(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    return _few(session, actor, PRESENTED_TO_ME, horizon)


def deliveries(session: Session, actor: Actor, horizon: Horizon) -> Sequence[Row]:
    return _few(session, actor, WAITING, horizon)


def _few(session: Session, actor: Actor, wanted: IncomingFilter, horizon: Horizon) -> Sequence[Row]:
    found = queries.list_page(session, actor, wanted, horizon, size=ROWS_OF_A_KIND)
    return list_rows(actor, wanted, found.rows, horizon)
