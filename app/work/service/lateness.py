"""Lines whose due date passed since the last look."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.work.events import BecameLate
from app.work.models import LateMark
from app.work.queries import became_late

FIRST_LOOK_BACK = timedelta(days=1)
"""How far back lateness is told of when an office starts."""


def note_lateness(session: Session) -> int:
    """Publish each line that became late since the last round; how many lines."""
    now = clock.now()
    mark = session.get(LateMark, 1, with_for_update=True)
    if mark is None:
        mark = LateMark(id=1, reached_at=now - FIRST_LOOK_BACK)
        session.add(mark)
    lines = became_late(session, mark.reached_at, now)
    for line, due_at in lines:
        outbox.publish(session, BecameLate(line.id, line.record_id, due_at.isoformat()))
    mark.reached_at = now
    return len(lines)
