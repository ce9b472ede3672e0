"""Asking, asking others too, taking one off, withdrawing the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.feature import Face
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.deadlines.rules.colours import past_problems
from app.organisation.queries import living
from app.records.queries import agency_of, face_of
from app.records.rules import ASKED, Ground
from app.records.service import end_everywhere, let_read, take_turn
from app.requests import queries, rules
from app.requests.events import Asked
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import must_decide, token_of
from app.requests.queries.offered import may_ask_for
from app.requests.service.common import (
    in_hand,
    line_in_hand,
    moved,
    must_not_be_withdrawn,
    note,
    publish_changed,
    settle,
    standing,
    to_decide,
)
from app.requests.service.joining import documents_of, keep_joined
from app.requests.service.officers import take_from_officer
from app.requests.service.papers import let_own_read


@dataclass(frozen=True)
class Asking:
    """What a request is about, and who asks."""

    record_id: int
    subject: str
    asked_by_id: int
    unit_id: int | None = None
    made_for_id: int | None = None
    text: str = ""
    """What is asked, where the document does not say it all."""


def ask(
    session: Session,
    actor: Actor | None,
    asking: Asking,
    holders: Sequence[rules.Holder],
    *,
    carried: bool = False,
) -> list[RequestLine]:
    """Ask these by this record, which asks once: whoever is asked already is not asked again.

    `carried`: the document itself was sent to them; else they are let read the record here.
    Returns their lines, in the order of `holders`.
    """
    dues = () if carried else {one.due_at for one in holders}
    past = (past_problems(one, clock.now(), "due_on") for one in dues)
    refuse_for([*rules.asking_problems(holders), *chain.from_iterable(past)])
    take_turn(session, asking.record_id)
    request = session.scalar(select(Request).where(Request.record_id == asking.record_id))
    if request is None:
        request = _begun(session, asking)
    elif actor is not None and not carried:
        must_decide(actor, request)
    must_not_be_withdrawn(request)
    known = {_key(line): line for line in lines_of(session, request.id) if line.state != "off"}
    if any(one.role == "lead" for one in holders):
        for line in known.values():
            line.role = "cohandler"
        session.flush()
    new: list[RequestLine] = []
    for one in holders:
        key = _key(one)
        if key not in known:
            known[key] = _line(session, request, one)
            new.append(known[key])
        elif one.role == "lead":
            known[key].role = "lead"
    session.flush()
    for line in new:
        _reach(session, request, line, carried)
    if new:
        names = ", ".join(line.name for line in new)
        note(session, actor, "requests.asked", request, names=names)
    settle(session, request)
    return [known[_key(one)] for one in holders]


def chosen(record_id: int | None) -> int:
    """Refused where no document was chosen."""
    if record_id is None:
        raise Refused(Problem(N_("Choose the document by which it is asked."), field="record_id"))
    return record_id


def must_be_asked_by(session: Session, actor: Actor, record_id: int) -> None:
    """Its agency asks by what it received or issued, and by nothing that is not out yet."""
    kind, agency_id, state = queries.standing_of(session, record_id)
    if kind not in rules.ASKED_BY or not actor.works_for(agency_id):
        raise Refused(Problem(N_("One asks by a document of one's own agency.")))
    if state not in rules.ASKED_BY_AS:
        face = face_of(session, record_id)
        said = N_("This document cannot be asked by as it stands.")
        if state == "recalled":
            said = N_("%(document)s was recalled: nobody is asked by it any more.")
        raise Refused(Problem(said, {"document": face.called}), path=face.path)


def asking_by(session: Session, actor: Actor, face: Face, text: str = "") -> Asking:
    """Asked by an incoming document, it is asked for that document's sake, which closes with it
    where whoever asks may close it.
    """
    made_for_id = face.record_id if may_ask_for(session, actor, face.record_id) else None
    post = actor.main_post
    unit_id = post.unit_id if post is not None else None
    return Asking(face.record_id, face.subject, actor.person_id, unit_id, made_for_id, text)


def lines_of(session: Session, request_id: int) -> list[RequestLine]:
    rows = select(RequestLine).where(RequestLine.request_id == request_id)
    return list(session.scalars(rows.order_by(RequestLine.id)))


def _begun(session: Session, asking: Asking) -> Request:
    here = living(session, agency_of(session, asking.record_id))
    request = Request(agency_id=here, **vars(asking))
    session.add(request)
    session.flush()
    return request


def _key(one: rules.Holder | RequestLine) -> object:
    return (one.unit_id, one.agency_id) if one.unit_id or one.agency_id else one.name.casefold()


def _line(session: Session, request: Request, one: rules.Holder) -> RequestLine:
    line = RequestLine(request_id=request.id, **vars(one))
    session.add(line)
    return line


def _reach(session: Session, request: Request, line: RequestLine, carried: bool) -> None:
    """Whoever works here is told, and may read what they are asked by."""
    token = token_of(line)
    if token is None or (carried and line.agency_id is not None):
        return
    let_read(session, request.record_id, [token], Ground(ASKED, line.id))
    outbox.publish(session, Asked(line.id))


def take_off(session: Session, actor: Actor | None, line_id: int, reason: str) -> None:
    """One is asked no more; the lines of the others stay as they are."""
    request, line = _decided(session, actor, line_id)
    refuse_for(reason_problems(reason))
    line.reason = reason
    take_from_officer(session, actor, line)
    moved(session, actor, request, line, "off")
    end_everywhere(session, Ground(ASKED, line.id), "withdrawn", actor)
    note(session, actor, "requests.off", request, name=line.name, reason=reason)


def put_back(session: Session, actor: Actor | None, line_id: int) -> None:
    """The other way round; what it had answered holds again and waits for approval."""
    request, line = _decided(session, actor, line_id)
    taken = {_key(one) for one in lines_of(session, request.id) if one.state != "off"}
    if line.state == "off" and _key(line) in taken:
        raise Refused(Problem(N_("%(name)s is asked by another line."), {"name": line.name}))
    line.reason, line.role = "", "cohandler"
    moved(session, actor, request, line, "on")
    answer = standing(session, line)
    if answer is not None:
        answer.state, line.answered_at = "given", answer.given_at
        moved(session, actor, request, line, "answer")
    _reach(session, request, line, carried=queries.copy_of(session, request, line) is not None)
    for one in queries.with_papers(session, line.id):
        let_own_read(session, line, one)
    note(session, actor, "requests.on", request, name=line.name)


def _decided(session: Session, actor: Actor | None, line_id: int) -> tuple[Request, RequestLine]:
    """Without an actor it follows from what became of the document, whoever did that."""
    if actor is None:
        return line_in_hand(session, line_id)
    return to_decide(session, actor, line_id)


def withdraw(session: Session, actor: Actor | None, request_id: int, reason: str) -> None:
    """Nobody is asked any more: whoever asked reads on what was answered, and who answered no more
    than what they wrote themselves."""
    request = in_hand(session, request_id)
    if actor is not None:
        must_decide(actor, request)
    must_not_be_withdrawn(request)
    refuse_for(reason_problems(reason))
    request.state, request.reason, request.closed_at = "withdrawn", reason, clock.now()
    lines = lines_of(session, request.id)
    for line in lines:
        if line.state in rules.AWAITED:
            line.reason = reason
            moved(session, actor, request, line, "off")
        end_everywhere(session, Ground(ASKED, line.id), "withdrawn", actor)
    answered = documents_of(session, *(line.id for line in lines))
    keep_joined(session, actor, request, answered)
    note(session, actor, "requests.withdrawn", request, reason=reason)


def redate(session: Session, actor: Actor, line_id: int, due_at: datetime | None) -> None:
    """One line is due by another moment than the others."""
    request, line = to_decide(session, actor, line_id)
    if line.state not in rules.AWAITED:
        raise Refused(Problem(N_("%(name)s owes no answer now."), {"name": line.name}))
    refuse_for(past_problems(due_at, clock.now(), "due_on") if due_at != line.due_at else [])
    line.due_at, line.changed_at, line.version = due_at, clock.now(), line.version + 1
    publish_changed(session, actor, request, line, "redate")
    day = clock.local(due_at).strftime("%d/%m/%Y") if due_at is not None else "–"
    note(session, actor, "requests.redated", request, name=line.name, day=day)


def lay_out(session: Session, actor: Actor, request_id: int, columns: list[dict[str, str]]) -> None:
    """The table that everybody fills in; columns may be added at any time, renamed too."""
    request = in_hand(session, request_id)
    must_decide(actor, request)
    must_not_be_withdrawn(request)
    filled = _filled(session, request)
    refuse_for(list(rules.column_problems(columns, filled)))
    kept = [one["kind"] for one in request.columns[:filled]]
    if kept != [one["kind"] for one in columns[:filled]]:
        raise Refused(Problem(N_("A column that has been filled in stays of its kind.")))
    request.columns, request.version = columns, request.version + 1
    names = ", ".join(one["name"] for one in columns)
    note(session, actor, "requests.columns", request, names=names)


def _filled(session: Session, request: Request) -> int:
    """Up to which column somebody has filled in something."""
    rows = select(RequestAnswer.figures).where(
        RequestAnswer.line_id.in_(
            select(RequestLine.id).where(RequestLine.request_id == request.id)
        )
    )
    places = [int(place) for figures in session.scalars(rows) for place in figures]
    return max(places, default=-1) + 1


def change(
    session: Session,
    actor: Actor,
    request_id: int,
    text: str,
    made_for_id: int | None,
    is_shared: bool,
) -> None:
    """What is asked, for which document, and whether the asked see each other's lines.

    That document closes with the request: Refused for whoever may not close it.
    """
    request = in_hand(session, request_id)
    must_decide(actor, request)
    must_not_be_withdrawn(request)
    if made_for_id not in (None, request.made_for_id) and not may_ask_for(
        session, actor, made_for_id
    ):
        message = N_("One asks for a document that one may close, or leads the work on.")
        raise Refused(Problem(message, field="made_for_id"))
    request.text, request.made_for_id, request.is_shared = text, made_for_id, is_shared
    request.version += 1
    note(session, actor, "requests.changed", request)
