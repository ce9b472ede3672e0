"""What the pages show: a sending with its chains, the call list, the roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from app.core import clock
from app.core.errors import Forbidden, NotFound
from app.core.policy import Actor
from app.messages.queries import segments_since, text_states
from app.organisation.queries import person_names
from app.records.queries import get_face
from app.urgent import policy
from app.urgent.models import UrgentAlert, UrgentCall, UrgentStep, UrgentTarget
from app.urgent.queries.asked import may_phone, people_to_phone
from app.urgent.queries.chain import candidates, on_duty
from app.urgent.rules import Candidate

MOST_CALLS = 100


@dataclass(frozen=True)
class StepRow:
    step: UrgentStep
    sms: str | None
    """The state of its message."""


@dataclass(frozen=True)
class Chain:
    """A receiver with everything that was done to reach it."""

    target: UrgentTarget
    steps: Sequence[StepRow]
    calls: Sequence[UrgentCall]
    confirmed_by: str


@dataclass(frozen=True)
class ToPhone:
    """A receiver on the call list, and whom to phone, in order."""

    target: UrgentTarget
    people: Sequence[Candidate]
    calls: Sequence[UrgentCall]


def get_alert(session: Session, actor: Actor, alert_id: int) -> UrgentAlert:
    """This sending, of a record that the actor may read; raises NotFound."""
    alert = session.get(UrgentAlert, alert_id, options=[joinedload(UrgentAlert.sent_by)])
    if alert is None:
        raise NotFound
    get_face(session, alert.record_id, actor)
    return alert


def alerts_of(session: Session, record_id: int) -> Sequence[UrgentAlert]:
    rows = select(UrgentAlert).where(UrgentAlert.record_id == record_id)
    with_sender = rows.options(joinedload(UrgentAlert.sent_by))
    return session.scalars(with_sender.order_by(UrgentAlert.id.desc()).limit(20)).all()


def chains_of(session: Session, alert_ids: Sequence[int]) -> list[Chain]:
    """Every receiver of these sendings, those without a confirmation first."""
    if not alert_ids:
        return []
    order = (UrgentTarget.confirmed_at.is_not(None), UrgentTarget.state, UrgentTarget.id)
    rows = select(UrgentTarget).where(UrgentTarget.alert_id.in_(alert_ids)).order_by(*order)
    found = session.scalars(rows).all()
    ids = [one.id for one in found]
    steps, calls = _steps_of(session, ids), _calls_of(session, ids)
    names = person_names(session, {one.confirmed_by_id for one in found})
    return [
        Chain(
            one,
            steps.get(one.id, ()),
            calls.get(one.id, ()),
            names.get(one.confirmed_by_id or 0, ""),
        )
        for one in found
    ]


def _steps_of(session: Session, target_ids: Sequence[int]) -> dict[int, list[StepRow]]:
    steps = session.scalars(
        select(UrgentStep)
        .where(UrgentStep.target_id.in_(target_ids))
        .options(joinedload(UrgentStep.person))
        .order_by(UrgentStep.id)
    ).all()
    keys = {one.id: f"climb:{one.target_id}:{one.person_id}" for one in steps if not one.skipped}
    states = text_states(session, keys.values())
    found: dict[int, list[StepRow]] = {}
    for one in steps:
        state = states.get(keys.get(one.id, ""))
        found.setdefault(one.target_id, []).append(StepRow(one, state))
    return found


def _calls_of(session: Session, target_ids: Sequence[int]) -> dict[int, list[UrgentCall]]:
    rows = select(UrgentCall).where(UrgentCall.target_id.in_(target_ids))
    with_names = rows.options(joinedload(UrgentCall.person), joinedload(UrgentCall.called_by))
    found: dict[int, list[UrgentCall]] = {}
    for call in session.scalars(with_names.order_by(UrgentCall.id)):
        found.setdefault(call.target_id, []).append(call)
    return found


def to_phone(session: Session, which: ColumnElement[bool]) -> list[ToPhone]:
    """Receivers on the call list, longest silent first, each with everybody of its chain."""
    rows = (
        select(UrgentTarget)
        .join(UrgentAlert)
        .where(UrgentTarget.state == "calling", which)
        .options(joinedload(UrgentTarget.alert))
        .order_by(UrgentTarget.calling_since, UrgentTarget.id)
    )
    targets = session.scalars(rows.limit(MOST_CALLS)).all()
    ids = [one.id for one in targets]
    chains, calls = people_to_phone(session, ids), _calls_of(session, ids)
    everybody = dict.fromkeys(person for people in chains.values() for person in people)
    known = {one.person_id: one for one in candidates(session, list(everybody))}
    return [
        ToPhone(one, [known[who] for who in chains.get(one.id, ())], calls.get(one.id, ()))
        for one in targets
    ]


def calls_of_agency(session: Session, actor: Actor) -> list[ToPhone]:
    """The call list of the actor's agency and of those it succeeded, for whoever may phone there;
    Forbidden for others."""
    agency_id = actor.agency_id or 0
    if not policy.may_call(actor, agency_id, on_duty(session, agency_id)):
        raise Forbidden
    return to_phone(session, UrgentAlert.agency_id.in_({agency_id, *actor.agency_ids}))


def calls_of_alert(session: Session, actor: Actor, alert: UrgentAlert) -> list[ToPhone]:
    """Whom to phone for this sending; nobody, for whoever may not."""
    may = may_phone(session, actor, alert)
    return to_phone(session, UrgentAlert.id == alert.id) if may else []


def month_segments(session: Session, agency_id: int) -> int:
    """Segments of urgent messages that this agency has sent since the month began."""
    records = select(UrgentAlert.record_id).where(UrgentAlert.agency_id == agency_id)
    return segments_since(session, records, clock.at(clock.today().replace(day=1), time.min))
