"""Writing notices, each once, and marking them read."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import insert_into
from app.core.errors import NotFound
from app.core.policy import Actor
from app.messages.models import Notice, NoticeMatter


def notify(
    session: Session,
    person_ids: Collection[int],
    key: str,
    message: str,
    path: str,
    record_id: int | None = None,
    occasion: str = "",
    **values: Any,
) -> None:
    """Tell each of these persons once: a repeated delivery of the same key adds nothing.

    `message` is an English message id with named values; `path` the page it is about, and
    `record_id` the record whose words stand in it. What is settled already is told as read.
    """
    if not person_ids:
        return
    read_at = _settled_at(session, key)
    keys = {f"{key}:{person_id}": person_id for person_id in set(person_ids)}
    known = set(session.scalars(select(Notice.key).where(Notice.key.in_(keys))))
    for notice_key, person_id in keys.items():
        if notice_key not in known:
            session.add(
                Notice(
                    key=notice_key,
                    person_id=person_id,
                    message=message,
                    values=values,
                    path=path,
                    record_id=record_id,
                    occasion=occasion,
                    state="delivered",
                    read_at=read_at,
                )
            )


def settle(session: Session, keys: Iterable[str]) -> None:
    """Nobody is asked for what these notices asked for any more: they are read, for everybody."""
    for key in keys:
        _settled_at(session, key, clock.now())
        unread = Notice.key.between(f"{key}:", f"{key};"), Notice.read_at.is_(None)
        session.execute(update(Notice).where(*unread).values(read_at=clock.now()))


def _settled_at(session: Session, key: str, now: datetime | None = None) -> datetime | None:
    """Since when what these notices ask for is settled; with a moment, since then at the latest."""
    row = insert_into(session, NoticeMatter).values(key=key, settled_at=now)
    settled_at = func.coalesce(NoticeMatter.settled_at, row.excluded.settled_at)
    both = row.on_conflict_do_update(index_elements=["key"], set_={"settled_at": settled_at})
    return session.scalar(both.returning(NoticeMatter.settled_at))


def is_settled(session: Session, key: str) -> bool:
    """Whether what the message of this key asks for was withdrawn, undone or done meanwhile."""
    matter = session.get(NoticeMatter, key.rpartition(":")[0])
    return matter is not None and matter.settled_at is not None


def read_record(session: Session, record_id: int, actor: Actor) -> None:
    """The actor has the record before them: what they were told of it is read."""
    about = Notice.record_id == record_id, Notice.person_id == actor.person_id
    unread = update(Notice).where(*about, Notice.read_at.is_(None))
    session.execute(unread.values(read_at=clock.now()))


def mark_read(session: Session, actor: Actor, notice_id: int) -> Notice:
    """Mark one of the actor's own notices as read."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.person_id != actor.person_id:
        raise NotFound
    notice.read_at = notice.read_at or clock.now()
    return notice


def mark_all_read(session: Session, actor: Actor) -> None:
    session.execute(
        update(Notice)
        .where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )
