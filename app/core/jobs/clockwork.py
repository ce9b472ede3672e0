"""The rounds of the clock as rows: each is a job that comes again."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import and_, case, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import SessionFactory, reading, transaction
from app.core.jobs.handlers import Round
from app.core.jobs.models import DONE, RUNNING, WAITING, Job


def keep_rounds(factory: SessionFactory, rounds: Sequence[Round]) -> None:
    """Give each its row, with a turn at once; take away those that are no more."""
    declared = {one.name: one for one in rounds}
    is_round = Job.event_id.is_(None)
    with reading(factory) as session:
        rows = session.execute(select(Job.handler, Job.lane).where(is_round))
        kept = {row.handler: row.lane for row in rows}
    for name, one in declared.items():
        if name not in kept:
            turn = clock.now() if one.next_turn() else None
            state = WAITING if turn else DONE
            with suppress(IntegrityError), transaction(factory) as session:  # another worker's
                session.add(Job(handler=name, lane=one.lane.name, state=state, turn_at=turn))
        elif kept[name] != one.lane.name:
            with transaction(factory) as session:
                moved = update(Job).where(is_round, Job.handler == name)
                session.execute(moved.values(lane=one.lane.name))
    if kept.keys() - declared.keys():
        with transaction(factory) as session:
            session.execute(delete(Job).where(is_round, Job.handler.not_in(declared)))


def call_for(session: Session, name: str, *, even_if_running: bool = True) -> None:
    """Have this round run at the next look after the caller's commit.

    One that runs just now may have looked already, so it runs once more; `even_if_running` off
    leaves it at that.
    """
    session.info["published"] = True
    is_running = Job.state == RUNNING
    is_later = and_(~is_running, (Job.turn_at.is_(None)) | (Job.turn_at > clock.now()))
    rows = update(Job).where(Job.event_id.is_(None), Job.handler == name)
    if not even_if_running:
        rows = rows.where(~is_running)
    session.execute(
        rows.values(
            is_called=is_running,
            state=case((is_running, Job.state), else_=WAITING),
            tries=case((Job.turn_at.is_(None), 0), else_=Job.tries),
            turn_at=case((is_later, clock.now()), else_=Job.turn_at),
        )
    )
