"""Limits and words that an agency may change: what a setting is, and which value holds today.

They lie down here because the lowest features have some too; the screen is `app/settings/`. A
feature declares its own in its `settings.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.errors import Problem, Refused
from app.core.memory import remembered
from app.core.text import N_, clean, clean_lines

Value = TypeVar("Value")
FIELD = "value"


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


class Kind(Protocol[Value]):
    """How a value is read and written."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The only values there are, as they are kept, with their message ids; or nothing."""

    @property
    def has_lines(self) -> bool:
        """It is written on several lines."""

    def parse(self, text: str) -> Value:
        """Raises Refused with the bounds when the text is no such value."""

    def write(self, value: Value) -> str:
        """The one way in which the value is kept."""


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """What may be set, with its bounds and its words (message ids)."""

    key: str
    kind: Kind[Value]
    default: Value
    label: str
    help: str
    group: str
    is_common: bool = False
    """One value for the whole installation; no agency has its own."""


def value(
    session: Session, setting: Setting[Value], agency_id: int | None, default: Value | None = None
) -> Value:
    """What holds today for this agency; `default` where this installation says another one."""
    owner = None if setting.is_common else agency_id
    key = ("settings", owner, clock.today())
    held = remembered(session, key, lambda: _held(session, owner, clock.today()))
    if setting.key in held:
        return setting.kind.parse(held[setting.key])
    return setting.default if default is None else default


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


# -- Kinds that several features use ---------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both allowed."""

    least: int
    most: int
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = False

    def parse(self, text: str) -> int:
        plain = clean(text)
        if plain.isdecimal() and len(plain) < 10 and self.least <= int(plain) <= self.most:
            return int(plain)
        message = N_("Write a whole number from %(least)s to %(most)s.")
        raise Refused(Problem(message, {"least": self.least, "most": self.most}, FIELD))

    def write(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class OneOf:
    """One of some words of the code."""

    choices: tuple[tuple[str, str], ...]
    has_lines: bool = False

    def parse(self, text: str) -> str:
        if text in dict(self.choices):
            return text
        raise Refused(Problem(N_("Choose one of these."), field=FIELD))

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class YesNo:
    choices: tuple[tuple[str, str], ...] = (("1", N_("Yes")), ("0", N_("No")))
    has_lines: bool = False

    def parse(self, text: str) -> bool:
        if text in ("0", "1"):
            return text == "1"
        raise Refused(Problem(N_("Choose one of these."), field=FIELD))

    def write(self, value: bool) -> str:
        return "1" if value else "0"


@dataclass(frozen=True)
class Words:
    """Words or short phrases, one on a line; the least number that must stand there."""

    least: int = 1
    most: int = 50
    longest: int = 60
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = True

    def parse(self, text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(clean(line) for line in clean_lines(text).split("\n") if line))
        if not self.least <= len(words) <= self.most or any(len(w) > self.longest for w in words):
            message = N_("Write %(least)s to %(most)s lines of at most %(longest)s characters.")
            values = {"least": self.least, "most": self.most, "longest": self.longest}
            raise Refused(Problem(message, values, FIELD))
        return words

    def write(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)
