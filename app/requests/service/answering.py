"""Answers: given by whoever was asked, noted by whoever asked, proposed by what a document cites,
approved, to be done again, taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.records.queries import get_face
from app.requests import rules
from app.requests.events import Proposed
from app.requests.models import Request, RequestAnswer, RequestLine
from app.requests.policy import answers, arrived_at, asks
from app.requests.service.common import (
    line_in_hand,
    moved,
    must_not_be_withdrawn,
    note,
    publish_changed,
    standing,
    to_decide,
)
from app.requests.service.joining import join, keep_joined
from app.requests.service.papers import Papers, attach, take_away


def answer(
    session: Session,
    actor: Actor,
    line_id: int,
    text: str,
    typed: tuple[str, ...] = (),
    document_id: int | None = None,
    papers: Papers | None = None,
) -> RequestAnswer:
    """Whoever is asked answers, or whoever asked notes what came another way.

    Raises Refused with every cell that cannot be read; what answers anew takes the place of the
    earlier answer, which stays to be read.
    """
    request, line = line_in_hand(session, line_id)
    if not (answers.for_row(actor, line) or asks.for_row(actor, request)):
        raise NotFound
    must_not_be_withdrawn(request)
    is_own = answers.for_row(actor, line)
    if is_own:
        seen(session, line.id, actor.name)
    figures, problems = rules.read_figures(request.columns, typed)
    if not (text or figures or problems or document_id or papers):
        message = N_("Write an answer, fill in the table, add a file or choose a document.")
        problems.append(Problem(message, field="text"))
    refuse_for(problems)
    reference = get_face(session, document_id, actor).called if document_id else text
    values: dict[str, Any] = {"note": text, "figures": figures, "document_id": document_id}
    given = give(session, actor, request, line, by_asker=not is_own, **values)
    if papers:
        attach(session, actor, request, line, given, papers)
    note(session, actor, "requests.answered", request, name=line.name, reference=reference[:200])
    return given


def give(
    session: Session,
    actor: Actor | None,
    request: Request,
    line: RequestLine,
    *,
    given_at: datetime | None = None,
    **values: Any,
) -> RequestAnswer:
    """This is the answer now; the caller has the request in hand.

    A document is one answer of a line, however often it comes: refused, recalled or denied before,
    it stands again. One that came in answered when it arrived, whenever somebody looked at it.
    """
    earlier = standing(session, line)
    if earlier is not None:
        if earlier.state == "approved":
            raise Refused(_approved(line))
        _ends(earlier, "replaced", actor)
        session.flush()
    which = {name: values[name] for name in ("document_id", "source_id") if values.get(name)}
    made = _known(session, line, **which) or RequestAnswer(line_id=line.id)
    take_away(session, actor, request, made)
    now: dict[str, Any] = {
        "state": "given",
        "reason": "",
        "decided_at": None,
        "decided_by_id": None,
        "record_id": None,
        "by_asker": False,
    }
    by_id = actor.person_id if actor else None
    came_at = given_at or arrived_at(session, values.get("document_id")) or clock.now()
    now |= {"given_at": came_at, "given_by_id": by_id}
    for name, value in (now | values).items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    line.answered_at, line.reason = made.given_at, ""
    moved(session, actor, request, line, "answer")
    return made


def _ends(answer: RequestAnswer, state: str, actor: Actor | None) -> None:
    """It stands no more, or never did, from now on."""
    answer.state, answer.decided_at = state, clock.now()
    answer.decided_by_id = actor.person_id if actor else None


def _known(session: Session, line: RequestLine, **which: int) -> RequestAnswer | None:
    """By what this line has known a document until now, if at all."""
    rows = select(RequestAnswer).where(RequestAnswer.line_id == line.id)
    same = [getattr(RequestAnswer, name) == value for name, value in which.items()]
    return session.scalar(rows.where(or_(*same)).order_by(RequestAnswer.id)) if same else None


def _approved(line: RequestLine) -> Problem:
    message = N_("The answer of %(name)s is approved: take that back before it answers anew.")
    return Problem(message, {"name": line.name})


def note_answer(
    session: Session, actor: Actor, line_id: int, *, document_id: int | None, note: str
) -> None:
    """The clerk notes what came: by this document, or otherwise as noted."""
    request, line = line_in_hand(session, line_id)
    if line.answered_at is not None:
        raise Refused(Problem(N_("Its answer was already noted."), field="incoming_id"))
    give(session, actor, request, line, document_id=document_id, note=note, by_asker=True)


def take_noted_off(session: Session, actor: Actor, line_id: int) -> None:
    """What was noted as its answer was none: what it had replaced stands again, or await another.

    Refused where nobody noted it: a reply that came through the office is recalled by its sender.
    """
    request, line = line_in_hand(session, line_id)
    noted = standing(session, line)
    if noted is None or noted.source_id is not None or noted.given_by_id is None:
        raise Refused(Problem(N_("Nobody noted an answer of %(name)s."), {"name": line.name}))
    documents = [noted.document_id] if noted.document_id is not None else []
    take_away(session, actor, request, noted)
    session.delete(noted)
    session.flush()
    replaced = _last_ended(session, line)
    if replaced is not None and replaced.state == "replaced":
        _stands_again(session, actor, request, line, replaced)
    else:
        moved(session, actor, request, line, "lose")
    keep_joined(session, actor, request, documents)


def _last_ended(session: Session, line: RequestLine) -> RequestAnswer | None:
    """Of the answers of this line that stood, the one that stood last."""
    rows = select(RequestAnswer).where(
        RequestAnswer.line_id == line.id,
        RequestAnswer.state.in_(("replaced", "refused", "recalled")),
        RequestAnswer.decided_at.is_not(None),
    )
    latest = RequestAnswer.decided_at.desc(), RequestAnswer.id.desc()
    return session.scalar(rows.order_by(*latest).limit(1))


def _stands_again(
    session: Session, actor: Actor, request: Request, line: RequestLine, answer: RequestAnswer
) -> None:
    answer.state, answer.decided_at, answer.decided_by_id = "given", None, None
    line.answered_at = answer.given_at
    moved(session, actor, request, line, "answer")


def say_none(session: Session, actor: Actor, line_id: int) -> RequestLine:
    """The same on the board, for whoever asked: what was noted there answers nothing."""
    request, line = to_decide(session, actor, line_id)
    noted = standing(session, line)
    is_noted = noted is not None and rules.is_noted(line, noted, actor.person_ids)
    if line.state != "answered" or not is_noted:
        raise Refused(Problem(N_("Nobody noted an answer of %(name)s."), {"name": line.name}))
    take_noted_off(session, actor, line_id)
    note(session, actor, "requests.noted_off", request, name=line.name)
    return line


def given_inside(session: Session, line_id: int, source_id: int, reference: str) -> bool:
    """An agency of this installation issued its reply, or took the recall of it back; False where
    that says nothing new."""
    request, line = line_in_hand(session, line_id)
    known = by_source(session, source_id)
    if line.state in ("off", "approved") or (known is not None and known.state != "recalled"):
        return False
    give(session, None, request, line, source_id=source_id)
    note(session, None, "requests.answered_by", request, name=line.name, reference=reference)
    return True


def by_source(session: Session, source_id: int) -> RequestAnswer | None:
    """The answer that this reply of another agency is."""
    return session.scalar(select(RequestAnswer).where(RequestAnswer.source_id == source_id))


def registered(session: Session, line_id: int, source_id: int, document_id: int) -> None:
    """The reply stands in the books of whoever asked: that is the document to be read."""
    request, line = line_in_hand(session, line_id)
    known = by_source(session, source_id)
    if known is None and line.state not in ("off", "approved"):
        known = give(session, None, request, line, source_id=source_id)
    if known is not None and known.document_id is None:
        _becomes(session, line, known, document_id)
    join(session, None, request, document_id)


def _becomes(session: Session, line: RequestLine, known: RequestAnswer, document_id: int) -> None:
    """The answer is read in this document; what the line knew of it before is the same answer."""
    same = _known(session, line, document_id=document_id)
    if same is not None and same.state in ("given", "approved"):
        same.source_id = known.source_id
        session.delete(known)
        return
    if same is not None:
        record_id = same.record_id
        session.delete(same)
        session.flush()
        known.record_id = known.record_id or record_id
    known.document_id = document_id


def lost(session: Session, line_id: int, source_id: int) -> bool:
    """What was recalled, or sent back, is no answer: await another. Approval goes with it."""
    request, line = line_in_hand(session, line_id)
    given = by_source(session, source_id)
    if given is None or given.state not in ("given", "approved"):
        return False
    _ends(given, "recalled", None)
    if line.state not in ("answered", "approved"):
        return False
    moved(session, None, request, line, "lose")
    note(session, None, "requests.lost", request, name=line.name)
    return True


def propose(
    session: Session, request: Request, line: RequestLine, document_id: int, sentence: str
) -> RequestAnswer | None:
    """A document cites the request: whoever asked is shown where. It closes nothing."""
    rows = select(RequestAnswer.id).where(
        RequestAnswer.line_id == line.id, RequestAnswer.document_id == document_id
    )
    if line.state in ("off", "approved") or session.scalar(rows) is not None:
        return None
    made = RequestAnswer(
        line_id=line.id,
        document_id=document_id,
        sentence=sentence,
        state="proposed",
        given_at=arrived_at(session, document_id) or clock.now(),
    )
    session.add(made)
    session.flush()
    outbox.publish(session, Proposed(line.id, made.id))
    publish_changed(session, None, request, line, "propose")
    return made


def decide_proposed(session: Session, actor: Actor, answer_id: int, is_answer: bool) -> RequestLine:
    """Whoever asked says whether the proposed document is the answer of this line."""
    request, line, proposed = _answer_in_hand(session, actor, answer_id)
    if proposed.state != "proposed":
        raise Refused(Problem(N_("Somebody has said already whether this is the answer.")))
    face = get_face(session, proposed.document_id or 0, actor)
    if not is_answer:
        _ends(proposed, "denied", actor)
        publish_changed(session, actor, request, line, "deny")
        note(session, actor, "requests.denied", request, name=line.name, reference=face.called)
        return line
    at, document_id = proposed.given_at, proposed.document_id
    give(session, actor, request, line, given_at=at, document_id=document_id)
    note(session, actor, "requests.answered", request, name=line.name, reference=face.called)
    return line


def _answer_in_hand(
    session: Session, actor: Actor, answer_id: int
) -> tuple[Request, RequestLine, RequestAnswer]:
    line_id = session.scalar(select(RequestAnswer.line_id).where(RequestAnswer.id == answer_id))
    if line_id is None:
        raise NotFound
    request, line = to_decide(session, actor, line_id)
    return request, line, session.get_one(RequestAnswer, answer_id, populate_existing=True)


def approve(session: Session, actor: Actor, line_id: int, answer_id: int) -> RequestLine:
    """The answer that was looked at is what was asked for: no other one is approved by it."""
    request, line = to_decide(session, actor, line_id)
    given = standing(session, line)
    if given is None or given.id != answer_id or line.state != "answered":
        message = N_("%(name)s has answered anew, or somebody decided already: look once more.")
        raise Refused(Problem(message, {"name": line.name}))
    given.state, given.decided_at, given.decided_by_id = "approved", clock.now(), actor.person_id
    moved(session, actor, request, line, "approve")
    note(session, actor, "requests.approved", request, name=line.name)
    return line


def take_back(session: Session, actor: Actor, line_id: int) -> RequestLine:
    """The approval holds no more: the answer waits again, and the request is open."""
    request, line = to_decide(session, actor, line_id)
    given = standing(session, line)
    moved(session, actor, request, line, "take back")
    if given is not None:
        given.state, given.decided_at, given.decided_by_id = "given", None, None
    note(session, actor, "requests.approval_taken_back", request, name=line.name)
    return line


def redo(
    session: Session,
    actor: Actor,
    line_id: int,
    answer_id: int,
    reason: str,
    due_at: datetime | None,
) -> RequestLine:
    """Ask for it again, with the reason and another date where one is given."""
    request, line = to_decide(session, actor, line_id)
    refuse_for([*reason_problems(reason), *rules.again_problems(line, due_at, clock.now())])
    given = standing(session, line)
    if given is None or given.id != answer_id or line.state != "answered":
        message = N_("%(name)s has answered anew, or somebody decided already: look once more.")
        raise Refused(Problem(message, {"name": line.name}))
    _ends(given, "refused", actor)
    given.reason = reason
    line.reason, line.due_at = reason, due_at or line.due_at
    moved(session, actor, request, line, "redo")
    note(session, actor, "requests.redo", request, name=line.name, reason=reason)
    return line


def seen(session: Session, line_id: int, by: str) -> None:
    """Whoever is asked has it before them; only the first time is noted."""
    session.execute(
        update(RequestLine)
        .where(RequestLine.id == line_id, RequestLine.seen_at.is_(None))
        .values(seen_at=clock.now(), seen_by=by[:120])
    )


def seen_on_page(session: Session, record_id: int, actor: Actor) -> None:
    """The same for all lines that the actor answers by this record."""
    lines = (
        select(RequestLine)
        .join(Request, Request.id == RequestLine.request_id)
        .where(Request.record_id == record_id, RequestLine.seen_at.is_(None))
    )
    for line in session.scalars(lines):
        if answers.for_row(actor, line):
            seen(session, line.id, actor.name)
