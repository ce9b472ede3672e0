"""The lines and directives of one record, each in one statement."""

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Person, Post, Unit
from app.organisation.queries import valid_on
from app.records.policy import reads
from app.work import policy
from app.work.models import Assignment, Directive
from app.work.tree import Tree


class LineRow(NamedTuple):
    """A line of work as the record's page shows it."""

    id: int
    parent_id: int | None
    directive_id: int
    record_id: int
    holder: str
    role: str
    state: str
    given_by_id: int
    given_by: str
    given_at: datetime
    due_at: datetime | None
    due_source: str
    opened_at: datetime | None
    acted_at: datetime | None
    finished_at: datetime | None
    outcome: str
    version: int
    name: str
    note: str
    """The head of a unit, or the post of a person."""
    said: str
    """The words of the directive that gave it out."""


class DirectiveRow(NamedTuple):
    id: int
    text: str
    author_id: int
    author: str
    on_behalf_of: str | None
    at: datetime
    is_passing: bool
    """Written by the holder of a line when passing it on."""


def lines_of(session: Session, record_id: int) -> list[LineRow]:
    """Every line of the record, oldest first, in one statement."""
    rows = session.execute(_lines(clock.today()), {"record_id": record_id})
    return [LineRow(*row) for row in rows]


@lru_cache(maxsize=2)
def _lines(today: date) -> Select[*tuple[Any, ...]]:
    giver, person = aliased(Person), aliased(Person)
    line = Assignment
    return (
        select(
            line.id, line.parent_id, line.directive_id, line.record_id, line.holder,
            line.role, line.state, line.given_by_id, giver.name, line.given_at, line.due_at,
            line.due_source, line.opened_at, line.acted_at, line.finished_at, line.outcome,
            line.version,
            func.coalesce(Unit.name, person.name),
            func.coalesce(_head_of_unit(today), _post_of_person(today), ""),
            Directive.text,
        )
        .select_from(line)
        .join(giver, giver.id == line.given_by_id)
        .join(Directive, Directive.id == line.directive_id)
        .outerjoin(Unit, Unit.id == line.unit_id)
        .outerjoin(person, person.id == line.person_id)
        .where(line.record_id == bindparam("record_id"))
        .order_by(line.id)
    )  # fmt: skip


def _head_of_unit(today: date) -> ColumnElement[str]:
    post, person = aliased(Post), aliased(Person)
    return (
        select(person.name + ", " + post.title)
        .select_from(post)
        .join(person, person.id == post.person_id)
        .where(post.unit_id == Assignment.unit_id, post.is_head, valid_on(post, today))
        .order_by(post.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _post_of_person(today: date) -> ColumnElement[str]:
    post, unit = aliased(Post), aliased(Unit)
    return (
        select(func.coalesce(post.title + ", " + unit.short_name, post.title))
        .select_from(post)
        .outerjoin(unit, unit.id == post.unit_id)
        .where(
            post.person_id == Assignment.person_id,
            post.agency_id == Assignment.agency_id,
            valid_on(post, today),
        )
        .order_by(post.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def directives_of(session: Session, record_id: int) -> list[DirectiveRow]:
    """Everything written when giving out work on the record, oldest first."""
    rows = session.execute(_directives(), {"record_id": record_id})
    return [DirectiveRow(*row) for row in rows]


@cache
def _directives() -> Select[*tuple[Any, ...]]:
    principal = aliased(Person)
    passing = (
        select(Assignment.id)
        .where(Assignment.directive_id == Directive.id, Assignment.parent_id.is_not(None))
        .exists()
    )
    return (
        select(
            Directive.id, Directive.text, Directive.author_id, Person.name, principal.name,
            Directive.at, passing,
        )
        .select_from(Directive)
        .join(Person, Person.id == Directive.author_id)
        .outerjoin(principal, principal.id == Directive.on_behalf_of_id)
        .where(Directive.record_id == bindparam("record_id"))
        .order_by(Directive.id)
    )  # fmt: skip


def get_line(session: Session, actor: Actor, line_id: int) -> Assignment | None:
    """The line, when the actor may read its record."""
    is_readable = reads(actor, Assignment.record_id)
    return session.scalar(select(Assignment).where(Assignment.id == line_id, is_readable))


def open_below(session: Session, line: Assignment) -> list[str]:
    """The names of those who still work on what was passed on from this line."""
    tree: Tree[LineRow] = Tree(lines_of(session, line.record_id))
    branch = tree.branch(tree.by_id[line.id])
    return [row.name for row in branch if row.state == "open" and row.id != line.id]


def has_unread(actor: Actor, record_id: BindParameter[int]) -> ColumnElement[bool]:
    """Whether the actor holds lines of this record that opening it would note as read."""
    return exists().where(
        Assignment.record_id == record_id,
        Assignment.state == "open",
        policy.mine(actor),
        or_(Assignment.opened_at.is_(None), Assignment.role == "information"),
    )
