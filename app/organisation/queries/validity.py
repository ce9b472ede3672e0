"""Which agencies, units, posts, delegations, absences hold on a day; `rules.covers` for values."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, exists, func, inspect, not_, or_, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.asking import TODAY
from app.organisation.models import Absence, Agency, Delegation, FormerName, Person, Post, Unit

NOON = 12
"""The hour of the office at which a half day ends and the other begins."""
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
    """Delegations that hold on this day: not revoked, and whoever acts holds a post of their own in
    the same agency: who left acts for nobody there."""
    given, own = aliased(Post), aliased(Post)
    is_there = exists().where(
        given.id == table.post_id,
        own.agency_id == given.agency_id,
        own.person_id == table.to_person_id,
        valid_on(own, day),
    )
    return and_(valid_on(table, day), table.revoked_at.is_(None), is_there)


def away_now() -> ColumnElement[bool]:
    """Absences that hold at this hour: a half day away ends, or begins, at noon."""
    now = clock.local(clock.now())
    half, day = (
        (Absence.from_noon, Absence.starts_on)
        if now.hour < NOON
        else (Absence.until_noon, Absence.ends_on)
    )
    return and_(valid_on(Absence, now.date()), not_(and_(half, day == now.date())))


def name_then(named: type[Agency | Unit | Person], column: str, moment: Any) -> ColumnElement[str]:
    """What an agency, a unit or a person was called at a moment, whatever it is called now.

    `named` may be an alias; `column` is "name", or "short_name" of an agency or a unit.
    """
    former = aliased(FormerName)
    mapped: Any = inspect(named)
    whose = f"{mapped.mapper.class_.__tablename__}_id"
    then = (
        select(former.name)
        .where(
            getattr(former, whose) == named.id,
            former.column == column,
            former.until > moment,
        )
        .order_by(former.until, former.id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(then, getattr(named, column))
