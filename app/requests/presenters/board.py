"""The board of a request: who answers, who does not, what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Face
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import called
from app.deadlines.presenters import due_title, why_set
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon, done_colour, due_colour
from app.deadlines.rules.words import due_words
from app.deadlines.wording import words
from app.records.queries import face_of
from app.requests.models import Request
from app.requests.policy import answers, asks, drafted_at
from app.requests.queries import AnswerFact, LineFact, is_readable_by, request_on
from app.requests.queries import board as lines_of
from app.requests.rules import AWAITED, LINE_WORDS, figure_texts, is_here, is_noted
from app.requests.service import can_be_urged
from app.web.formats import moment, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Fact,
    Tile,
    Why,
)
from app.web.records import link_to

CLOSED_WORDS = {"closed": N_("closed by itself %(day)s"), "withdrawn": N_("withdrawn %(day)s")}

ANSWER_WORDS = {
    "replaced": N_("replaced by a later answer"),
    "recalled": N_("taken back by whoever gave it"),
    "refused": N_("to be done again: %(reason)s"),
}


@dataclass(frozen=True)
class AnswerLine:
    """One answer of a line."""

    text: str
    href: str
    when: str
    note: str
    why: str = ""
    """Why it stands no more."""
    is_old: bool = False


@dataclass(frozen=True)
class ProposedLine:
    """A document that may be the answer, with the sentence because of which it may."""

    text: str
    href: str
    sentence: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """One who is asked, on the board."""

    id: int
    name: str
    role: str
    state: str
    state_text: str
    due_text: str
    due_title: str
    due_href: str
    who: str
    icon: str
    say: str = ""
    is_off: bool = False
    answers: tuple[AnswerLine, ...] = ()
    proposed: tuple[ProposedLine, ...] = ()
    actions: tuple[Action, ...] = ()
    urged: str = ""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The page of a request."""

    request: Request
    title: str
    face: Face
    facts: Sequence[Fact]
    lines: Sequence[BoardLine]
    tiles: Sequence[Tile]
    actions: Sequence[Action]
    missing: str = ""
    has_table: bool = False
    is_asker: bool = field(default=True)


PLACES = ("proposed", "answered", "late", "redo", "asked", "approved", "off")
"""What waits for whoever asked leads, then who is late, then who is due."""


def _place(line: LineFact, horizon: Horizon) -> str:
    if line.state == "off":
        return "off"
    if line.proposed and line.state != "approved":
        return "proposed"
    if line.state in AWAITED and due_colour(line.due_at, horizon) == "late":
        return "late"
    return line.state


def board(
    session: Session,
    actor: Actor,
    request: Request,
    lines: Sequence[LineFact],
    horizon: Horizon,
    *,
    is_asker: bool,
) -> Board:
    places = {one.id: _place(one, horizon) for one in lines}
    ordered = sorted(
        lines,
        key=lambda one: (
            PLACES.index(places[one.id]),
            (one.due_at is None, one.due_at.timestamp() if one.due_at else 0),
            one.id,
        ),
    )
    face = face_of(session, request.record_id)
    may = is_asker and actor.may("requests.ask") and request.state != "withdrawn"
    return Board(
        request=request,
        title=request.subject,
        face=face,
        facts=_facts(session, actor, request, face, lines, is_asker),
        lines=[_line(session, actor, request, one, horizon, may, is_asker) for one in ordered],
        tiles=_tiles(request, list(places.values())) if is_asker else (),
        actions=_actions(actor, request, lines) if may else (),
        missing=_missing(request, lines),
        has_table=bool(request.columns),
        is_asker=is_asker,
    )


def _facts(
    session: Session,
    actor: Actor,
    request: Request,
    face: Face,
    lines: Sequence[LineFact],
    is_asker: bool,
) -> list[Fact]:
    found = []
    if is_asker or is_readable_by(session, actor, request):
        found.append(Fact(_("opens the document"), "file-earmark-text", face.path))
    if is_asker:
        asked = sum(one.state != "off" for one in lines)
        found.append(Fact(ngettext("asked of %(num)s", "asked of %(num)s", asked), "people"))
    if is_asker and request.made_for_id is not None and request.made_for_id != face.record_id:
        made_for = face_of(session, request.made_for_id)
        words = _("for %(reference)s", reference=made_for.called)
        found.append(Fact(words, "reply", made_for.path))
    if request.state != "open":
        said = _(CLOSED_WORDS[request.state], day=moment(request.closed_at))
        found.append(Fact(": ".join(filter(None, (said, request.reason))), "check-circle"))
    return found


def asked_facts(session: Session, actor: Actor, request: Request, line: LineFact) -> list[Fact]:
    """What whoever answers is to have before them: the document, by when, what was refused."""
    found = _facts(session, actor, request, face_of(session, request.record_id), (), False)
    if line.due_at is not None:
        why = url_for("requests.why", request_id=request.id)
        found.append(Fact(due_title(line.due_at), "clock", why))
    if line.state == "redo":
        found.append(Fact(_(ANSWER_WORDS["refused"], reason=line.reason), "reply"))
    return found


def reply_at(session: Session, actor: Actor, request: Request, line: LineFact) -> str:
    """Where whoever is asked writes a document that answers, with its files; "" for others.

    An agency to which the document was sent answers the copy that it registers.
    """
    may = answers.for_row(actor, line) and actor.may("drafts.write")
    if not may or not is_readable_by(session, actor, request):
        return ""
    return url_for(drafted_at(), replies=line.id)


def _missing(request: Request, lines: Sequence[LineFact]) -> str:
    """What is still missing before it closes itself."""
    if request.state != "open":
        return ""
    names = [one.name for one in lines if one.state in (*AWAITED, "answered")]
    return _("It closes itself when these are approved: %(names)s", names="; ".join(names))


def _tiles(request: Request, places: Sequence[str]) -> list[Tile]:
    """Every line stands in exactly one of them."""
    here = url_for("requests.show", request_id=request.id)
    parts = (
        (N_("Approved"), "done", ("approved",), "approved"),
        (N_("Waiting for me"), "open", ("proposed", "answered"), "wait"),
        (N_("To be done again"), "soon", ("redo",), "redo"),
        (N_("Not answered"), "soon", ("asked",), "asked"),
        (N_("Overdue"), "late", ("late",), "late"),
        (N_("Taken off"), "new", ("off",), "off"),
    )
    return [
        Tile(_(label), f"{here}#{anchor}", sum(one in within for one in places), colour)
        for label, colour, within, anchor in parts
    ]


def _actions(actor: Actor, request: Request, lines: Sequence[LineFact]) -> list[Action]:
    here: dict[str, Any] = {"request_id": request.id}
    owing = sum(can_be_urged(one) for one in lines)
    urging = ngettext("Urge %(num)s that is missing", "Urge %(num)s that are missing", owing)
    answered = any(one.standing for one in lines)
    ask = url_for("requests.ask", record_id=request.record_id)
    drafting = url_for(drafted_at(), gathers=request.id)
    return [
        *([Action(urging, url_for("requests.urge", **here), "bell", primary=True, dialog=True)]
          if owing else []),
        *([Action(_("Draft a report of the answers"), drafting, "pen")]
          if answered and actor.may("drafts.write") else []),
        *([Action(_("All answers as .docx"), url_for("requests.merged", kind="docx", **here),
                  "file-earmark-word"),
           Action(_("All answers as .xlsx"), url_for("requests.merged", kind="xlsx", **here),
                  "table")] if answered else []),
        Action(_("Ask others too"), ask, "plus-lg", dialog=True, quiet=True),
        Action(_("Lay out the table"), url_for("requests.columns", **here), "table", quiet=True),
        Action(_("Change"), url_for("requests.change", **here), "pencil", dialog=True, quiet=True),
        Action(_("Withdraw the request"), url_for("requests.withdraw", **here), "slash-circle",
               dialog=True, quiet=True),
    ]  # fmt: skip


def _line(
    session: Session,
    actor: Actor,
    request: Request,
    line: LineFact,
    horizon: Horizon,
    may: bool,
    is_asker: bool,
) -> BoardLine:
    state, due_text = _colour(line, horizon)
    who, icon = _who(line)
    return BoardLine(
        id=line.id,
        name=line.name,
        role=line.role,
        state=state,
        state_text=_(LINE_WORDS[line.state]) if line.state in LINE_WORDS else "",
        due_text=due_text,
        due_title=due_title(line.due_at),
        due_href=url_for("requests.why", request_id=request.id),
        who=who,
        icon=icon,
        say=line.reason if line.state == "off" else "",
        is_off=line.state == "off",
        answers=tuple(_answer(request, one) for one in line.answers if one.state != "proposed"),
        proposed=tuple(_proposed(one) for one in line.proposed) if may else (),
        actions=tuple(_line_actions(session, actor, request, line, may)),
        urged=ngettext("urged %(num)s time", "urged %(num)s times", line.urged)
        if line.urged and is_asker else "",
    )  # fmt: skip


def _colour(line: LineFact, horizon: Horizon) -> tuple[str, str]:
    """The answer's lateness stops when it comes, not when it is approved."""
    if line.state == "off":
        return "new", ""
    if line.answered_at is not None:
        colour = done_colour(line.due_at, line.answered_at)
        said = _("answered late") if colour == "donelate" else _("answered")
        if line.state == "answered":
            colour = "open"
        return colour, f"{said} {short_day(line.answered_at)}"
    colour = due_colour(line.due_at, horizon)
    if colour in ("open", "track"):
        if line.state == "redo":
            colour = "soon"
        elif line.seen_at is None and is_here(line):
            colour = "new"
    said = words(due_words(line.due_at, horizon))
    return colour, f"{said} ({short_day(line.due_at)})" if line.due_at else said


def whys_on(session: Session, actor: Actor, record_id: int, _asked: int | None) -> Sequence[Why]:
    """Of the answers that are awaited to a record."""
    request = request_on(session, record_id)
    if request is None or request.state != "open" or not is_readable_by(session, actor, request):
        return ()
    sees_all = request.is_shared or asks.for_row(actor, request)
    lines = lines_of(session, actor, request.id)
    seen = [one for one in lines if sees_all or answers.for_row(actor, one)]
    return whys(seen, horizon_of(session, request.agency_id))


def whys(lines: Sequence[LineFact], horizon: Horizon) -> list[Why]:
    """Of the answers that are awaited, the nearest first."""
    awaited = [(one.due_at, one.name) for one in lines if one.due_at and one.state in AWAITED]
    said = _("Whoever asks sets until when is answered; the board has it for each.")
    return [why_set(name, due_at, horizon, said) for due_at, name in sorted(awaited)]


def _who(line: LineFact) -> tuple[str, str]:
    parts = []
    if line.holder_name:
        parts.append(_("answered for by %(name)s", name=line.holder_name))
    if line.seen_at is not None:
        parts.append(_("%(who)s saw it %(day)s", who=line.seen_by, day=short_day(line.seen_at)))
    elif not is_here(line):
        parts.append(_("outside the system: urge it by letter or telephone"))
    else:
        parts.append(_("not seen yet"))
    unseen = "eye-slash" if is_here(line) else "envelope"
    return ", ".join(parts), "eye" if line.seen_at is not None else unseen


def _answer(request: Request, fact: AnswerFact) -> AnswerLine:
    is_old = fact.state not in ("given", "approved")
    why = _(ANSWER_WORDS[fact.state], reason=fact.reason) if is_old else ""
    href = link_to("incoming", fact.document_id or 0) if fact.reference is not None else ""
    text = called(fact.reference or "", fact.number) if fact.reference is not None else ""
    names = [column["name"] for column in request.columns]
    figures = zip(names, figure_texts(request.columns, fact.figures), strict=True)
    said = "; ".join(filter(None, (fact.note, *(f"{name}: {one}" for name, one in figures if one))))
    unread = _("its document has not been registered here") if not (text or said or why) else ""
    return AnswerLine(text, href, moment(fact.given_at), said or unread, why, is_old)


def _proposed(fact: AnswerFact) -> ProposedLine:
    text = called(fact.reference or "", fact.number)
    href = link_to("incoming", fact.document_id or 0) if fact.reference is not None else ""
    here: dict[str, Any] = {"answer_id": fact.id}
    said = (
        Action(_("Yes, this answers it"), url_for("requests.decide", said="yes", **here),
               "check-lg", primary=True, method="post"),
        Action(_("No"), url_for("requests.decide", said="no", **here), method="post"),
    )  # fmt: skip
    return ProposedLine(text, href, fact.sentence, said)


def _line_actions(
    session: Session, actor: Actor, request: Request, line: LineFact, may: bool
) -> list[Action]:
    here: dict[str, Any] = {"asked_line_id": line.id}
    answering = url_for("requests.answer", **here)
    if not may:
        mine = answers.for_row(actor, line) and line.state in (*AWAITED, "answered")
        again = line.state == "answered"
        words = _("Answer anew") if again else _("Answer")
        answer = Action(words, answering, "reply", primary=not again, dialog=True)
        reply_ = reply_at(session, actor, request, line)
        drafting = [Action(_("Draft a reply with files"), reply_, "pen")] if reply_ else []
        return [answer, *drafting] if mine else []
    off = Action(_("Take off"), url_for("requests.take_off", **here), dialog=True, quiet=True)
    if line.state == "off":
        return [Action(_("Ask after all"), url_for("requests.put_back", **here), method="post")]
    if line.state == "approved":
        back = url_for("requests.take_back", **here)
        return [Action(_("Take the approval back"), back, method="post", quiet=True)]
    if line.state == "answered" and line.standing is not None:
        sure = (("answer_id", str(line.standing.id)),)
        approving = url_for("requests.approve", **here)
        return [
            Action(_("Approve"), approving, "check-lg", method="post", fields=sure),
            Action(_("Do it again"), url_for("requests.redo", **here), "reply", dialog=True),
            *([Action(_("Take off what was noted"), url_for("requests.say_none", **here),
                      method="post", quiet=True)]
              if is_noted(line, line.standing, actor.person_ids) else []),
            off,
        ]  # fmt: skip
    date = Action(_("Change the date"), url_for("requests.redate", **here), dialog=True, quiet=True)
    return [Action(_("Note its answer"), answering, "reply", dialog=True), date, off]


def urged_words(line: LineFact) -> str:
    """Who, and the how manieth time it would be."""
    return _("%(name)s, time %(count)s", name=line.name, count=line.urged + 1)
