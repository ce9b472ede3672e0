"""From an event to its jobs: one for each handler of its topic, but for what is small.

Done by the workers and not by the publisher, so that a service needs to know nobody who hears of
it, and a page waits for one row only.
"""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory, reading, transaction
from app.core.jobs.handlers import AnyHandler, Handler, Handlers
from app.core.jobs.models import Job
from app.core.outbox import OutboxRow

AT_ONCE = 100
"""Events spread in one transaction: they share no fate, since what is done for them here is undone
alone where it fails."""

_log = logging.getLogger(__name__)


def spread(factory: SessionFactory, handlers: Handlers) -> set[str]:
    """Write the jobs of events whose moment has come; return the lanes that got some."""
    due = select(OutboxRow).where(
        OutboxRow.spread_at.is_(None), OutboxRow.not_before <= clock.now()
    )
    with reading(factory) as session:
        if session.scalar(due.with_only_columns(OutboxRow.id).limit(1)) is None:
            return set()
    oldest = due.order_by(OutboxRow.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    with transaction(factory) as session:
        lanes: set[str] = set()
        for event in session.scalars(oldest).all():
            lanes |= _jobs_of(session, handlers, event)
            event.spread_at = clock.now()
        return lanes


def _jobs_of(session: Session, handlers: Handlers, event: OutboxRow) -> set[str]:
    """What has its row already was done before this office had jobs."""
    there = set(session.scalars(select(Job.handler).where(Job.event_id == event.id)))
    wanted = [h for h in handlers.by_topic.get(event.topic, ()) if h.name not in there]
    session.add_all(
        Job(event_id=event.id, handler=h.name, lane=h.lane.name, turn_at=event.not_before)
        for h in wanted
        if not _is_done_here(session, h, event)
    )
    return {handler.lane.name for handler in wanted}


def _is_done_here(session: Session, handler: AnyHandler, event: OutboxRow) -> bool:
    """A job costs two transactions: more than what is small. One that failed keeps its tries."""
    if not isinstance(handler, Handler) or not handler.is_small:
        return False
    try:
        with session.begin_nested() as savepoint:
            handler.run(session, event.payload)
            if not savepoint.is_active:
                raise RuntimeError("it failed, and told nobody")
    except Exception:  # whatever it was: it fails again as a job, and is told there
        _log.warning("%s failed where event %s was spread", handler.name, event.id, exc_info=True)
        return False
    return True
