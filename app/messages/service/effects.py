"""Effects of changes that do not come about: tried again when somebody has mended the cause."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.outbox import OutboxRow, is_stuck
from app.core.policy import Actor


def try_again(session: Session, actor: Actor) -> int:
    """Give every stuck row its turn now; tell how many."""
    actor.needs("system.watch")
    stuck = select(OutboxRow).where(is_stuck()).with_for_update(skip_locked=True)
    rows = session.scalars(stuck).all()
    for row in rows:
        row.next_try_at = clock.now()
    if rows:
        session.info["published"] = True
        subject = Subject("outbox", rows[0].id)
        record(session, actor, "notifications.effects_tried", subject, count=len(rows))
    return len(rows)
