"""The circuit that is proposed: the author's last one for this sort, else by rule."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.inputs import TypedStep
from app.approval.models import Approval, CircuitStep
from app.approval.policy import Matter
from app.approval.queries.people import Approver
from app.approval.rules.circuit import OPINION, SIGN
from app.approval.rules.proposals import circuit_by_rule
from app.approval.settings import OPINION_DAYS
from app.core import clock
from app.core.feature import Proposed
from app.core.settings import value
from app.deadlines.queries import calendar
from app.deadlines.rules.working_time import add_working_days
from app.records.models import Record


def proposed_circuit(
    session: Session, matter: Matter, people: Sequence[Approver]
) -> tuple[TypedStep, ...]:
    """What this record went through before, what the author chose last, or what the rule says.

    A round in which nobody signed says nothing of how the next is to end.
    """
    known = {person.post_id for person in people}
    earlier = _last_round(session, matter)
    proposed = matter.proposed
    was_signed = any(step.kind == SIGN for step in earlier)
    if was_signed and all(step.post_id in known for step in earlier):
        return _as_lines(session, proposed, earlier, known)
    by_rule = circuit_by_rule(people, proposed.author_id, proposed.unit_id, proposed.signer_post_id)
    return tuple(TypedStep(kind, post_id) for kind, post_id in by_rule)


def _last_round(session: Session, matter: Matter) -> list[CircuitStep]:
    """The newest round of this record, else of the author's newest other one of this sort."""
    proposed = matter.proposed
    newest = (
        select(Approval.record_id, Approval.round)
        .join(Record, Record.id == Approval.record_id)
        .where(
            Approval.author_id == proposed.author_id,
            Approval.sort == proposed.sort,
            Record.kind == matter.kind,
            Record.agency_id == proposed.agency_id,
        )
        .order_by((Approval.record_id == proposed.record_id).desc(), Approval.record_id.desc())
        .limit(1)
    )
    found = session.execute(newest).first()
    if found is None:
        return []
    steps = select(CircuitStep).where(
        CircuitStep.record_id == found[0], CircuitStep.round == found[1], CircuitStep.is_live
    )
    return list(session.scalars(steps.order_by(CircuitStep.position, CircuitStep.id)))


def _as_lines(
    session: Session, proposed: Proposed, steps: Sequence[CircuitStep], known: Collection[int]
) -> tuple[TypedStep, ...]:
    """The same people; opinions get a new day, and the signer is the one the record names, where
    that one can be asked."""
    days = calendar(session, proposed.agency_id)
    given = value(session, OPINION_DAYS, proposed.agency_id)
    until = add_working_days(clock.today(), given, days).strftime("%d/%m/%Y")
    lines, position = [], None
    for step in steps:
        names_signer = step.kind == SIGN and proposed.signer_post_id in known
        post_id = proposed.signer_post_id if names_signer else step.post_id
        lines.append(
            TypedStep(
                kind=step.kind,
                post_id=post_id or step.post_id,
                until=until if step.kind == OPINION else "",
                with_previous=step.position == position,
            )
        )
        position = step.position
    return tuple(lines)
