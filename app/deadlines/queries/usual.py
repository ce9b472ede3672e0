"""How long work may usually take."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Question
from app.core.memory import remembered
from app.deadlines.models import UsualSpan
from app.deadlines.rules.spans import Span
from app.deadlines.rules.usual import Usual, usual_of

type_options: Question[[Session], list[tuple[str, str]]] = Question(
    "types of documents that due dates go by, by code"
)


def usual_spans(session: Session) -> list[Usual]:
    """All of them, those that began last first."""
    return remembered(session, "usual spans", lambda: _usual_spans(session))


def usual_for(
    session: Session, agency_id: int, type_code: str, urgency: int, on: date | None = None
) -> Usual | None:
    """By what work on this is due that is given out today, or `on` this day, without a date."""
    day = on or clock.today()
    return usual_of(usual_spans(session), agency_id, type_code, urgency, day)


def _usual_spans(session: Session) -> list[Usual]:
    rows = session.scalars(select(UsualSpan).order_by(UsualSpan.since.desc(), UsualSpan.id))
    return [
        Usual(
            row.since,
            Span.of(row.span) if row.span else None,
            row.type_code,
            row.urgency,
            row.agency_id,
            row.id,
        )
        for row in rows
    ]
