"""Who may read, write and decide on a draft: once for a row, once for SQL."""

from collections.abc import Iterable

from sqlalchemy import and_, or_, tuple_
from sqlalchemy.orm import Session

from app.core.asking import ACTING, ACTING_IN_ALL, HOLDS_A_POST, ME, may
from app.core.errors import NotFound
from app.core.policy import Actor, HeldPost, Rule
from app.drafting.models import CircuitStep, Draft
from app.drafting.rules.circuit import SIGN
from app.records import policy
from app.records.queries import readers_of

WRITE, APPROVE, SIGNING = "drafts.write", "drafts.approve", "drafts.sign"
OPEN_STATES = ("drafting", "circulating")


IS_READABLE = policy.is_readable(Draft.record_id)
"""True for drafts the actor may read; put it into every query that shows drafts."""
readable = policy.readable_in(Draft.record_id)
"""The same for a long list, by actor."""


def get_draft(session: Session, draft_id: int, actor: Actor, *, lock: bool = False) -> Draft:
    """The draft, or NotFound when there is none that this actor may read."""
    draft = session.get(Draft, draft_id, with_for_update=lock, populate_existing=lock)
    if draft is None or not policy.may_read(actor, readers_of(session, draft.record_id)):
        raise NotFound
    return draft


def is_author(actor: Actor, draft: Draft) -> bool:
    """The author, or somebody to whom the author delegated."""
    return draft.author_id in actor.person_ids and draft.agency_id == actor.agency_id


def may_write(actor: Actor, draft: Draft, current: Iterable[CircuitStep] = ()) -> bool:
    """The author and the head of the author's unit; in the circuit also whoever's turn it is."""
    if draft.state not in OPEN_STATES or not actor.may(WRITE):
        return False
    if is_author(actor, draft) or draft.unit_id in actor.headed_unit_ids:
        return True
    return any(step.kind != "opinion" and turn_of_actor.for_row(actor, step) for step in current)


def acting_post(actor: Actor, step: CircuitStep) -> HeldPost | None:
    """The post in which the actor may take this step: their own, or one delegated to them.

    A delegation of scope "process" leaves signing to its giver.
    """
    own = step.person_id == actor.person_id
    for post in actor.posts:
        if own and not post.is_delegated and step.post_id in (None, post.post_id):
            return post
        if post.is_delegated and _stands_in(post, step):
            return post
    if own:
        return next((post for post in actor.posts if not post.is_delegated), None)
    return None


def _stands_in(post: HeldPost, step: CircuitStep) -> bool:
    """Whether a delegated post gives this turn to its holder."""
    if post.post_id != step.post_id or post.person_id != step.person_id:
        return False
    return step.kind != SIGN or post.delegation_scope == "all"


def _turn_for_row(actor: Actor, step: CircuitStep) -> bool:
    if step.state != "current" or not step.is_live or not actor.may(_permission(step.kind)):
        return False
    return acting_post(actor, step) is not None


_POST = tuple_(CircuitStep.post_id, CircuitStep.person_id)
_TURN = and_(
    CircuitStep.state == "current",
    CircuitStep.is_live,
    or_(
        and_(CircuitStep.kind != SIGN, may(APPROVE)),
        and_(CircuitStep.kind == SIGN, may(SIGNING)),
    ),
    or_(
        and_(CircuitStep.person_id == ME, HOLDS_A_POST),
        and_(_POST.in_(ACTING), CircuitStep.kind != SIGN),
        _POST.in_(ACTING_IN_ALL),
    ),
)


def _permission(kind: str) -> str:
    return SIGNING if kind == SIGN else APPROVE


turn_of_actor = Rule(_turn_for_row, _TURN)
"""Circuit steps that wait for this actor, in their own name or another's."""
