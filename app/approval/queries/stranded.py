"""Circuits that wait for somebody who cannot act in them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.queries.presence import holds_post, may_sign_in
from app.approval.models import IS_CURRENT, Approval, CircuitStep
from app.core.asking import TODAY
from app.organisation.models import Agency, Person, Post
from app.records.models import Record

NO_POST, NO_ACCOUNT, OTHER_POST = "post", "account", "other_post"
"""What the person lacks; the last holds another post than the one they were asked in."""


class StrandedStep(NamedTuple):
    """A step that nobody can take; what the record says is for its readers."""

    record_id: int
    record_kind: str
    author: str
    sent_at: datetime
    kind: str
    since: datetime
    person_id: int
    name: str
    agency: str
    lacks: str


def stranded_steps(session: Session) -> list[StrandedStep]:
    """The steps that wait in vain, the longest first; few by nature, so the list has no pages."""
    author = aliased(Person)
    lacks = case(
        (~holds_post(Person.id), NO_POST),
        (~may_sign_in(Person.id), NO_ACCOUNT),
        else_=OTHER_POST,
    )
    since = func.coalesce(CircuitStep.began_at, Approval.began_at)
    rows = (
        _waiting(
            select(
                CircuitStep.record_id,
                Record.kind,
                author.name,
                Approval.began_at,
                CircuitStep.kind,
                since,
                Person.id,
                Person.name,
                Agency.short_name,
                lacks,
            )
        )
        .join(Approval, Approval.record_id == CircuitStep.record_id)
        .join(Record, Record.id == CircuitStep.record_id)
        .join(Person, Person.id == CircuitStep.person_id)
        .join(author, author.id == Approval.author_id)
        .join(Agency, Agency.id == Record.agency_id)
    )
    return [StrandedStep(*row) for row in session.execute(rows.order_by(since, CircuitStep.id))]


def _waiting(rows: Any) -> Any:
    """The few turns under way, as their index has them, whose holders cannot take them."""
    return rows.select_from(CircuitStep).where(
        IS_CURRENT,
        or_(
            ~holds_post(CircuitStep.person_id),
            ~may_sign_in(CircuitStep.person_id),
            _has_ended(CircuitStep.post_id),
        ),
    )


def _has_ended(post_id: Any) -> ColumnElement[bool]:
    post = aliased(Post)
    return exists().where(post.id == post_id, post.valid_to < TODAY)
