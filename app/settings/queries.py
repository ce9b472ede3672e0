"""Every value that a setting had, has and will have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core.settings import SettingValue, in_force
from app.organisation.queries import person_names


@dataclass(frozen=True)
class ValueRow:
    id: int
    agency_id: int | None
    key: str
    valid_from: date
    value: str | None
    set_at: datetime
    set_by: str


KEPT = ("id", "agency_id", "key", "valid_from", "value", "set_at")


def value_rows(session: Session, agency_id: int | None) -> list[ValueRow]:
    """The rows of an agency and those of all, the latest beginning first."""
    columns: list[Any] = [getattr(SettingValue, name) for name in KEPT]
    rows: Any = select(*columns, SettingValue.set_by_id).where(_of(agency_id))
    latest = rows.order_by(SettingValue.valid_from.desc(), SettingValue.id.desc())
    found = session.execute(latest).all()
    names = person_names(session, {row.set_by_id for row in found})
    return [
        ValueRow(**{one: getattr(row, one) for one in KEPT}, set_by=names[row.set_by_id])
        for row in found
    ]


def held_on(session: Session, agency_id: int | None, key: str, day: date) -> str | None:
    """What this owner has set for the day, None where nothing was: others' values left aside."""
    own = SettingValue.agency_id.is_not_distinct_from(agency_id)
    rows = select(SettingValue).where(own, SettingValue.key == key, SettingValue.valid_from <= day)
    return in_force(session.scalars(rows)).get(key)


def newest_value(session: Session, agency_id: int | None, key: str) -> int:
    """Which value this owner was given last, 0 for none."""
    own = SettingValue.agency_id.is_not_distinct_from(agency_id), SettingValue.key == key
    return session.scalar(select(func.max(SettingValue.id)).where(*own)) or 0


def begun(rows: Sequence[ValueRow], day: date) -> list[ValueRow]:
    return [row for row in rows if row.valid_from <= day]


def _of(agency_id: int | None) -> ColumnElement[bool]:
    return or_(SettingValue.agency_id.is_(None), SettingValue.agency_id == agency_id)
