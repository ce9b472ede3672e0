"""Drafts that came back to their author: from a turn of the circuit, or signed, from the clerk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.drafting.models import CircuitStep, Draft, DraftComment
from app.drafting.rules.circuit import SIGN
from app.organisation.models import Person


@dataclass(frozen=True)
class Return:
    """Who sent it back, and why."""

    by: str
    reason: str


def was_returned() -> ColumnElement[bool]:
    """Drafts that came back to their author and were not sent again."""
    ended = exists().where(_ends_round(), or_(_is_returned(), _is_signed()))
    return and_(Draft.state == "drafting", ended)


def returns(session: Session, draft_ids: Sequence[int]) -> dict[int, Return]:
    """Those of these drafts that came back, each with its reason."""
    if not draft_ids:
        return {}
    these = and_(Draft.id.in_(draft_ids), Draft.state == "drafting")
    found: dict[int, Return] = {}
    for rows in (_from_turns(), _from_clerk()):
        for draft_id, name, reason in session.execute(rows.where(these)):
            found.setdefault(draft_id, Return(name, reason))
    return found


def _from_turns() -> Select[int, str, str]:
    return (
        select(Draft.id, Person.name, CircuitStep.comment)
        .join(CircuitStep, and_(_ends_round(), _is_returned()))
        .join(Person, Person.id == CircuitStep.acted_by_id)
    )


def _from_clerk() -> Select[int, str, str]:
    """The clerk's own reason of this round, not what was remarked meanwhile."""
    given_back = and_(
        DraftComment.draft_id == Draft.id,
        DraftComment.is_return,
        DraftComment.at >= CircuitStep.acted_at,
    )
    return (
        select(Draft.id, Person.name, DraftComment.text)
        .join(CircuitStep, and_(_ends_round(), _is_signed()))
        .join(DraftComment, given_back)
        .join(Person, Person.id == DraftComment.author_id)
        .order_by(DraftComment.id)
    )


def _ends_round() -> ColumnElement[bool]:
    return and_(
        CircuitStep.draft_id == Draft.id, CircuitStep.round == Draft.round, CircuitStep.is_live
    )


def _is_returned() -> ColumnElement[bool]:
    return CircuitStep.state == "returned"


def _is_signed() -> ColumnElement[bool]:
    """A draft with its author although it was signed: only the clerk gives it back then."""
    return and_(CircuitStep.kind == SIGN, CircuitStep.state == "done")
