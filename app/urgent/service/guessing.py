"""Codes that are none: counted by where they come from, told of, and kept for a day."""

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.db import insert_into
from app.urgent import rules
from app.urgent.models import UrgentGuess


def is_over_limit(session: Session, source: str) -> bool:
    """Whether so many wrong codes came from there lately that it is guessing."""
    since = clock.now() - rules.MISSES_WITHIN
    rows = select(UrgentGuess.misses).where(UrgentGuess.source == source, UrgentGuess.since > since)
    return (session.scalar(rows) or 0) >= rules.misses_allowed(source)


def count_misses(session: Session, source: str, count: int = 1) -> None:
    """In one statement, so that many at once lose no count; the trail tells of whoever passes the
    limit, once in each span."""
    now, most = clock.now(), rules.misses_allowed(source)
    session.execute(delete(UrgentGuess).where(UrgentGuess.since <= now - rules.GUESSES_KEPT))
    row = insert_into(session, UrgentGuess).values(source=source, misses=count, since=now)
    is_over = UrgentGuess.since <= now - rules.MISSES_WITHIN
    more = {
        "misses": case((is_over, count), else_=UrgentGuess.misses + count),
        "since": case((is_over, now), else_=UrgentGuess.since),
    }
    counted = row.on_conflict_do_update(index_elements=["source"], set_=more)
    misses = session.scalars(counted.returning(UrgentGuess.misses)).one()
    if misses - count < most <= misses:
        kind, _colon, where = source.partition(":")
        subject = Subject("urgent_guess", 0)
        record(session, None, rules.GUESSED[kind], subject, count=misses, source=where)
