"""Who may take a turn, once for a row and once for SQL; what may be sent round at all."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session

from app.approval.models import IS_CURRENT, CircuitStep
from app.approval.rules.circuit import SIGN
from app.core.asking import MY_POSTS, MY_POSTS_IN_ALL, may
from app.core.errors import NotFound
from app.core.feature import Approvable, Proposed
from app.core.policy import Actor, HeldPost, Rule
from app.records import policy
from app.records.kinds import kind_of
from app.records.models import Record
from app.records.queries import readers_of
from app.records.service import take_turn

APPROVE, SIGNING = "drafts.approve", "drafts.sign"


@dataclass(frozen=True)
class Matter:
    """A record that can be sent round, with what its kind says of that."""

    kind: str
    ways: Approvable
    proposed: Proposed

    @property
    def record_id(self) -> int:
        return self.proposed.record_id


def matter_of(session: Session, record_id: int, *, lock: bool = False) -> Matter:
    """The record as approval looks at it; NotFound for what is not sent round.

    With `lock` its turn is taken first, so that verbs on it follow one another.
    """
    named = select(Record.kind).where(Record.id == record_id)
    kind = take_turn(session, record_id) if lock else session.scalar(named)
    ways = kind_of(kind).approval if kind is not None else None
    if kind is None or ways is None:
        raise NotFound
    return Matter(kind, ways, ways.proposed(session, record_id))


def get_matter(session: Session, record_id: int, actor: Actor, *, lock: bool = False) -> Matter:
    """The same for this actor; NotFound where they may not read it."""
    if not policy.may_read(actor, readers_of(session, record_id)):
        raise NotFound
    return matter_of(session, record_id, lock=lock)


def is_author(actor: Actor, about: Matter) -> bool:
    """The author, or somebody to whom the author delegated."""
    proposed = about.proposed
    return proposed.author_id in actor.person_ids and proposed.agency_id == actor.agency_id


def acting_post(actor: Actor, step: CircuitStep) -> HeldPost | None:
    """The post in which the actor may take this step: the one that was asked, as long as they hold
    it, or stand in for its holder. Who was asked in a post that ended is not asked in another.

    A delegation of scope "process" leaves signing to its giver.
    """
    return next((post for post in actor.posts if _gives(post, step)), None)


def _gives(post: HeldPost, step: CircuitStep) -> bool:
    if (post.post_id, post.person_id) != (step.post_id, step.person_id):
        return False
    return step.kind != SIGN or post.delegation_scope in ("", "all")


def _turn_for_row(actor: Actor, step: CircuitStep) -> bool:
    if step.state != "current" or not step.is_live or not actor.may(_permission(step.kind)):
        return False
    return acting_post(actor, step) is not None


_POST = tuple_(CircuitStep.post_id, CircuitStep.person_id)
_TURN = and_(
    IS_CURRENT,
    CircuitStep.is_live,
    or_(
        and_(CircuitStep.kind != SIGN, may(APPROVE)),
        and_(CircuitStep.kind == SIGN, may(SIGNING)),
    ),
    or_(
        _POST.in_(MY_POSTS_IN_ALL),
        and_(_POST.in_(MY_POSTS), CircuitStep.kind != SIGN),
    ),
)


def _permission(kind: str) -> str:
    return SIGNING if kind == SIGN else APPROVE


turn_of_actor = Rule(_turn_for_row, _TURN)
"""Circuit steps that wait for this actor, in their own name or another's."""
