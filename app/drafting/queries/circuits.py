"""The circuit that is proposed: the author's last one for this type, else by rule."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.settings import value
from app.deadlines.queries import calendar
from app.deadlines.rules.working_time import add_working_days
from app.drafting.inputs import TypedStep
from app.drafting.models import CircuitStep, Draft
from app.drafting.queries.people import Approver
from app.drafting.rules.circuit import OPINION, SIGN
from app.drafting.rules.proposals import circuit_by_rule
from app.drafting.settings import OPINION_DAYS


def proposed_circuit(
    session: Session, draft: Draft, people: Sequence[Approver]
) -> tuple[TypedStep, ...]:
    """What this draft went through before, what the author chose last, or what the rule says."""
    known = {person.post_id for person in people}
    earlier = _last_round(session, draft)
    if earlier and all(step.post_id in known for step in earlier):
        return _as_lines(session, draft, earlier)
    return tuple(
        TypedStep(kind, post_id)
        for kind, post_id in circuit_by_rule(
            people, draft.author_id, draft.unit_id, draft.signer_post_id
        )
    )


def _last_round(session: Session, draft: Draft) -> list[CircuitStep]:
    """The newest round of this draft, else of the author's newest other draft of this type."""
    newest = (
        select(CircuitStep.draft_id, CircuitStep.round)
        .join(Draft, Draft.id == CircuitStep.draft_id)
        .where(
            Draft.author_id == draft.author_id,
            Draft.type_code == draft.type_code,
            Draft.agency_id == draft.agency_id,
        )
        .order_by((Draft.id == draft.id).desc(), Draft.id.desc(), CircuitStep.round.desc())
        .limit(1)
    )
    found = session.execute(newest).first()
    if found is None:
        return []
    steps = select(CircuitStep).where(
        CircuitStep.draft_id == found[0], CircuitStep.round == found[1], CircuitStep.is_live
    )
    return list(session.scalars(steps.order_by(CircuitStep.position, CircuitStep.id)))


def _as_lines(
    session: Session, draft: Draft, steps: Sequence[CircuitStep]
) -> tuple[TypedStep, ...]:
    """The same people; opinions get a new day, and the signer is the one the draft names."""
    days = calendar(session, draft.agency_id)
    given = value(session, OPINION_DAYS, draft.agency_id)
    until = add_working_days(clock.today(), given, days).strftime("%d/%m/%Y")
    lines, position = [], None
    for step in steps:
        post_id = draft.signer_post_id if step.kind == SIGN else step.post_id
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
