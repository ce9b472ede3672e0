"""Reading for notices: what a person was told in the application."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app.core.asking import ME, RECORD, given
from app.core.counting import Counting
from app.core.db import constant
from app.core.feature import NOTICE
from app.core.lists import FIRST, Everything, Listing, Page, Place
from app.core.policy import Actor
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.queries.sequels import sequels_of
from app.messages.models import (
    Notice,
)
from app.records.policy import is_readable, may_read
from app.records.queries import readers_of

_UNREAD = Notice.channel == constant(NOTICE), Notice.person_id == ME, Notice.read_at.is_(None)

UNREAD: Counting = select(func.count()).where(*_UNREAD)
"""How many notices this person has not read."""


HAS_UNREAD = exists().where(Notice.record_id == RECORD, *_UNREAD)
"""Whether this person was told something of RECORD that they have not read."""


def unread_count(session: Session, actor: Actor) -> int:
    return session.scalar(UNREAD, given(actor)) or 0


class NoticeRow(NamedTuple):
    """A notice as its person may see it today."""

    id: int
    message: str
    values: dict[str, Any]
    at: datetime
    read_at: datetime | None
    is_readable: bool
    """Whether the record it speaks of may still be read: its words are for readers alone."""
    sequels: Sequels
    """What followed the document since."""


NOTICES = Listing(
    name="messages.index",
    title=N_("Notices"),
    filter=Everything,
    id=Notice.id,
    rows=select(
        Notice.id,
        Notice.message,
        Notice.values,
        Notice.at,
        Notice.read_at,
        or_(Notice.record_id.is_(None), is_readable(Notice.record_id)),
        Notice.record_id,
    ),
    within=(Notice.channel == constant(NOTICE), Notice.person_id == ME),
    where={},
)


def notices(session: Session, actor: Actor, place: Place = FIRST) -> Page[NoticeRow]:
    """This person's notices, newest first."""
    found = NOTICES.page(session, actor, Everything(), place)
    return found.of(lambda rows: _with_sequels(session, rows))


def _with_sequels(session: Session, rows: Sequence[Any]) -> list[NoticeRow]:
    known = sequels_of(session, {row.record_id for row in rows if row.record_id})
    return [NoticeRow._make((*row[:-1], known.get(row.record_id, ()))) for row in rows]


def may_follow(session: Session, actor: Actor, notice: Notice) -> bool:
    """The same for one notice: whether its address leads anywhere for this actor."""
    if notice.record_id is None:
        return True
    return may_read(actor, readers_of(session, notice.record_id))
