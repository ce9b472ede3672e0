"""Who is told what of leave."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.access.events import Disabled
from app.core.feature import GIVEN_WORK, MY_WORK, MessageKind, Occasion, Telling
from app.core.text import N_
from app.leave import events, queries
from app.leave.models import LeaveRequest
from app.leave.rules import APPROVED, ASKED
from app.organisation.queries import acting_for, person_names

DECIDED = {
    True: N_("%(name)s approved your leave from %(first)s to %(last)s."),
    False: N_("%(name)s refused your leave from %(first)s to %(last)s: %(reason)s"),
}


def _asked(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    request = _request(session, payload)
    if request.state != ASKED:
        return None
    people = acting_for(session, queries.deciders(session, request)) - {request.person_id}
    words = N_("%(name)s asks for leave from %(first)s to %(last)s: %(reason)s")
    values = {"name": _name(session, request.person_id), "reason": request.reason}
    before_id = payload.get("before_id")
    if before_id is None:
        return _telling(request, people, "asked", words, values)
    telling = _telling(request, people, "asked", words, values)
    _first, key = _asking_keys(request.id, request.unit_id)
    return replace(telling, key=key, settles=_asking_keys(request.id, before_id))


def _decided(session: Session, payload: Mapping[str, Any]) -> Telling:
    request = _request(session, payload)
    is_approved = request.absence_id is not None or request.state == APPROVED
    name = _name(session, request.decided_by_id or 0)
    values = {"name": name, "reason": request.answer}
    people = {request.person_id}
    return _telling(request, people, "decided", DECIDED[is_approved], values, settles=True)


def _stood_in(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    request = _request(session, payload)
    if request.state != APPROVED or request.stand_in_id is None:
        return None
    words = N_("You stand in for %(name)s from %(first)s to %(last)s.")
    people = {request.stand_in_id}
    values = {"name": _name(session, request.person_id)}
    return _telling(request, people, "stands in", words, values)


def _taken_back(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Who decides hears of it, and who stood in; who asked, if they were called back."""
    request, by_id = _request(session, payload), payload["by_id"]
    people = queries.deciders(session, request) | {request.person_id}
    if payload["was"] == APPROVED and request.stand_in_id is not None:
        people |= {request.stand_in_id}
    words = N_("%(by)s took back the leave of %(name)s from %(first)s to %(last)s.")
    values = {"by": _name(session, by_id), "name": _name(session, request.person_id)}
    return _telling(request, people - {by_id}, "back", words, values, settles=True)


def _stand_in_gone(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever asked, and whoever decides, hears that the one who was to stand in cannot."""
    gone = queries.gone_stand_ins(session, LeaveRequest.stand_in_id == payload["person_id"])
    if not gone:
        return None
    requests = [session.get_one(LeaveRequest, one.leave_id) for one in gone]
    people = {one.person_id for one in requests}
    for one in requests:
        people |= queries.deciders(session, one)
    numbers = [str(one.id) for one in requests]
    return Telling(
        people=acting_for(session, people),
        key=f"stand-in gone:{payload['person_id']}:{','.join(numbers)}"[:120],
        words=N_(
            "%(name)s, who was to stand in for %(who)s, cannot sign in any more: take the leave"
            " back and ask with somebody else."
        ),
        path=f"/leave/{numbers[0]}" if len(numbers) == 1 else "/leave",
        values={"name": gone[0].stand_in, "who": ", ".join(one.name for one in gone)},
    )


def _name(session: Session, person_id: int) -> str:
    return person_names(session, [person_id]).get(person_id, "")


def _asking_keys(leave_id: int, unit_id: int | None) -> tuple[str, str]:
    """By which its decision was asked for: at first, and of the head of the unit it went to."""
    return f"leave asked:{leave_id}", f"leave asked:{leave_id}:u{unit_id or 0}"


def _request(session: Session, payload: Mapping[str, Any]) -> LeaveRequest:
    return session.get_one(LeaveRequest, payload["leave_id"])


def _telling(
    request: LeaveRequest,
    people: set[int],
    what: str,
    words: str,
    values: Mapping[str, str],
    *,
    settles: bool = False,
) -> Telling:
    days = {
        "first": request.starts_on.strftime("%d/%m/%Y"),
        "last": request.ends_on.strftime("%d/%m/%Y"),
    }
    return Telling(
        people=people,
        key=f"leave {what}:{request.id}",
        words=words,
        path=f"/leave/{request.id}",
        values={**days, **values},
        settles=_asking_keys(request.id, request.unit_id) if settles else (),
    )


OWED = Occasion(name="leave.asked", words=N_("Leave is asked of you"), group=GIVEN_WORK, email=True)
SETTLED = Occasion(
    name="leave.decided",
    words=N_("Leave is decided or taken back, or you stand in for somebody"),
    group=MY_WORK,
    email=True,
)

MESSAGES = (
    MessageKind("leave.asked", events.Asked.topic, _asked, occasion=OWED),
    MessageKind("leave.decided", events.Decided.topic, _decided, occasion=SETTLED),
    MessageKind("leave.stood_in", events.StoodIn.topic, _stood_in, occasion=SETTLED),
    MessageKind("leave.stand_in_gone", Disabled.topic, _stand_in_gone, occasion=SETTLED),
    MessageKind("leave.taken_back", events.TakenBack.topic, _taken_back, occasion=SETTLED),
)
