"""Who is told what of lines of work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import (
    GIVEN_WORK,
    MY_WORK,
    NOTICE,
    SMS,
    Face,
    MessageKind,
    Occasion,
    Telling,
    UrgentTelling,
)
from app.core.text import N_
from app.core.words import called
from app.organisation.queries import acting_for
from app.records.queries import face_of
from app.records.telling import tell_of
from app.work import events
from app.work.models import Assignment
from app.work.queries import people_of, people_of_holders

ROLE_MESSAGES = {
    "lead": N_("You are to lead the work on %(reference)s: %(subject)s"),
    "cohandler": N_("You are to work with others on %(reference)s: %(subject)s"),
    "information": N_("For your information: %(reference)s: %(subject)s"),
}


def _assigned(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Its holder is told, and by text message too when it is urgent."""
    line, face = _line(session, payload)
    people = people_of(session, line)
    told, words = people - {line.given_by_id}, ROLE_MESSAGES[line.role]
    telling = tell_of(face, told, _asked(line), words)
    if not face.urgency or line.state != "open":
        return telling
    return replace(telling, urgent=_urgent(face, line, people))


def _urgent(face: Face, line: Assignment, people: set[int]) -> UrgentTelling:
    return UrgentTelling(
        key=_urged(line),
        people=people,
        record_id=line.record_id,
        agency_id=line.agency_id,
        urgency=face.urgency,
        reference=called(face.reference, face.number),
        issuer=face.source,
        subject=face.subject,
        due_at=line.due_at,
        unit_id=line.unit_id,
        by_id=line.given_by_id,
    )


def _returned(session: Session, payload: Mapping[str, Any]) -> Telling:
    words = N_("%(reference)s was returned to you: %(reason)s")
    return _to_giver(session, *_line(session, payload), "returned", words)


def _finished(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    line, face = _line(session, payload)
    if line.role == "information":
        return None
    words = N_("Work on %(reference)s is finished: %(reason)s")
    return _to_giver(session, line, face, "finished", words)


WITHDRAWN = N_("You were taken off %(reference)s: %(reason)s")
RECALLED = N_("You need not act on %(reference)s any more: %(subject)s")


def _withdrawn(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    line, face = _line(session, payload)
    if line.state == "open":  # what took it away was undone meanwhile
        return None
    words = WITHDRAWN if line.outcome else RECALLED
    people, key = people_of(session, line), f"{line.state}:{line.id}"
    return _settling(line, tell_of(face, people, key, words, reason=line.outcome))


def _due_changed(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Every holder whose date changed, also below the line that somebody changed."""
    line, face = _line(session, payload)
    words = N_("Your work on %(reference)s is due on %(new)s, not %(old)s: %(reason)s")
    dates = {"new": written_day(payload["due_at"]), "old": written_day(payload["old_due_at"])}
    people = people_of(session, line) - {payload["by_id"]}
    key = f"due:{line.id}:{payload['version']}"
    return tell_of(face, people, key, words, reason=payload["reason"], **dates)


def written_day(moment: str | None) -> str:
    """The day of a moment as events keep it."""
    due_at = datetime.fromisoformat(moment) if moment else None
    return clock.local(due_at).strftime("%d/%m/%Y") if due_at else "–"


def _unanswered(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, face = _line(session, payload)
    words = N_("%(reply)s was recalled: %(reference)s is yours to answer again")
    key = f"unanswered:{line.id}:{line.version}"
    return tell_of(face, people_of(session, line), key, words, reply=payload["reply"])


def _given_back(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    line, face = _line(session, payload)
    if line.state != "open":
        return None
    words = N_("%(reference)s is yours again: %(subject)s")
    return tell_of(face, people_of(session, line), f"again:{line.id}:{line.version}", words)


def _closed(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever held it hears that nothing more is asked of them, and why."""
    line, face = _line(session, payload)
    people = people_of(session, line) - {payload["by_id"]}
    words = N_("Your work on %(reference)s ended with it: %(reason)s")
    told = tell_of(face, people, f"{line.state}:{line.id}", words, reason=line.outcome)
    return _settling(line, told)


def _settling(line: Assignment, told: Telling) -> Telling:
    """Nobody is asked any more to do what the line asked."""
    return replace(told, settles=(_asked(line), _urged(line)))


def _asked(line: Assignment) -> str:
    return f"assigned:{line.id}"


def _urged(line: Assignment) -> str:
    return f"urgent:{line.id}"


def _late(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, face = _line(session, payload)
    words = N_("%(reference)s is overdue: %(subject)s")
    key = f"late:{line.id}:{payload['due_at']}"
    return tell_of(face, people_of(session, line), key, words)


def _dates_moved(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Once for each person, however many of their dates moved."""
    people = people_of_holders(session, payload["holders"]) - {payload["by_id"]}
    day = date.fromisoformat(payload["day"]).strftime("%d/%m/%Y")
    words = N_("Due dates of your work moved with the calendar: %(day)s, %(reason)s")
    key, values = f"calendar:{payload['at']}", {"day": day, "reason": payload["reason"]}
    return Telling(people=people, key=key, words=words, path="/work", values=values)


def _line(session: Session, payload: Mapping[str, Any]) -> tuple[Assignment, Face]:
    line = session.get_one(Assignment, payload["assignment_id"])
    return line, face_of(session, line.record_id)


def _to_giver(session: Session, line: Assignment, face: Face, key: str, words: str) -> Telling:
    people = acting_for(session, {line.given_by_id})
    told = tell_of(face, people, f"{key}:{line.id}:{line.version}", words, reason=line.outcome)
    return _settling(line, told)


GIVEN = Occasion(
    name="work.given",
    words=N_("Work is given to you"),
    note=N_("passed on, given again and taken back too"),
    group=MY_WORK,
    email=True,
)
LATE = Occasion(
    name="work.late",
    words=N_("Your work is overdue"),
    note=N_("once"),
    group=MY_WORK,
    email=True,
)
MOVED = Occasion(
    name="work.moved",
    words=N_("Due dates of your work change"),
    note=N_("with the calendar: one message for all of them"),
    group=MY_WORK,
)
FINISHED = Occasion(
    name="work.finished",
    words=N_("Work that you gave is finished or returned"),
    group=GIVEN_WORK,
)

MESSAGES = (
    MessageKind("work.assigned", events.Assigned.topic, _assigned, (NOTICE, SMS), GIVEN),
    MessageKind("work.returned", events.Returned.topic, _returned, occasion=FINISHED),
    MessageKind("work.withdrawn", events.Withdrawn.topic, _withdrawn, occasion=GIVEN),
    MessageKind("work.recalled", events.Recalled.topic, _withdrawn, occasion=GIVEN),
    MessageKind("work.finished", events.Finished.topic, _finished, occasion=FINISHED),
    MessageKind("work.due_changed", events.DueChanged.topic, _due_changed, occasion=MOVED),
    MessageKind("work.unanswered", events.Unanswered.topic, _unanswered, occasion=GIVEN),
    MessageKind("work.given_back", events.GivenBack.topic, _given_back, occasion=GIVEN),
    MessageKind("work.closed", events.Closed.topic, _closed, occasion=GIVEN),
    MessageKind("work.dates_moved", events.DatesMoved.topic, _dates_moved, occasion=MOVED),
    MessageKind("work.late", events.BecameLate.topic, _late, occasion=LATE),
)
