"""What the counter reads: the procedure that is received, and those it offers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.onestop.cases.queries import procedures_last_used
from app.onestop.procedures.inputs import Content
from app.onestop.procedures.queries import content_of, version_on
from app.onestop.procedures.queries.offered import Offered, found_by, offered

MOST_OFFERED = 6


@dataclass(frozen=True)
class Chosen:
    """The procedure that is being received, as it holds today."""

    code: str
    since: date
    content: Content


def chosen_today(session: Session, procedure_id: int | None) -> Chosen | None:
    """None where none is chosen, or it may not be received today."""
    held = version_on(session, procedure_id) if procedure_id is not None else None
    if held is None:
        return None
    assert held.valid_from is not None, "it was published"
    return Chosen(held.procedure.code, held.valid_from, content_of(session, held))


def proposed(session: Session, actor: Actor, words: str) -> list[Offered]:
    """Those of the words, last used first; without words those this officer received last."""
    used = procedures_last_used(session, actor, MOST_OFFERED)
    return found_by(session, words, used, MOST_OFFERED) if words else offered(session, used)


def code_of(session: Session, procedure_id: int) -> str:
    """Empty where it may not be received today."""
    return next((one.code for one in offered(session, [procedure_id])), "")
