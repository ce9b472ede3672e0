"""Reading for who watches the system: what is stuck, what runs, how lanes and rounds stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from app.core import clock
from app.core.errors import NotFound
from app.core.jobs import LANES, Job, is_stuck
from app.core.lists import Everything, Listing
from app.core.text import N_

MOST = 30


STUCK = Listing(
    name="upkeep.outbox",
    title=N_("Outbox"),
    filter=Everything,
    id=Job.id,
    rows=select(Job.id, Job).options(joinedload(Job.event)),
    readers=lambda _actor: is_stuck(),
    where={},
)
"""Jobs that do not come about."""


def running_jobs(session: Session) -> Sequence[Job]:
    """What workers do at this moment, longest first."""
    rows = select(Job).where(Job.state == "running").options(joinedload(Job.event))
    return session.scalars(rows.order_by(Job.started_at, Job.id).limit(MOST)).all()


@dataclass(frozen=True)
class LaneState:
    """How many jobs of a lane wait for their turn or their next try; whose turn came first."""

    name: str
    waiting: int
    since: datetime | None


def lane_states(session: Session) -> Iterator[LaneState]:
    """Every lane; `since` is None where nobody's turn has come."""
    first_due = func.min(case((Job.turn_at <= clock.now(), Job.turn_at)))
    waiting = select(Job.lane, func.count(), first_due).group_by(Job.lane)
    rows = session.execute(waiting.where(Job.state == "waiting", Job.event_id.is_not(None)))
    found = {name: (count, since) for name, count, since in rows}
    for name in LANES:
        yield LaneState(name, *found.get(name, (0, None)))


def rounds(session: Session) -> Sequence[Job]:
    """What the clock brings, by its name in the code."""
    return session.scalars(select(Job).where(Job.event_id.is_(None)).order_by(Job.handler)).all()


def job(session: Session, job_id: int) -> Job:
    """This job; raises NotFound."""
    found = session.get(Job, job_id, options=[joinedload(Job.event)])
    if found is None:
        raise NotFound
    return found
