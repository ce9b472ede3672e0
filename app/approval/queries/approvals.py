"""One record's approval with everything its page shows, in a fixed number of statements."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import IS_CURRENT, Approval, CircuitStep, Remark
from app.core import clock
from app.organisation.models import Post
from app.organisation.queries import person_names


@dataclass(frozen=True)
class ApprovalView:
    """Where a record stands in its approval, all its turns and remarks, and the names in them."""

    record_id: int
    author_id: int
    state: str
    """Of the approval; empty where the record was never sent round."""
    round: int
    steps: tuple[CircuitStep, ...]
    remarks: tuple[Remark, ...]
    names: dict[int, str]
    is_stuck: bool
    """It is the turn of somebody who no longer holds the post they were asked in."""

    @property
    def is_circulating(self) -> bool:
        return self.state == "circulating"

    @property
    def round_steps(self) -> tuple[CircuitStep, ...]:
        """The steps of the present round, those gone through again included."""
        return tuple(step for step in self.steps if step.round == self.round)

    @property
    def live_steps(self) -> tuple[CircuitStep, ...]:
        return tuple(step for step in self.round_steps if step.is_live)

    def name(self, person_id: int | None) -> str:
        return self.names.get(person_id, "") if person_id is not None else ""


def approval_view(session: Session, record_id: int, author_id: int) -> ApprovalView:
    """Everything about the approval of a record that the actor is known to read."""
    approval = session.get(Approval, record_id)
    rows = (
        select(CircuitStep, Post.valid_to)
        .outerjoin(Post, Post.id == CircuitStep.post_id)
        .where(CircuitStep.record_id == record_id)
        .order_by(CircuitStep.round, CircuitStep.position, CircuitStep.id)
    )
    found = session.execute(rows).all()
    steps = tuple(step for step, _ended_on in found)
    remarks = session.scalars(
        select(Remark).where(Remark.record_id == record_id).order_by(Remark.id)
    ).all()
    people = {author_id, *(step.person_id for step in steps), *(one.author_id for one in remarks)}
    people.update(step.acted_by_id for step in steps if step.acted_by_id is not None)
    return ApprovalView(
        record_id=record_id,
        author_id=author_id,
        state=approval.state if approval is not None else "",
        round=approval.round if approval is not None else 0,
        steps=steps,
        remarks=tuple(remarks),
        names=person_names(session, people),
        is_stuck=any(
            step.state == "current" and ended_on is not None and ended_on < clock.today()
            for step, ended_on in found
        ),
    )


def is_stuck(session: Session, record_id: int) -> bool:
    """Whether the circuit waits for a post that has ended, so that nobody can act in it."""
    ended = (
        select(CircuitStep.id)
        .join(Post, Post.id == CircuitStep.post_id)
        .where(
            CircuitStep.record_id == record_id,
            IS_CURRENT,
            Post.valid_to < clock.today(),
        )
    )
    return session.scalar(ended.limit(1)) is not None
