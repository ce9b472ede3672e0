"""Who may read and write a draft, once for a row and once for SQL."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import CircuitStep
from app.approval.policy import turn_of_actor
from app.approval.rules.circuit import OPINION
from app.core.errors import NotFound
from app.core.policy import Actor
from app.drafting.models import Draft
from app.records import policy
from app.records.queries import readers_of
from app.records.service import take_turn

WRITE = "drafts.write"
OPEN_STATES = ("drafting", "circulating")


IS_READABLE = policy.is_readable(Draft.record_id)
"""True for drafts the actor may read; put it into every query that shows drafts."""
readable = policy.readable_in(Draft.record_id)
"""The same for a long list, by actor."""


def get_draft(session: Session, draft_id: int, actor: Actor, *, lock: bool = False) -> Draft:
    """The draft, or NotFound when there is none that this actor may read.

    With `lock` its record's turn is taken, so that writing and approving follow one another.
    """
    draft = session.get(Draft, draft_id)
    if draft is None or not policy.may_read(actor, readers_of(session, draft.record_id)):
        raise NotFound
    return turn_of_draft(session, draft.record_id) if lock else draft


def turn_of_draft(session: Session, record_id: int) -> Draft:
    """The draft of this record as it stands once its turn was taken."""
    take_turn(session, record_id)
    return draft_of_record(session, record_id)


def draft_of_record(session: Session, record_id: int) -> Draft:
    """The draft of this record, read anew. NotFound where it is no draft's."""
    row = select(Draft).where(Draft.record_id == record_id)
    draft = session.scalar(row.execution_options(populate_existing=True))
    if draft is None:
        raise NotFound
    return draft


def is_author(actor: Actor, draft: Draft) -> bool:
    """The author, or somebody to whom the author delegated."""
    return draft.author_id in actor.person_ids and draft.agency_id == actor.agency_id


def may_send(actor: Actor, draft: Draft) -> bool:
    """The author and the head of the author's unit."""
    return actor.may(WRITE) and (is_author(actor, draft) or draft.unit_id in actor.headed_unit_ids)


def stands_in_for(actor: Actor, draft: Draft, current: Iterable[CircuitStep] = ()) -> str:
    """For whom the actor writes it: in the post of its author, of their head, or at its turn."""
    turns = {(step.post_id, step.person_id) for step in current if step.state == "current"}
    return actor.in_name_of(
        lambda post: (
            post.is_of(draft.author_id, draft.unit_id) or (post.post_id, post.person_id) in turns
        )
    )


def may_write(actor: Actor, draft: Draft, current: Iterable[CircuitStep] = ()) -> bool:
    """The author and the head of the author's unit; in the circuit also whoever's turn it is."""
    if draft.state not in OPEN_STATES or not actor.may(WRITE):
        return False
    if may_send(actor, draft):
        return True
    return any(step.kind != OPINION and turn_of_actor.for_row(actor, step) for step in current)
