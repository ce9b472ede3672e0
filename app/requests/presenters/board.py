"""The board of a request: what is asked, how far it is, what can be done with the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Face
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.records.queries import face_of
from app.requests.models import Request
from app.requests.policy import answers, drafted_at
from app.requests.presenters.lines import ANSWER_WORDS, BoardLine, Looking, board_line
from app.requests.queries import is_readable_by
from app.requests.queries.boards import LineFact
from app.requests.rules import AWAITED
from app.requests.service import can_be_urged
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Fact, Tile

CLOSED_WORDS = {"closed": N_("closed by itself %(day)s"), "withdrawn": N_("withdrawn %(day)s")}


@dataclass(frozen=True, kw_only=True)
class Board:
    """The page of a request."""

    request: Request
    title: str
    text: str
    """What is asked, in its own words."""
    reference: str
    facts: Sequence[Fact]
    lines: Sequence[BoardLine]
    tiles: Sequence[Tile]
    actions: Sequence[Action]
    missing: str
    has_table: bool
    is_asker: bool


PLACES = ("proposed", "answered", "late", "redo", "asked", "approved", "off")
"""What waits for whoever asked leads, then who is late, then who is due."""


def _place(line: LineFact, horizon: Horizon) -> str:
    if line.state != "off" and line.state != "approved" and line.proposed:
        return "proposed"
    if line.state in AWAITED and due_colour(line.due_at, horizon) == "late":
        return "late"
    return line.state


def is_told(
    session: Session,
    actor: Actor,
    request: Request,
    lines: Sequence[LineFact],
    *,
    is_asker: bool,
) -> bool:
    """Whether the reader of these lines is told what is asked: not once they are asked no more,
    unless they read the document for another reason."""
    is_over = request.state == "withdrawn" or all(one.state == "off" for one in lines)
    return is_asker or not is_over or is_readable_by(session, actor, request)


def board(
    session: Session,
    actor: Actor,
    request: Request,
    lines: Sequence[LineFact],
    horizon: Horizon,
    *,
    is_asker: bool,
) -> Board:
    """Whoever was asked reads of what is over for them no more than what they answered."""
    places = {one.id: _place(one, horizon) for one in lines}
    face = face_of(session, request.record_id)
    reads = is_asker or is_readable_by(session, actor, request)
    told = is_told(session, actor, request, lines, is_asker=is_asker)
    may = is_asker and actor.may("requests.ask") and request.state != "withdrawn"
    looking = Looking(
        actor=actor,
        request=request,
        horizon=horizon,
        is_asker=is_asker,
        may_decide=may,
        reply_at=partial(_reply_at, actor, reads=reads),
    )
    return Board(
        request=request,
        title=request.subject if told else over_words(request.state),
        text=request.text if told else "",
        reference=face.reference,
        facts=[
            *_facts(request, face, reads=reads),
            *(_facts_for_asker(session, request, face, lines) if is_asker else ()),
        ],
        lines=[board_line(looking, one) for one in _ordered(lines, places)],
        tiles=_tiles(request, list(places.values())) if is_asker else (),
        actions=_actions(actor, request, lines) if may else (),
        missing=_missing(request, lines) if is_asker else "",
        has_table=bool(request.columns) and told,
        is_asker=is_asker,
    )


def over_words(state: str) -> str:
    """What stands in place of the subject for whoever is not told it any more."""
    said = (
        N_("A request that was withdrawn") if state == "withdrawn" else N_("You are asked no more")
    )
    return _(said)


def _ordered(lines: Sequence[LineFact], places: dict[int, str]) -> list[LineFact]:
    def order(line: LineFact) -> tuple[int, bool, float, int]:
        due = line.due_at
        return PLACES.index(places[line.id]), due is None, due.timestamp() if due else 0, line.id

    return sorted(lines, key=order)


def _facts(request: Request, face: Face, *, reads: bool) -> list[Fact]:
    found = [Fact(_("opens the document"), "file-earmark-text", face.path)] if reads else []
    if request.state != "open":
        said = _(CLOSED_WORDS[request.state], day=moment(request.closed_at))
        found.append(Fact(": ".join(filter(None, (said, request.reason))), "check-circle"))
    return found


def _facts_for_asker(
    session: Session, request: Request, face: Face, lines: Sequence[LineFact]
) -> list[Fact]:
    is_over = request.state == "withdrawn"
    asked = sum(is_over or one.state != "off" for one in lines)
    found = [Fact(ngettext("asked of %(num)s", "asked of %(num)s", asked), "people")]
    if request.made_for_id is not None and request.made_for_id != face.record_id:
        made_for = face_of(session, request.made_for_id)
        found.append(
            Fact(_("for %(reference)s", reference=made_for.called), "reply", made_for.path)
        )
    return found


def asked_facts(session: Session, actor: Actor, request: Request, line: LineFact) -> list[Fact]:
    """What whoever answers is to have before them: the document, by when, what was refused."""
    reads = is_readable_by(session, actor, request)
    found = _facts(request, face_of(session, request.record_id), reads=reads)
    if line.due_at is not None:
        why = url_for("requests.why", request_id=request.id, line=line.id)
        found.append(Fact(due_title(line.due_at), "clock", why))
    if line.state == "redo":
        found.append(Fact(_(ANSWER_WORDS["refused"], reason=line.reason), "reply"))
    return found


def reply_at(session: Session, actor: Actor, request: Request, line: LineFact) -> str:
    """Where whoever is asked writes a document that answers; "" for others.

    An agency to which the document was sent answers the copy that it registers.
    """
    return _reply_at(actor, line, reads=is_readable_by(session, actor, request))


def _reply_at(actor: Actor, line: LineFact, *, reads: bool) -> str:
    may = reads and actor.may("drafts.write") and answers.for_row(actor, line)
    return url_for(drafted_at(), replies=line.id) if may else ""


def _missing(request: Request, lines: Sequence[LineFact]) -> str:
    """What is still missing before it closes itself."""
    if request.state != "open":
        return ""
    names = [one.name for one in lines if one.state in (*AWAITED, "answered")]
    return _("It closes itself when these are approved: %(names)s", names="; ".join(names))


def _tiles(request: Request, places: Sequence[str]) -> list[Tile]:
    """Every line stands in exactly one of them; of what was withdrawn nothing waits any more."""
    here = url_for("requests.show", request_id=request.id)
    waiting = N_("Not approved") if request.state == "withdrawn" else N_("Waiting for me")
    parts = (
        (N_("Approved"), "done", ("approved",), "approved"),
        (waiting, "open", ("proposed", "answered"), "wait"),
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
    owing = sum(one.is_owed and can_be_urged(one) for one in lines)
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
