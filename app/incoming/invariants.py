"""What must never be false of incoming documents."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import bindparam, select

from app.core import clock
from app.core.db import constant
from app.core.feature import Breach, Found, Invariant, Watching, records_breaking
from app.core.settings import value
from app.core.text import N_
from app.incoming.models import IncomingDocument
from app.incoming.settings import SILENT_DAYS
from app.work.models import Assignment


def _waiting(state: str) -> Callable[[Watching], Found]:
    """A check: documents of this state that came longer ago than the office allows."""
    rows = select(IncomingDocument.id, IncomingDocument.created_at).where(
        IncomingDocument.state == constant(state), IncomingDocument.created_at < bindparam("before")
    )

    def check(watching: Watching) -> Found:
        days = value(watching.session, SILENT_DAYS, None)
        before = {"before": clock.now() - timedelta(days=days)}
        found = watching.session.execute(rows.order_by(IncomingDocument.id), before).all()
        told = {"days": days, "documents": len(found)}
        note = N_("Longer than %(days)s days: %(documents)s")
        breaches = [Breach(records=[one], since=since.isoformat()) for one, since in found]
        return Found.of(breaches, note=note, values=told)

    return check


INVARIANTS = (
    Invariant(
        name="incoming.registered_are_directed",
        words=N_("No registered document waits long for a directive"),
        hurts=N_("Its sender, and whoever would work on it: nobody has it."),
        check=_waiting("registered"),
    ),
    Invariant(
        name="incoming.deliveries_are_accepted",
        words=N_("No delivery waits long to be accepted or refused"),
        hurts=N_("The agency that sent it: it counts as not received."),
        check=_waiting("waiting"),
    ),
    Invariant(
        name="work.nothing_open_on_closed",
        words=N_("No line of work is open on a closed document"),
        hurts=N_("Whoever holds it: it stands on their desk although nothing is to be done."),
        check=records_breaking(
            lambda: (
                select(Assignment.record_id)
                .join(IncomingDocument, IncomingDocument.id == Assignment.record_id)
                .where(Assignment.state == "open", IncomingDocument.state == "closed")
            )
        ),
    ),
)
