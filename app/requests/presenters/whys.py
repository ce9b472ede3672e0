"""Why the answers to a request are due when they are."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.presenters import why_set
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon
from app.requests.policy import answers, asks
from app.requests.queries import is_readable_by, request_on
from app.requests.queries.boards import LineFact
from app.requests.queries.boards import board as lines_of
from app.requests.rules import AWAITED
from app.web.i18n import gettext as _
from app.web.listing import Why


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
