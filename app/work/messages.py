"""Who is told what of lines of work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
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
from app.core.policy import person_token
from app.core.text import N_
from app.core.words import called
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import due_colour
from app.organisation.queries import acting_for, holder_names
from app.records.queries import face_of
from app.records.telling import tell_of
from app.work import events
from app.work.models import Assignment, Extension
from app.work.queries import deciders_of, people_of, people_of_holders

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
    return written(datetime.fromisoformat(moment)) if moment else "–"


def written(moment: datetime) -> str:
    return clock.local(moment).strftime("%d/%m/%Y")


def _extension_asked(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Whoever gave the line decides; where they are no longer there, whoever directs."""
    asked = session.get_one(Extension, payload["extension_id"])
    if asked.state != "asked":
        return None
    line, face = asked.line, face_of(session, asked.line.record_id)
    words = N_("%(name)s asks to put off %(reference)s to %(new)s: %(reason)s")
    values = {"name": asked.asked_by.name, "reason": asked.reason, "new": written(asked.due_at)}
    version = payload["version"]
    key = f"extension:{asked.id}:{version}" if version else f"extension:{asked.id}"
    return tell_of(face, deciders_of(session, line) - {asked.asked_by_id}, key, words, **values)


def _longer_needed(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Who holds the line above asks for more time, with what they were told."""
    line, face = _line(session, payload)
    if line.state != "open":
        return None
    words = N_("%(name)s needs %(reference)s until %(new)s, ask for more time: %(reason)s")
    people = deciders_of(session, line) - {payload["by_id"]}
    token = person_token(payload["by_id"])
    name = holder_names(session, {token})[token]
    values = {"name": name, "reason": payload["reason"], "new": written_day(payload["due_at"])}
    return tell_of(face, people, f"longer:{line.id}:{payload['at']}", words, **values)


DECIDED = {
    "granted": N_("Your work on %(reference)s is put off: now due on %(new)s. %(reason)s"),
    "refused": N_("Your work on %(reference)s stays due on %(old)s: %(reason)s"),
}


def _extension_ended(session: Session, payload: Mapping[str, Any]) -> Telling:
    asked = session.get_one(Extension, payload["extension_id"])
    line, face = asked.line, face_of(session, asked.line.record_id)
    words, people = DECIDED.get(asked.state), set[int]()
    if words is not None:
        people = (people_of(session, line) | {asked.asked_by_id}) - {asked.decided_by_id}
    dates = {"old": written(asked.old_due_at), "new": written(asked.due_at)}
    key = f"extended:{asked.id}:{asked.line_version}"
    told = tell_of(face, people, key, words or "", reason=asked.answer, **dates)
    return replace(told, settles=(f"extension:{asked.id}",))


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


LATE_WORDS = (
    N_("%(reference)s is overdue: %(subject)s"),
    N_("%(count)s lines of your work are overdue now"),
    N_("%(reference)s is overdue, put off %(times)s times: %(subject)s"),
)
SOON_WORDS = (
    N_("%(reference)s is due soon, on %(due)s: %(subject)s"),
    N_("%(count)s lines of your work are due soon"),
    N_("%(reference)s is due soon, on %(due)s, put off %(times)s times: %(subject)s"),
)


def _late(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Until 2026-11-29 a reminder was of one line, for all who held it."""
    if "assignment_id" in payload:
        line, face = _line(session, payload)
        people = people_of(session, line) if _is_still(session, line, "late") else set()
        return tell_of(face, people, f"late:{line.id}:{payload['due_at']}", LATE_WORDS[0])
    return _reminded(session, payload, "late", LATE_WORDS)


def _due_soon(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    return _reminded(session, payload, "soon", SOON_WORDS)


def _reminded(
    session: Session, payload: Mapping[str, Any], colour: str, words: tuple[str, str, str]
) -> Telling | None:
    """One line by its name, and how often it was put off, more by their number; nothing of what is
    otherwise by now."""
    one, more, put_off = words
    lines = session.scalars(select(Assignment).where(Assignment.id.in_(payload["lines"])))
    still = [line for line in lines if _is_still(session, line, colour)]
    gone = len(payload["lines"]) - len(still)
    people, key = {payload["person_id"]}, f"{colour}:{payload['at']}"
    if not still:
        return None
    if payload["count"] - gone == 1:
        line = still[0]
        due = written(line.due_at) if line.due_at else ""
        face, said = face_of(session, line.record_id), put_off if line.extended else one
        return tell_of(face, people, key, said, due=due, times=line.extended)
    values = {"count": payload["count"] - gone}
    return Telling(people=people, key=key, words=more, path=f"/work?colour={colour}", values=values)


def _is_still(session: Session, line: Assignment, colour: str) -> bool:
    horizon = horizon_of(session, line.agency_id)
    return line.state == "open" and due_colour(line.due_at, horizon) == colour


def _dates_moved(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Once for each person, however many of their dates moved."""
    people = people_of_holders(session, payload["holders"]) - {payload["by_id"]}
    day = date.fromisoformat(payload["day"]).strftime("%d/%m/%Y")
    words = N_("Due dates of your work moved with the calendar: %(day)s, %(reason)s")
    key, values = f"calendar:{payload['at']}", {"day": day, "reason": payload["reason"]}
    path = payload.get("path", "/work")
    return Telling(people=people, key=key, words=words, path=path, values=values)


def _dates_on_day_off(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever set the day decides whether it stays: nobody else moves it."""
    day = date.fromisoformat(payload["day"]).strftime("%d/%m/%Y")
    words = N_("%(day)s, %(reason)s, is off now: what you set to that day stays due then")
    return Telling(
        people=acting_for(session, set(payload["givers"])),
        key=f"day off:{payload['at']}",
        words=words,
        path=payload.get("path", "/work?scope=given"),
        values={"day": day, "reason": payload["reason"]},
    )


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

SOON = Occasion(
    name="work.soon",
    words=N_("Your work is due soon"),
    note=N_("once, at the hours you chose over the list of work"),
    group=MY_WORK,
)
ASKED = Occasion(
    name="work.asked",
    words=N_("An extension is asked of you, or a day that you set is off now"),
    group=GIVEN_WORK,
)

MESSAGES = (
    MessageKind("work.assigned", events.Assigned.topic, _assigned, (NOTICE, SMS), GIVEN),
    MessageKind("work.returned", events.Returned.topic, _returned, occasion=FINISHED),
    MessageKind("work.withdrawn", events.Withdrawn.topic, _withdrawn, occasion=GIVEN),
    MessageKind("work.recalled", events.Recalled.topic, _withdrawn, occasion=GIVEN),
    MessageKind("work.finished", events.Finished.topic, _finished, occasion=FINISHED),
    MessageKind("work.due_changed", events.DueChanged.topic, _due_changed, occasion=MOVED),
    MessageKind(
        "work.extension_asked", events.ExtensionAsked.topic, _extension_asked, occasion=ASKED
    ),
    MessageKind("work.longer_needed", events.LongerNeeded.topic, _longer_needed, occasion=ASKED),
    MessageKind(
        "work.extension_ended", events.ExtensionEnded.topic, _extension_ended, occasion=MOVED
    ),
    MessageKind("work.unanswered", events.Unanswered.topic, _unanswered, occasion=GIVEN),
    MessageKind("work.given_back", events.GivenBack.topic, _given_back, occasion=GIVEN),
    MessageKind("work.closed", events.Closed.topic, _closed, occasion=GIVEN),
    MessageKind("work.dates_moved", events.DatesMoved.topic, _dates_moved, occasion=MOVED),
    MessageKind(
        "work.dates_on_day_off", events.DatesOnDayOff.topic, _dates_on_day_off, occasion=ASKED
    ),
    MessageKind("work.due_soon", events.DueSoon.topic, _due_soon, occasion=SOON),
    MessageKind("work.late", events.BecameLate.topic, _late, occasion=LATE),
)
