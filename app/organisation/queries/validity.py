"""Which agencies, units, posts, delegations, absences hold on a day; `rules.covers` for values."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from app.core.asking import TODAY
from app.organisation.models import Absence, Agency, Delegation, Post, Unit

Day = date | BindParameter[date]
Spanned = type[Agency | Unit | Post | Delegation | Absence]


def valid_on(table: Spanned, day: Day = TODAY) -> ColumnElement[bool]:
    """Rows whose span covers this day; today, if none is named. Both ends belong to it."""
    return valid_within(table, day, day)


def valid_within(table: Spanned, first: Day, last: Day | None) -> ColumnElement[bool]:
    """Rows whose span shares a day with this one, which goes on for ever without a last day."""
    ends: Any = table.valid_to
    goes_on = or_(ends.is_(None), ends >= first)
    return goes_on if last is None else and_(table.valid_from <= last, goes_on)


def running_on(day: Day = TODAY, table: type[Delegation] = Delegation) -> ColumnElement[bool]:
    """Delegations that hold on this day: not revoked either."""
    return and_(valid_on(table, day), table.revoked_at.is_(None))
