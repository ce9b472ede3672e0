"""Drafts whose circuit waits for somebody who cannot act in it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.queries.presence import holds_post, may_sign_in
from app.core.asking import TODAY
from app.core.counting import Counting
from app.core.db import constant
from app.correspondence.models import DocumentType
from app.drafting.models import CircuitStep, Draft
from app.organisation.models import Agency, Person, Post

NO_POST, NO_ACCOUNT, OTHER_POST = "post", "account", "other_post"
"""What the person lacks; the last holds another post than the one they were asked in."""


class StrandedDraft(NamedTuple):
    """A step that nobody can take; what the draft is about is for its readers."""

    type_name: str
    author: str
    created_at: datetime
    kind: str
    since: datetime
    person_id: int
    name: str
    agency: str
    lacks: str


def stranded_drafts(session: Session) -> list[StrandedDraft]:
    """The steps that wait in vain, the longest first; few by nature, so the list has no pages."""
    author = aliased(Person)
    lacks = case(
        (~holds_post(Person.id), NO_POST),
        (~may_sign_in(Person.id), NO_ACCOUNT),
        else_=OTHER_POST,
    )
    since = func.coalesce(CircuitStep.began_at, Draft.changed_at)
    rows = (
        _waiting(
            select(
                DocumentType.name,
                author.name,
                Draft.created_at,
                CircuitStep.kind,
                since,
                Person.id,
                Person.name,
                Agency.short_name,
                lacks,
            )
        )
        .join(Person, Person.id == CircuitStep.person_id)
        .join(author, author.id == Draft.author_id)
        .join(Agency, Agency.id == Draft.agency_id)
        .join(DocumentType, DocumentType.code == Draft.type_code)
    )
    return [StrandedDraft(*row) for row in session.execute(rows.order_by(since, CircuitStep.id))]


def _waiting(rows: Any) -> Any:
    """From the few drafts under way, agency by agency as their index has them, to their turns."""
    is_turn = and_(
        CircuitStep.draft_id == Draft.id,
        CircuitStep.round == Draft.round,
        CircuitStep.state == constant("current"),
        CircuitStep.is_live,
    )
    return (
        rows.select_from(Draft)
        .join(CircuitStep, is_turn)
        .where(
            Draft.agency_id.in_(select(aliased(Agency).id)),
            Draft.state == constant("circulating"),
            or_(
                ~holds_post(CircuitStep.person_id),
                ~may_sign_in(CircuitStep.person_id),
                _has_ended(CircuitStep.post_id),
            ),
        )
    )


def _has_ended(post_id: Any) -> ColumnElement[bool]:
    post = aliased(Post)
    return exists().where(post.id == post_id, post.valid_to < TODAY)


COUNTING_STRANDED: Counting = _waiting(select(func.count(CircuitStep.id)))
"""How many rows stranded_drafts has."""
