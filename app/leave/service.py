"""Leave: asked for, approved or refused, taken back."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from app.access.service.delegations import (
    DelegationData,
    delegation_problems,
    end_delegation,
    put_delegation,
)
from app.audit.service import Subject, must_be_latest
from app.audit.service import record as note
from app.core import clock, outbox
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor, person_token
from app.core.reasons import reason_problems
from app.core.text import N_
from app.leave import queries
from app.leave.events import Asked, Decided, StoodIn, TakenBack
from app.leave.models import LeaveRequest
from app.leave.policy import decides, in_whose_name, sees
from app.leave.rules import APPROVED, ASKED, OPEN, REFUSED, TAKEN_BACK, LeaveData, asking_problems
from app.organisation.queries import person_names
from app.organisation.queries.bodies import must_hold_post
from app.organisation.service.absences import (
    AbsenceData,
    absence_problems,
    cut_absence,
    put_absence,
)
from app.organisation.service.common import take_turn_of


def ask(session: Session, actor: Actor, data: LeaveData) -> LeaveRequest:
    """The actor asks to be away. What could not be approved is refused at once, with every reason;
    a person's requests follow one another."""
    own = next((post for post in actor.posts if not post.is_delegated), None)
    if own is None:
        raise Forbidden
    take_turn_of(session, person_token(actor.person_id))
    request = LeaveRequest(
        agency_id=own.agency_id,
        person_id=actor.person_id,
        unit_id=queries.deciding_unit(session, own),
        **asdict(data),
    )
    problems = asking_problems(data) + absence_problems(
        session, own.agency_id, actor.person_id, _absence(request)
    )
    problems += _overlap_problems(session, request)
    if data.delegates and not problems:
        post = must_hold_post(session, request.person_id, request.agency_id)
        problems += delegation_problems(session, post, _delegation(request, post.id))
    refuse_for(problems)
    session.add(request)
    session.flush()
    _note(session, actor, request, "asked", reason=data.reason)
    outbox.publish(session, Asked(request.id))
    return request


def approve(session: Session, actor: Actor, leave_id: int, version: int) -> LeaveRequest:
    """The absence is noted, and the post delegated where that was wished."""
    request = _to_decide(session, actor, leave_id, version)
    absence = put_absence(session, actor, request.person_id, _absence(request))
    request.absence_id = absence.id
    if request.delegates:
        post = must_hold_post(session, request.person_id, request.agency_id)
        data = _delegation(request, post.id)
        request.delegation_id = put_delegation(session, actor, post, data).id
    _decided(session, actor, request, APPROVED)
    if request.stand_in_id is not None:
        outbox.publish(session, StoodIn(request.id))
    return request


def refuse(
    session: Session, actor: Actor, leave_id: int, version: int, reason: str
) -> LeaveRequest:
    request = _to_decide(session, actor, leave_id, version)
    refuse_for(reason_problems(reason))
    request.answer = reason
    _decided(session, actor, request, REFUSED, reason=reason)
    return request


def take_back(session: Session, actor: Actor, leave_id: int, version: int) -> LeaveRequest:
    """Whoever asked needs it no more, or whoever decides calls them back: what of it is past stays,
    the absence and the delegation end today."""
    request = _taken_in_hand(session, actor, leave_id, version)
    if actor.person_id != request.person_id and not decides.for_row(actor, request):
        raise Forbidden
    was = request.state
    if was not in OPEN or (was == APPROVED and request.ends_on < clock.today()):
        raise Refused(Problem(N_("This is over: there is nothing to take back.")))
    if request.absence_id is not None:
        cut_absence(session, actor, request.absence_id)
    if request.delegation_id is not None:
        end_delegation(session, actor, request.delegation_id)
    _ended(request, TAKEN_BACK)
    _note(session, actor, request, "taken_back")
    outbox.publish(session, TakenBack(request.id, actor.person_id, was))
    return request


def _taken_in_hand(session: Session, actor: Actor, leave_id: int, version: int) -> LeaveRequest:
    """The locked request at its latest version; Stale names whoever was quicker."""
    request = session.get(LeaveRequest, leave_id, with_for_update=True, populate_existing=True)
    if request is None or not sees.for_row(actor, request):
        raise NotFound
    must_be_latest(session, _subject(request), request.version, version, "leave.")
    return request


def _to_decide(session: Session, actor: Actor, leave_id: int, version: int) -> LeaveRequest:
    request = _taken_in_hand(session, actor, leave_id, version)
    if not decides.for_row(actor, request):
        raise Forbidden
    if request.state != ASKED:
        raise Refused(Problem(N_("This was decided already.")))
    return request


def _decided(
    session: Session, actor: Actor, request: LeaveRequest, state: str, **values: Any
) -> None:
    request.decided_by_id, request.decided_at = actor.person_id, clock.now()
    _ended(request, state)
    _note(session, actor, request, state, **values)
    outbox.publish(session, Decided(request.id))


def _ended(request: LeaveRequest, state: str) -> None:
    request.state = state
    request.version += 1


def _absence(request: LeaveRequest) -> AbsenceData:
    return AbsenceData(
        request.starts_on,
        request.ends_on,
        request.reason,
        request.stand_in_id,
        request.reroutes or False,
        request.from_noon or False,
        request.until_noon or False,
    )


def _delegation(request: LeaveRequest, post_id: int) -> DelegationData:
    """Everything but signing: an authorisation to sign is a paper of its own (Decree 30/2020,
    article 13)."""
    first = max(request.starts_on, clock.today())
    return DelegationData(
        post_id, request.stand_in_id or 0, "process", first, request.ends_on, request.reason
    )


def _overlap_problems(session: Session, request: LeaveRequest) -> list[Problem]:
    message = N_("You asked for leave from %(first)s to %(last)s already; it is not decided yet.")
    return [
        Problem(
            message,
            {
                "first": one.starts_on.strftime("%d/%m/%Y"),
                "last": one.ends_on.strftime("%d/%m/%Y"),
            },
            "starts_on",
        )
        for one in queries.overlapping(session, request)
    ]


def _subject(request: LeaveRequest) -> Subject:
    return Subject("leave", request.id)


def _note(session: Session, actor: Actor, request: LeaveRequest, what: str, **values: Any) -> None:
    note(
        session,
        actor,
        f"leave.{what}",
        _subject(request),
        on_behalf_of=in_whose_name(actor, request),
        agency_id=request.agency_id,
        name=person_names(session, [request.person_id])[request.person_id],
        starts_on=request.starts_on.isoformat(),
        ends_on=request.ends_on.isoformat(),
        **values,
    )
