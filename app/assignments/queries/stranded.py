"""Open work with people who cannot do it: without a post today, or without an account in use."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.access.models import Account
from app.assignments.models import Assignment
from app.core import clock
from app.core.counting import Counting
from app.organisation.models import Agency, Person, Post
from app.organisation.queries import valid_on


class StrandedRow(NamedTuple):
    """A person, the agency of the work, and how much of it they hold."""

    person_id: int
    name: str
    agency: str
    open: int
    late: int
    since: datetime
    has_post: bool
    has_account: bool


def stranded(session: Session) -> list[StrandedRow]:
    """Whoever holds open work but is not there to do it, the longest-held first.

    Few by nature: the list has no pages.
    """
    return [StrandedRow(*row) for row in session.execute(_rows(clock.today(), clock.now()))]


def counting_stranded() -> Counting:
    """How many rows that list has."""
    rows = _rows(clock.today(), clock.now()).order_by(None)
    return select(func.count()).select_from(rows.subquery())


_HOLDER = literal("p").concat(cast(Person.id, String))
"""The person as holder: by it, few people find their open lines in the index."""


def _rows(today: date, now: datetime) -> Any:
    """What is for information closes when read, and is nobody's work."""
    has_post = exists().where(Post.person_id == Person.id, valid_on(Post, today))
    has_account = exists().where(Account.person_id == Person.id, Account.disabled_at.is_(None))
    since = func.min(Assignment.given_at)
    return (
        select(
            Person.id,
            Person.name,
            Agency.short_name,
            func.count(Assignment.id),
            func.sum(case((Assignment.due_at < now, 1), else_=0)),
            since,
            has_post,
            has_account,
        )
        .join(Assignment, and_(Assignment.holder == _HOLDER, Assignment.state == "open"))
        .join(Agency, Agency.id == Assignment.agency_id)
        .where(Assignment.role != "information", or_(~has_post, ~has_account))
        .group_by(Person.id, Person.name, Agency.id, Agency.short_name)
        .order_by(since, Person.id)
    )
