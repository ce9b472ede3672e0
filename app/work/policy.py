"""Who may do what with lines of work."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from app.core.db import constant
from app.core.policy import Actor, HeldPost
from app.correspondence.models import Document
from app.records.kinds import kind_of
from app.work.models import Assignment
from app.work.rules import DIRECTED_STATES, LineFacts
from app.work.tree import Tree


def holders(actor: Actor) -> frozenset[str]:
    """The tokens whose lines are the actor's own: their persons, and the units they head."""
    return frozenset(token for token in actor.tokens if not token.startswith("a"))


def mine(actor: Actor) -> ColumnElement[bool]:
    """Lines the actor holds."""
    return Assignment.holder.in_(holders(actor))


def given(actor: Actor) -> ColumnElement[bool]:
    """Lines the actor gave out, or that were passed on from a line they hold."""
    passed_on = select(Assignment.id).where(mine(actor)).scalar_subquery()
    return or_(Assignment.given_by_id.in_(actor.person_ids), Assignment.parent_id.in_(passed_on))


def holds_line(session: Session, actor: Actor, document_id: int) -> bool:
    """Whether the actor has open work on this document."""
    found = exists().where(
        Assignment.document_id == document_id, Assignment.state == constant("open"), mine(actor)
    )
    return bool(session.scalar(select(found)))


def may_direct(actor: Actor, document: Document) -> bool:
    """Leaders of the document's agency, and whoever it was presented to."""
    if document.agency_id != actor.agency_id or document.state not in DIRECTED_STATES:
        return False
    presented_to = kind_of(document.kind).presented_to(document)
    return actor.may("assignments.direct") or presented_to in actor.person_ids


def facts(actor: Actor, tree: Tree[Any], line: Any, directs: bool) -> LineFacts:
    """What rules.allowed asks about one line of the tree."""
    parent = tree.by_id.get(line.parent_id) if line.parent_id else None
    own = holders(actor)
    return LineFacts(
        state=line.state,
        role=line.role,
        has_acted=line.acted_at is not None or bool(tree.below(line)),
        has_open_below=bool(tree.open_below(line)),
        is_mine=line.holder in own and actor.may("assignments.work"),
        is_given=line.given_by_id in actor.person_ids
        or (parent is not None and parent.holder in own),
        may_direct=directs,
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
