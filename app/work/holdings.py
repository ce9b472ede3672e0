"""What of work people and units hold."""

from typing import Any

from sqlalchemy import case, literal, null, select

from app.core.feature import Holding
from app.core.policy import person_token, unit_token
from app.core.text import N_
from app.work.models import Assignment, Phrase
from app.work.service.moving import hand_given, hand_lines, hand_phrases

_MARK = Assignment.version + case((Assignment.acted_at >= Assignment.opened_at, 1), else_=0)
"""Beginning to draft is an act too, and no change of the line itself: it comes after the holder
opened it. Whoever gets a line has not opened it, whatever its holder before had begun."""
_LINES: Any = select(
    Assignment.id, _MARK, Assignment.record_id, literal(""), Assignment.due_at, literal("")
)
_OPEN = _LINES.where(Assignment.state == "open")
_LINE: dict[str, Any] = {"id": Assignment.id, "agency_id": Assignment.agency_id}

HOLDINGS = (
    Holding(
        name="work.lines",
        words=N_("Open work"),
        of="p",
        rows=_OPEN,
        held_by=lambda number: Assignment.holder == person_token(number),
        move=hand_lines,
        **_LINE,
    ),
    Holding(
        name="work.unit_lines",
        words=N_("Open work"),
        of="u",
        rows=_OPEN,
        held_by=lambda number: Assignment.holder == unit_token(number),
        move=hand_lines,
        **_LINE,
    ),
    Holding(
        name="work.given",
        words=N_("Work given to others that is open or was returned"),
        of="p",
        rows=_LINES.where(Assignment.state.in_(("open", "returned"))),
        held_by=lambda number: Assignment.given_by_id == number,
        move=hand_given,
        icon="send",
        **_LINE,
    ),
    Holding(
        name="work.phrases",
        words=N_("Own sentences for directives"),
        of="p",
        rows=select(Phrase.id, literal(0), null(), Phrase.text, null(), literal("")),
        id=Phrase.id,
        agency_id=Phrase.agency_id,
        held_by=lambda number: Phrase.person_id == number,
        move=hand_phrases,
        icon="chat-left-text",
    ),
)
