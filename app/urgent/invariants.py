"""What must never be false of urgent messages."""

from datetime import timedelta

from sqlalchemy import Select, exists, select

from app.core import clock
from app.core.feature import Invariant
from app.core.text import N_
from app.urgent.models import CLIMBING, UrgentStep, UrgentTarget

SILENT_FOR = timedelta(minutes=10)


def _stuck() -> Select[int]:
    past = clock.now() - SILENT_FOR
    return select(UrgentTarget.id).where(
        UrgentTarget.state == CLIMBING, UrgentTarget.next_at < past
    )


def _unasked() -> Select[int]:
    has_step = exists().where(UrgentStep.target_id == UrgentTarget.id)
    return select(UrgentTarget.id).where(~has_step)


INVARIANTS = (
    Invariant("urgent.climbs_in_time", N_("Urgent messages climb when their step is over"), _stuck),
    Invariant("urgent.asks_somebody", N_("Every urgent message begins with a step"), _unasked),
)
