"""Decisions about jobs that do not come about: tried again, or given up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import NotFound, Problem, Refused
from app.core.jobs import Job, give_up, is_stuck, turn_now
from app.core.policy import Actor
from app.core.text import N_
from app.upkeep import rules


def try_all_again(session: Session, actor: Actor) -> int:
    """Give every stuck job its turn now; tell how many."""
    actor.needs("system.watch")
    stuck = select(Job).where(is_stuck(), Job.state != "running")
    rows = session.scalars(stuck.with_for_update(skip_locked=True)).all()
    for row in rows:
        turn_now(row)
    if rows:
        session.info["published"] = True
        subject = Subject("job", rows[0].id)
        record(session, actor, "notifications.effects_tried", subject, count=len(rows))
    return len(rows)


def try_again(session: Session, actor: Actor, job_id: int) -> Job:
    """Give this job its turn now, as often as a new one; a round that rests too."""
    job = _watched(session, actor, job_id)
    is_resting = job.state == "done" and job.event_id is None
    if job.state not in ("waiting", "failed") and not is_resting:
        raise Refused(Problem(N_("It runs just now, is done, or was given up.")))
    turn_now(job)
    session.info["published"] = True
    record(session, actor, "upkeep.tried_again", Subject("job", job.id), name=job.handler)
    return job


def give_job_up(session: Session, actor: Actor, job_id: int, reason: str) -> Job:
    """It will not be done; the reason stands in the trail."""
    job = _watched(session, actor, job_id)
    if problems := rules.problems_of_giving_up(job.state, job.event_id is None, reason):
        raise Refused(*problems)
    give_up(job)
    subject = Subject("job", job.id)
    record(session, actor, "upkeep.given_up", subject, name=job.handler, reason=reason)
    return job


def _watched(session: Session, actor: Actor, job_id: int) -> Job:
    actor.needs("system.watch")
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound
    return job
