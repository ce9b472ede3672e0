"""The values that were set, each from a day on, and which of them holds."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.memory import remembered
from app.core.settings.declared import Setting, Value


class SettingValue(Base):
    """A value from a day on; the latest one at or before a day holds on it.

    Without an agency it is for all of them; an agency's own wins. Without a value it gives back
    what held before: that of all agencies, or what the setting is by itself.
    """

    __tablename__ = "setting"
    __table_args__ = (Index("ix_setting_agency", "agency_id", "key", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    key: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date]
    value: Mapped[str | None] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(default=clock.now)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


def value(
    session: Session,
    setting: Setting[Value],
    agency_id: int | None,
    default: Value | None = None,
    *,
    on: date | None = None,
) -> Value:
    """What holds for this agency today, or `on` the day that is spoken of; `default` where this
    installation says another one."""
    owner = None if setting.is_common else agency_id
    day = clock.today() if on is None else on
    held = remembered(session, ("settings", owner, day), lambda: _held(session, owner, day))
    if setting.key in held:
        return setting.kind.parse(held[setting.key])
    return setting.default if default is None else default


def values_to_come(
    session: Session, setting: Setting[Value], agency_id: int | None
) -> list[tuple[date, Value]]:
    """What will hold instead, each from its day on, in order."""
    days = select(SettingValue.valid_from).where(
        SettingValue.key == setting.key,
        or_(SettingValue.agency_id.is_(None), SettingValue.agency_id == agency_id),
        SettingValue.valid_from > clock.today(),
    )
    return [
        (day, value(session, setting, agency_id, on=day))
        for day in session.scalars(days.distinct().order_by(SettingValue.valid_from))
    ]


def _held(session: Session, agency_id: int | None, day: date) -> Mapping[str, str]:
    rows = select(SettingValue).where(
        or_(SettingValue.agency_id.is_(None), SettingValue.agency_id == agency_id),
        SettingValue.valid_from <= day,
    )
    return in_force(session.scalars(rows))


def in_force(rows: Iterable[SettingValue]) -> dict[str, str]:
    """The values that these rows, all begun, make hold together, by key."""
    latest: dict[tuple[bool, str], str | None] = {}
    for row in sorted(rows, key=lambda row: (row.valid_from, row.id)):
        latest[row.agency_id is not None, row.key] = row.value
    ordered = sorted(latest.items(), key=lambda item: item[0])
    return {key: held for (_is_own, key), held in ordered if held is not None}
