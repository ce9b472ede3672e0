"""What people and units hold of requests: what they ask, and what is asked of them."""

from typing import Any

from sqlalchemy import literal, null, select

from app.core.feature import Holding
from app.core.text import N_
from app.requests.models import Request, RequestLine
from app.requests.rules import AWAITED
from app.requests.service.handing import (
    hand_lines,
    hand_lines_of_agency,
    hand_officers,
    hand_requests,
    hand_requests_of_agency,
)

_IS_OPEN = Request.state == "open"
_ASKING: dict[str, Any] = {
    "words": N_("Requests to many"),
    "rows": select(
        Request.id, Request.version, Request.record_id, literal(""), null(), literal("")
    ).where(_IS_OPEN),
    "id": Request.id,
    "agency_id": Request.agency_id,
    "icon": "question-circle",
}

_OWED: dict[str, Any] = {
    "words": N_("Answers that are owed"),
    "rows": select(
        RequestLine.id,
        RequestLine.version,
        Request.record_id,
        literal(""),
        RequestLine.due_at,
        literal(""),
    )
    .join(Request, Request.id == RequestLine.request_id)
    .where(_IS_OPEN, RequestLine.state.in_((*AWAITED, "answered"))),
    "id": RequestLine.id,
    "agency_id": Request.agency_id,
    "icon": "question-circle",
}

HOLDINGS = (
    Holding(
        name="requests.asked",
        of="p",
        held_by=lambda number: Request.asked_by_id == number,
        move=hand_requests,
        needs="requests.ask",
        **_ASKING,
    ),
    Holding(
        name="requests.asked_by_unit",
        of="u",
        held_by=lambda number: Request.unit_id == number,
        move=hand_requests,
        **_ASKING,
    ),
    Holding(
        name="requests.asked_by_agency",
        of="a",
        held_by=lambda number: Request.agency_id == number,
        move=hand_requests_of_agency,
        goes_with_papers=True,
        **_ASKING,
    ),
    Holding(
        name="requests.lines",
        of="u",
        held_by=lambda number: RequestLine.unit_id == number,
        move=hand_lines,
        **_OWED,
    ),
    Holding(
        name="requests.lines_of_officer",
        of="p",
        held_by=lambda number: RequestLine.officer_id == number,
        move=hand_officers,
        **_OWED,
    ),
    Holding(
        name="requests.lines_of_agency",
        of="a",
        held_by=lambda number: RequestLine.agency_id == number,
        move=hand_lines_of_agency,
        **_OWED,
    ),
)
