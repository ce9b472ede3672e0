"""The lines and directives of one record, each in one statement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.asking import RECORD, given
from app.core.errors import NotFound
from app.core.policy import Actor
from app.deadlines.rules.spans import Rule
from app.organisation.models import Person, Post, Unit
from app.organisation.queries import name_then, valid_on
from app.records.policy import is_readable
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
    due_span: str | None
    due_since: datetime | None
    due_promised: datetime | None
    first_due_at: datetime | None
    extended: int
    opened_at: datetime | None
    opened_by: str
    acted_at: datetime | None
    finished_at: datetime | None
    outcome: str
    settled_by: str
    taken_over_by_id: int | None
    version: int
    name: str
    note: str
    """The head of a unit, or the post of a person."""
    said: str
    """The words of the directive that gave it out."""
    meant_for: str
    """Who was chosen for it, but was away."""

    @property
    def due_rule(self) -> Rule | None:
        return Rule.kept(self.due_span, self.due_since, self.due_promised)


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
    rows = session.execute(_LINES, {"record_id": record_id})
    return [LineRow(*row) for row in rows]


class ToAct(NamedTuple):
    """Whoever holds an open line, and is to act on it but has not."""

    line_id: int
    name: str
    agency_id: int
    unit_id: int | None
    person_id: int | None


def yet_to_act(session: Session, record_id: int) -> list[ToAct]:
    """On this record, the oldest line first."""
    return _yet_to_act(session, Assignment.record_id == record_id)


def yet_to_act_on(session: Session, line_ids: Collection[int]) -> list[ToAct]:
    """On those of these lines that still wait."""
    return _yet_to_act(session, Assignment.id.in_(line_ids))


def _yet_to_act(session: Session, which: ColumnElement[bool]) -> list[ToAct]:
    name = func.coalesce(Unit.name, Person.name)
    rows = (
        select(Assignment.id, name, *_HOLDER)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(which, Assignment.state == "open", Assignment.acted_at.is_(None))
        .where(Assignment.role != "information")
        .order_by(Assignment.id)
    )
    return [ToAct(*row) for row in session.execute(rows)]


_HOLDER = (Assignment.agency_id, Assignment.unit_id, Assignment.person_id)


def _head_of_unit() -> ColumnElement[str]:
    post, person = aliased(Post), aliased(Person)
    return (
        select(person.name + ", " + post.title)
        .select_from(post)
        .join(person, person.id == post.person_id)
        .where(post.unit_id == Assignment.unit_id, post.is_head, valid_on(post))
        .order_by(post.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _post_of_person() -> ColumnElement[str]:
    post, unit = aliased(Post), aliased(Unit)
    return (
        select(func.coalesce(post.title + ", " + unit.short_name, post.title))
        .select_from(post)
        .outerjoin(unit, unit.id == post.unit_id)
        .where(
            post.person_id == Assignment.person_id,
            post.agency_id == Assignment.agency_id,
            valid_on(post),
        )
        .order_by(post.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )


_giver, _holder, _settler, _opener, _away = (aliased(Person) for _each in range(5))
_LINES: Select[*tuple[Any, ...]] = (
    select(
        Assignment.id, Assignment.parent_id, Assignment.directive_id, Assignment.record_id,
        Assignment.holder, Assignment.role, Assignment.state, Assignment.given_by_id,
        name_then(_giver, "name", Assignment.given_at),
        Assignment.given_at, Assignment.due_at, Assignment.due_source,
        Assignment.due_span, Assignment.due_since, Assignment.due_promised,
        Assignment.first_due_at, Assignment.extended, Assignment.opened_at,
        func.coalesce(_opener.name, ""), Assignment.acted_at, Assignment.finished_at,
        Assignment.outcome,
        func.coalesce(_settler.name, ""), Assignment.taken_over_by_id, Assignment.version,
        func.coalesce(
            name_then(Unit, "name", Assignment.given_at),
            name_then(_holder, "name", Assignment.given_at),
        ),
        func.coalesce(_head_of_unit(), _post_of_person(), ""),
        Directive.text, func.coalesce(_away.name, ""),
    )
    .select_from(Assignment)
    .join(_giver, _giver.id == Assignment.given_by_id)
    .join(Directive, Directive.id == Assignment.directive_id)
    .outerjoin(Unit, Unit.id == Assignment.unit_id)
    .outerjoin(_holder, _holder.id == Assignment.person_id)
    .outerjoin(_settler, _settler.id == Assignment.settled_by_id)
    .outerjoin(_opener, _opener.id == Assignment.opened_by_id)
    .outerjoin(_away, _away.id == Assignment.meant_for_id)
    .where(Assignment.record_id == RECORD)
    .order_by(Assignment.id)
)  # fmt: skip


def directives_of(session: Session, record_id: int) -> list[DirectiveRow]:
    """Everything written when giving out work on the record, oldest first."""
    rows = session.execute(_DIRECTIVES, {"record_id": record_id})
    return [DirectiveRow(*row) for row in rows]


_principal = aliased(Person)
_DIRECTIVES: Select[*tuple[Any, ...]] = (
    select(
        Directive.id, Directive.text, Directive.author_id,
        name_then(Person, "name", Directive.at), name_then(_principal, "name", Directive.at),
        Directive.at,
        exists().where(Assignment.directive_id == Directive.id, Assignment.parent_id.is_not(None)),
    )
    .select_from(Directive)
    .join(Person, Person.id == Directive.author_id)
    .outerjoin(_principal, _principal.id == Directive.on_behalf_of_id)
    .where(Directive.record_id == RECORD)
    .order_by(Directive.id)
)  # fmt: skip


def get_line(session: Session, actor: Actor, line_id: int) -> Assignment | None:
    """The line, when the actor may read its record."""
    return session.scalar(_LINE, given(actor, line_id=line_id))


_LINE = select(Assignment).where(
    Assignment.id == bindparam("line_id"), is_readable(Assignment.record_id)
)


def lines_given(session: Session, actor: Actor, directive_id: int) -> list[LineRow]:
    """The lines that a directive gave out, on a record that the actor may read; or NotFound."""
    asked = given(actor, directive_id=directive_id)
    record_id = session.scalar(_OF_DIRECTIVE, asked)
    rows = lines_of(session, record_id) if record_id is not None else []
    found = [row for row in rows if row.directive_id == directive_id]
    if not found:
        raise NotFound
    return found


_OF_DIRECTIVE = select(Directive.record_id).where(
    Directive.id == bindparam("directive_id"), is_readable(Directive.record_id)
)


def open_below(session: Session, line: Assignment) -> list[str]:
    """The names of those who still work on what was passed on from this line."""
    tree: Tree[LineRow] = Tree(lines_of(session, line.record_id))
    branch = tree.branch(tree.by_id[line.id])
    return [row.name for row in branch if row.state == "open" and row.id != line.id]


HAS_UNREAD = exists().where(
    Assignment.record_id == RECORD,
    Assignment.state == "open",
    policy.MINE,
    or_(Assignment.opened_at.is_(None), Assignment.role == "information"),
)
"""Whether the actor holds lines of the record that opening it would note as read."""
