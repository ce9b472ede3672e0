"""Who may do what with lines of work: what is said of a row stands beside what is said in SQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from app.core.asking import MY_HOLDERS, MY_PERSONS
from app.core.policy import Actor, HeldPost
from app.work.models import Assignment
from app.work.rules import LineFacts
from app.work.tree import Tree


def holds(actor: Actor, line: Any) -> bool:
    """Whether this line is the actor's own."""
    return line.holder in actor.holders


MINE = Assignment.holder.in_(MY_HOLDERS)
"""The same in SQL."""


def gave(actor: Actor, line: Any, parent: Any | None) -> bool:
    """Whether the actor gave the line out, or holds its `parent`, from which it was passed on."""
    return line.given_by_id in actor.person_ids or (parent is not None and holds(actor, parent))


GIVEN = or_(
    Assignment.given_by_id.in_(MY_PERSONS),
    Assignment.parent_id.in_(select(Assignment.id).where(MINE).scalar_subquery()),
)
"""The same in SQL."""


def leads(record_id: Any) -> ColumnElement[bool]:
    """Whether the actor leads the work on this record (a column), or led it to its end; in SQL."""
    is_led = Assignment.role == "lead", Assignment.state.in_(("open", "done"))
    return exists().where(Assignment.record_id == record_id, *is_led, MINE)


def facts(actor: Actor, tree: Tree[Any], line: Any, directs: bool) -> LineFacts:
    """What rules.allowed asks about one line of the tree."""
    parent = tree.by_id.get(line.parent_id) if line.parent_id else None
    return LineFacts(
        state=line.state,
        role=line.role,
        has_acted=line.acted_at is not None or bool(tree.below(line)),
        has_open_below=bool(tree.open_below(line)),
        is_mine=holds(actor, line) and actor.may("assignments.work"),
        is_given=gave(actor, line, parent),
        may_direct=directs,
        is_needed=tree.lost_lead([line]) is not None,
    )


@dataclass(frozen=True)
class Acting:
    """The person in whose name the actor acts; `on_behalf_of` is empty when it is their own."""

    person_id: int
    on_behalf_of: str = ""


def acting_as_director(actor: Actor) -> Acting:
    """A leader acts as themselves; whoever stands in for one by delegation acts for that leader."""
    posts = sorted(actor.posts, key=lambda post: post.is_delegated)
    leading = next((post for post in posts if post.role == "leader"), None)
    return _acting(actor, leading)


def acting_as_holder(actor: Actor, line: Assignment) -> Acting:
    """The person the line was given to, or the head of the unit it was given to."""
    posts = sorted(actor.posts, key=lambda post: post.is_delegated)
    if line.person_id is not None:
        post = next((post for post in posts if post.person_id == line.person_id), None)
    else:
        post = next((p for p in posts if p.is_head and p.unit_id == line.unit_id), None)
    return _acting(actor, post)


def acting_as_giver(actor: Actor, line: Assignment) -> Acting:
    """The giver when the actor stands in for them, otherwise the actor themselves."""
    if line.given_by_id == actor.person_id:
        return Acting(actor.person_id)
    return _acting(actor, actor.post_of(line.given_by_id))


def _acting(actor: Actor, post: HeldPost | None) -> Acting:
    if post is None or post.person_id == actor.person_id:
        return Acting(actor.person_id)
    return Acting(post.person_id, post.person_name)
