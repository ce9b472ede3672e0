"""Who is told what of requests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.access.queries import holders_of
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
from app.organisation.queries.bodies import person_name
from app.records.queries import face_of
from app.requests import events
from app.requests.models import Request, RequestLine
from app.requests.queries import copy_of, people_asking, people_of
from app.requests.rules import AWAITED, shortened

URGENT = 1


def _asked(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, request, face = _line(session, payload)
    words = N_("You are asked to answer %(reference)s: %(subject)s")
    if request.text:
        words = N_("You are asked to answer %(reference)s: %(subject)s. Asked: %(text)s")
    people, about = people_of(session, line), _read_by_asked(session, line, request)
    return _tell(request, face, people, f"asked:{line.id}", words, about)


def _given_to_officer(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Not where the head answers themselves again."""
    line, request, face = _line(session, payload)
    if line.officer_id is None or line.state not in (*AWAITED, "answered"):
        return None
    words = N_("%(by)s lets you answer %(reference)s: %(subject)s")
    by = person_name(session, payload["by_id"])
    key = f"given request:{line.id}:{line.officer_id}:{line.version}"
    people = {line.officer_id} - {payload["by_id"]}
    return _tell(request, face, people, key, words, request.record_id, by=by)


def _urged(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Not if it was answered meanwhile."""
    line, request, face = _line(session, payload)
    if line.state not in AWAITED:
        return None
    people = people_of(session, line)
    key = _urged_as(line, payload["count"])
    words = N_(
        "Your answer to %(reference)s is awaited, asked for the %(count)s. time: %(subject)s"
    )
    urgent = UrgentTelling(
        key=key, people=people, record_id=face.record_id, agency_id=request.agency_id,
        urgency=max(face.urgency, URGENT), reference=called(face.reference, face.number),
        issuer=face.source, subject=shortened(request.text or face.subject), due_at=line.due_at,
        unit_id=line.unit_id, by_id=payload["by_id"],
    )  # fmt: skip
    about = _read_by_asked(session, line, request)
    told = _tell(request, face, people, key, words, about, count=payload["count"])
    return replace(told, urgent=urgent) if payload["by_text"] else told


CHANGED = {
    "answer": N_("%(name)s answered %(reference)s: %(subject)s"),
    "lose": N_("%(name)s took back its answer to %(reference)s: %(subject)s"),
    "redo": N_("Your answer to %(reference)s is to be done again: %(reason)s"),
    "redate": N_("Your answer to %(reference)s is due by another date: %(due)s"),
    "off": N_("You need not answer %(reference)s any more: %(reason)s"),
    "on": N_("You are asked to answer %(reference)s after all: %(subject)s"),
}
TO_ASKER = ("answer", "lose")


def _changed(session: Session, payload: Mapping[str, Any]) -> Telling:
    """The other side hears of it: of an answer whoever asked, of a decision whoever is asked. What
    is owed no more is asked for no more.
    """
    line, request, face = _line(session, payload)
    told = _told_of(session, payload, line, request, face)
    if line.state in AWAITED:
        return told
    urged = (_urged_as(line, count + 1) for count in range(line.urged))
    return replace(told, settles=(f"asked:{line.id}", *urged))


def _told_of(
    session: Session, payload: Mapping[str, Any], line: RequestLine, request: Request, face: Face
) -> Telling:
    move, words = payload["move"], CHANGED.get(payload["move"])
    is_told_elsewhere = (
        # Of what answers an outgoing document, that tells; so does what is called back.
        (move == "answer" and face.kind == "outgoing")
        or (move == "off" and payload["by_id"] is None)
    )
    if words is None or is_told_elsewhere:
        return Telling(people=(), key="", words="", path="")
    to_asker = move in TO_ASKER
    people = people_asking(session, request) if to_asker else people_of(session, line)
    about = face.record_id if to_asker else _read_by_asked(session, line, request)
    key = f"request line:{line.id}:{payload['version']}"
    due = clock.local(line.due_at).strftime("%d/%m/%Y") if line.due_at is not None else "–"
    return _tell(
        request, face, people - {payload["by_id"]}, key, words,
        # Whoever is taken off reads it no more, and hears its number alone.
        about if move != "off" else None,
        name=line.name, reason=line.reason, due=due,
    )  # fmt: skip


def _proposed(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever asked, and the clerks: who was not given the letter cannot say what it is."""
    line, request, face = _line(session, payload)
    words = N_("%(name)s may have answered %(reference)s: say whether it has")
    key = f"proposed answer:{payload['answer_id']}"
    clerks = holders_of(session, request.agency_id, "incoming.register")
    people = people_asking(session, request) | clerks
    return _tell(request, face, people, key, words, face.record_id, name=line.name)


def _line(session: Session, payload: Mapping[str, Any]) -> tuple[RequestLine, Request, Face]:
    line = session.get_one(RequestLine, payload["line_id"])
    request = session.get_one(Request, line.request_id)
    return line, request, face_of(session, request.record_id)


def _urged_as(line: RequestLine, count: int) -> str:
    return f"urged request:{line.id}:{count}"


def _read_by_asked(session: Session, line: RequestLine, request: Request) -> int:
    """What those who are asked read: the agency's own copy, where it was sent to them."""
    return copy_of(session, request, line) or request.record_id


def _tell(
    request: Request,
    face: Face,
    people: set[int],
    key: str,
    words: str,
    about: int | None,
    **values: Any,
) -> Telling:
    known = {
        "reference": called(face.reference, face.number),
        "subject": request.subject,
        "text": shortened(request.text),
    }
    return Telling(
        people=people, key=key, words=words, path=f"/requests/{request.id}", record_id=about,
        values=known | values,
    )  # fmt: skip


OWED = Occasion(
    name="requests.owed",
    words=N_("You are asked for an answer, or urged to give it"),
    group=MY_WORK,
    email=True,
)
ANSWERED = Occasion(
    name="requests.answered",
    words=N_("What you asked many is answered, or may be"),
    group=GIVEN_WORK,
)

MESSAGES = (
    MessageKind("requests.asked", events.Asked.topic, _asked, occasion=OWED),
    MessageKind(
        "requests.given_to_officer", events.GivenToOfficer.topic, _given_to_officer, occasion=OWED
    ),
    MessageKind("requests.urged", events.Urged.topic, _urged, (NOTICE, SMS), occasion=OWED),
    MessageKind("requests.changed", events.LineChanged.topic, _changed, occasion=ANSWERED),
    MessageKind("requests.proposed", events.Proposed.topic, _proposed, occasion=ANSWERED),
)
