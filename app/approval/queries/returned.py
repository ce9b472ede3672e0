"""Records that came back to their author: from a turn of the circuit, or after they were signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, select, union_all
from sqlalchemy.orm import QueryableAttribute, Session

from app.approval.models import Approval, CircuitStep, Remark
from app.core.db import constant
from app.organisation.models import Person


@dataclass(frozen=True)
class Return:
    """Who sent it back, and why."""

    by: str
    reason: str


def came_back(record_id: QueryableAttribute[int]) -> ColumnElement[bool]:
    """True for rows of records that came back to their author and were not sent again."""
    return exists().where(Approval.record_id == record_id, Approval.state == "returned")


def returns(session: Session, record_ids: Sequence[int]) -> dict[int, Return]:
    """Those of these records that came back, each with its newest reason."""
    if not record_ids:
        return {}
    turned = (
        select(CircuitStep.record_id, CircuitStep.acted_at, Person.name, CircuitStep.comment)
        .join(Person, Person.id == CircuitStep.acted_by_id)
        .where(CircuitStep.state == constant("returned"))
    )
    given_back = (
        select(Remark.record_id, Remark.at, Person.name, Remark.text)
        .join(Person, Person.id == Remark.author_id)
        .where(Remark.is_return)
    )
    back = select(Approval.record_id).where(
        and_(Approval.record_id.in_(record_ids), Approval.state == "returned")
    )
    said: CompoundSelect[*tuple[Any, ...]] = union_all(
        turned.where(CircuitStep.record_id.in_(back)), given_back.where(Remark.record_id.in_(back))
    )
    rows = sorted(session.execute(said), key=lambda row: row[1])
    return {record_id: Return(name, reason) for record_id, _at, name, reason in rows}
