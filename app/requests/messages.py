"""Who is told what of requests."""

from collections.abc import Mapping
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
from app.records.queries import face_of
from app.requests import events
from app.requests.models import Request, RequestLine
from app.requests.queries import people_asking, people_of

URGENT = 1


def _asked(session: Session, payload: Mapping[str, Any]) -> Telling:
    line, request, face = _line(session, payload)
    words = N_("You are asked to answer %(reference)s: %(subject)s")
    return _tell(request, face, people_of(session, line), f"asked:{line.id}", words)


def _urged(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """Not if it was answered meanwhile."""
    line, request, face = _line(session, payload)
    if line.state not in ("asked", "redo"):
        return None
    people = people_of(session, line)
    key = f"urged request:{line.id}:{payload['count']}"
    words = N_(
        "Your answer to %(reference)s is awaited, asked for the %(count)s. time: %(subject)s"
    )
    urgent = UrgentTelling(
        key=key, people=people, record_id=face.record_id, agency_id=request.agency_id,
        urgency=max(face.urgency, URGENT), reference=called(face.reference, face.number),
        issuer=face.source, subject=face.subject, due_at=line.due_at, unit_id=line.unit_id,
        by_id=payload["by_id"],
    )  # fmt: skip
    return _tell(
        request, face, people, key, words, urgent if payload["by_text"] else None,
        {"count": payload["count"]},
    )  # fmt: skip


CHANGED = {
    "answer": N_("%(name)s answered %(reference)s: %(subject)s"),
    "lose": N_("%(name)s took back its answer to %(reference)s: %(subject)s"),
    "redo": N_("Your answer to %(reference)s is to be done again: %(reason)s"),
    "redate": N_("Your answer to %(reference)s is due by another date: %(due)s"),
    "off": N_("You need not answer %(reference)s any more: %(reason)s"),
    "on": N_("You are asked to answer %(reference)s after all: %(subject)s"),
}
TO_ASKER = ("answer", "lose")


def _changed(session: Session, payload: Mapping[str, Any]) -> Telling | None:
    """The other side hears of it: of an answer whoever asked, of a decision whoever is asked."""
    words = CHANGED.get(payload["move"])
    if words is None:
        return None
    line, request, face = _line(session, payload)
    if payload["move"] == "answer" and face.kind == "outgoing":
        return None  # of what answers an outgoing document, that tells
    if payload["move"] == "off" and payload["by_id"] is None:
        return None  # the document was called back, which is told
    to_asker = payload["move"] in TO_ASKER
    people = people_asking(session, request) if to_asker else people_of(session, line)
    key = f"request line:{line.id}:{payload['version']}"
    due = clock.local(line.due_at).strftime("%d/%m/%Y") if line.due_at is not None else "–"
    values = {"name": line.name, "reason": line.reason, "due": due}
    return _tell(request, face, people - {payload["by_id"]}, key, words, None, values)


def _proposed(session: Session, payload: Mapping[str, Any]) -> Telling:
    """Whoever asked, and the clerks: who was not given the letter cannot say what it is."""
    line, request, face = _line(session, payload)
    words = N_("%(name)s may have answered %(reference)s: say whether it has")
    key = f"proposed answer:{payload['answer_id']}"
    clerks = holders_of(session, request.agency_id, "incoming.register")
    people = people_asking(session, request) | clerks
    return _tell(request, face, people, key, words, None, {"name": line.name})


def _line(session: Session, payload: Mapping[str, Any]) -> tuple[RequestLine, Request, Face]:
    line = session.get_one(RequestLine, payload["line_id"])
    request = session.get_one(Request, line.request_id)
    return line, request, face_of(session, request.record_id)


def _tell(
    request: Request,
    face: Face,
    people: set[int],
    key: str,
    words: str,
    urgent: UrgentTelling | None = None,
    values: Mapping[str, Any] | None = None,
) -> Telling:
    known = {"reference": called(face.reference, face.number), "subject": request.subject}
    return Telling(
        people=people, key=key, words=words, path=f"/requests/{request.id}",
        values={**known, **(values or {})}, urgent=urgent,
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
    MessageKind("requests.urged", events.Urged.topic, _urged, (NOTICE, SMS), occasion=OWED),
    MessageKind("requests.changed", events.LineChanged.topic, _changed, occasion=ANSWERED),
    MessageKind("requests.proposed", events.Proposed.topic, _proposed, occasion=ANSWERED),
)
