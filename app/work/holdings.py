"""What of work people and units hold."""

from typing import Any

from sqlalchemy import case, literal, null, select

from app.core.feature import Holding
from app.core.policy import person_token, unit_token
from app.core.text import N_
from app.work.models import Assignment, Phrase
from app.work.service.moving import (
    hand_given,
    hand_lines,
    hand_lines_of_agency,
    hand_phrases,
    hand_phrases_of_agency,
)

_MARK = Assignment.version + case((Assignment.acted_at >= Assignment.opened_at, 1), else_=0)
"""Beginning to draft is an act too, and no change of the line itself: it comes after the holder
opened it. Whoever gets a line has not opened it, whatever its holder before had begun."""
_LINES: Any = select(
    Assignment.id, _MARK, Assignment.record_id, literal(""), Assignment.due_at, literal("")
)
_OPEN = _LINES.where(Assignment.state == "open")
_LINE: dict[str, Any] = {"id": Assignment.id, "agency_id": Assignment.agency_id}
_PHRASES: Any = select(Phrase.id, literal(0), null(), Phrase.text, null(), literal(""))

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
        name="work.lines_of_agency",
        words=N_("Open work"),
        of="a",
        rows=_LINES.where(Assignment.state.in_(("open", "returned"))),
        held_by=lambda number: Assignment.agency_id == number,
        move=hand_lines_of_agency,
        goes_with_papers=True,
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
        rows=_PHRASES,
        id=Phrase.id,
        agency_id=Phrase.agency_id,
        held_by=lambda number: Phrase.person_id == number,
        move=hand_phrases,
        icon="chat-left-text",
    ),
    Holding(
        name="work.phrases_of_agency",
        words=N_("Own sentences for directives"),
        of="a",
        rows=_PHRASES.where(Phrase.person_id.is_not(None)),
        id=Phrase.id,
        agency_id=Phrase.agency_id,
        held_by=lambda number: Phrase.agency_id == number,
        move=hand_phrases_of_agency,
        icon="chat-left-text",
    ),
)
