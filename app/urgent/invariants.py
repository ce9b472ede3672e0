"""What must never be false of urgent messages."""

from datetime import timedelta

from sqlalchemy import Select, exists, select

from app.core import clock
from app.core.feature import Invariant, records_breaking
from app.core.text import N_
from app.urgent.models import CLIMBING, UrgentAlert, UrgentStep, UrgentTarget

SILENT_FOR = timedelta(minutes=10)


_RECORDS = select(UrgentAlert.record_id).join(UrgentTarget).distinct()


def _stuck() -> Select[int]:
    past = clock.now() - SILENT_FOR
    return _RECORDS.where(UrgentTarget.state == CLIMBING, UrgentTarget.next_at < past)


def _unasked() -> Select[int]:
    return _RECORDS.where(~exists().where(UrgentStep.target_id == UrgentTarget.id))


INVARIANTS = (
    Invariant(
        name="urgent.climbs_in_time",
        words=N_("Urgent messages climb when their step is over"),
        hurts=N_("Whoever waits for an urgent message to be confirmed: nobody else is asked."),
        check=records_breaking(_stuck),
    ),
    Invariant(
        name="urgent.asks_somebody",
        words=N_("Every urgent message begins with a step"),
        check=records_breaking(_unasked),
        every=timedelta(hours=1),
    ),
)
