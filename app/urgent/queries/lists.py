"""The lists: receivers who are asked to confirm, and the use of urgent messages month by month."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, join, outerjoin, select, true
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.core.asking import MY_AGENCIES
from app.core.lists import Listing, among, equals
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Person
from app.records.policy import is_readable, readable_in
from app.urgent.filters import TargetFilter, UseFilter
from app.urgent.models import MARKED, UrgentAlert, UrgentTarget

_BY, _SENDER = aliased(Person), aliased(Person)
_OPEN = UrgentTarget.state.in_(("climbing", "calling"))

TARGETS = Listing(
    name="urgent.index",
    title=N_("Urgent messages"),
    filter=TargetFilter,
    id=UrgentTarget.id,
    rows=select(
        UrgentTarget.id,
        UrgentTarget.name,
        UrgentTarget.state,
        UrgentTarget.next_at,
        UrgentTarget.calling_since,
        UrgentTarget.confirmed_at,
        UrgentTarget.confirmed_how,
        UrgentTarget.ended_why,
        UrgentTarget.alert_id,
        UrgentAlert.record_id,
        UrgentAlert.urgency,
        UrgentAlert.sent_at,
        _BY.name.label("by"),
    ).select_from(
        outerjoin(
            join(UrgentTarget, UrgentAlert, UrgentAlert.id == UrgentTarget.alert_id),
            _BY,
            _BY.id == UrgentTarget.confirmed_by_id,
        )
    ),
    source=join(UrgentTarget, UrgentAlert, UrgentAlert.id == UrgentTarget.alert_id),
    within=(UrgentAlert.agency_id.in_(MY_AGENCIES),),
    readers=readable_in(UrgentAlert.record_id),
    where={
        "tab": among(
            {
                "open": _OPEN,
                "calling": UrgentTarget.state == "calling",
                "confirmed": UrgentTarget.state == "confirmed",
                "ended": UrgentTarget.state == "ended",
                "all": true(),
            }
        )
    },
    counted=("open", "calling"),
)


def _of(table: Any, figure: Any, *where: Any) -> Any:
    return select(figure).select_from(table).where(*where).scalar_subquery()


def _in_month(_actor: Actor, month: str) -> ColumnElement[bool]:
    """Sent in this month, as "2026-11"."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    begins, ends = clock.at(first, time.min), clock.at(following, time.min)
    return and_(UrgentAlert.sent_at >= begins, UrgentAlert.sent_at < ends)


_OURS = UrgentTarget.alert_id == UrgentAlert.id

USE = Listing(
    name="urgent.use",
    title=N_("Urgent messages by month"),
    filter=UseFilter,
    id=UrgentAlert.id,
    rows=select(
        UrgentAlert.id,
        UrgentAlert.sent_at,
        _SENDER.name.label("sender"),
        UrgentAlert.urgency,
        UrgentAlert.reason,
        UrgentAlert.key.startswith(MARKED).label("is_marked"),
        UrgentAlert.record_id,
        is_readable(UrgentAlert.record_id).label("is_readable"),
        _of(UrgentTarget, func.count(), _OURS).label("receivers"),
        _of(UrgentTarget, func.count(), _OURS, UrgentTarget.state == "confirmed").label(
            "confirmed"
        ),
    ).outerjoin(_SENDER, _SENDER.id == UrgentAlert.sent_by_id),
    within=(UrgentAlert.agency_id.in_(MY_AGENCIES),),
    where={"month": _in_month, "sender_id": equals(UrgentAlert.sent_by_id)},
)


def senders(session: Session, agency_id: int | None) -> list[tuple[int, str]]:
    """Who of this agency ever sent one, by name."""
    sent = select(UrgentAlert.sent_by_id).where(UrgentAlert.agency_id == agency_id)
    rows = select(Person.id, Person.name).where(Person.id.in_(sent)).order_by(Person.name_key)
    return [(number, name) for number, name in session.execute(rows)]
