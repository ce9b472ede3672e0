"""How persons want to be told: read for those who are told, chosen by each, ended by a link."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.feature import URGENT, Occasion, installed
from app.core.policy import Actor
from app.deadlines.queries import calendar
from app.messages import queries
from app.messages.catalogue import FLASH
from app.messages.models import Wishes
from app.messages.queries import Reached
from app.messages.rules import CHANNELS, Habits, after_quiet, by_itself, mailed_at, offered, wants


class Wished:
    """Some people, how each is reached and wants to be told: asked for all of them at once."""

    def __init__(self, session: Session, person_ids: Collection[int]) -> None:
        self._session = session
        self.people = queries.reached(session, person_ids)
        self._habits = habits_of(session, person_ids)

    def habits(self, person: Reached) -> Habits:
        return self._habits.get(person.id, _NONE)

    def after_quiet(self, person: Reached, now: datetime) -> datetime:
        works = calendar(self._session, person.agency_id).is_working
        return after_quiet(now, self.habits(person), works)

    def mailed_at(self, person: Reached, now: datetime, haste: Occasion | None) -> datetime:
        """What is urgent waits for no digest, and a flash for no hour."""
        if haste is not None:
            return now if haste is FLASH else self.after_quiet(person, now)
        works = calendar(self._session, person.agency_id).is_working
        return mailed_at(now, self.habits(person), works)


_NONE = Habits()
CHOSEN = "notifications.wishes_chosen"


def habits_of(session: Session, person_ids: Collection[int]) -> dict[int, Habits]:
    """Of those who chose anything."""
    rows = select(Wishes).where(Wishes.person_id.in_(set(person_ids)))
    return {row.person_id: _habits(row) for row in session.scalars(rows)}


def _habits(row: Wishes) -> Habits:
    begins, ends = row.quiet_from, row.quiet_to
    return Habits(
        channels=row.channels,
        digest_at=tuple(map(time.fromisoformat, row.digest_at)),
        quiet=(time.fromisoformat(begins), time.fromisoformat(ends)) if begins else None,
        is_quiet_when_off=row.is_quiet_when_off,
    )


@dataclass(frozen=True)
class WishesData:
    """What a person chose on the page: of every occasion, the channels that are offered."""

    chosen: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    digest_at: tuple[time, ...] = ()
    quiet: tuple[time, time] | None = None
    is_quiet_when_off: bool = False


def choose(
    session: Session, actor: Actor, catalogue: Collection[Occasion], data: WishesData, version: int
) -> None:
    """Keep what differs from the catalogue, so that its later changes reach whoever did not choose.

    Raises Stale where the person chose otherwise on another page meanwhile.
    """
    row, subject = _own(session, actor.person_id), Subject("person", actor.person_id)
    must_be_latest(session, subject, row.version, version, CHOSEN)
    row.channels = _differing(catalogue, data.chosen)
    row.digest_at = [f"{hour:%H:%M}" for hour in data.digest_at]
    begins, ends = data.quiet or (None, None)
    row.quiet_from, row.quiet_to = (f"{hour:%H:%M}" if hour else "" for hour in (begins, ends))
    row.is_quiet_when_off = data.is_quiet_when_off
    row.version = version + 1
    record(session, actor, CHOSEN, subject)


def _own(session: Session, person_id: int) -> Wishes:
    """The row, locked; a new one of whoever has chosen nothing yet."""
    row = session.get(Wishes, person_id, with_for_update=True)
    if row is None:
        row = Wishes(person_id=person_id, version=0, channels={}, digest_at=[])
        session.add(row)
    return row


def _differing(
    catalogue: Collection[Occasion], chosen: Mapping[str, Mapping[str, bool]]
) -> dict[str, dict[str, bool]]:
    found: dict[str, dict[str, bool]] = {}
    for one in catalogue:
        for channel in CHANNELS:
            wanted = chosen.get(one.name, {}).get(channel, by_itself(one, channel))
            if offered(one, channel) and wanted != by_itself(one, channel):
                found.setdefault(one.name, {})[channel] = wanted
    return found


def turn_off(session: Session, person_id: int, occasion: Occasion, channel: str) -> bool:
    """By a link in a message, which needs no signing in; False where nobody can turn that off."""
    return _turn_off(session, person_id, [occasion], channel)


def turn_all_off(session: Session, person_id: int, channel: str) -> bool:
    """By an answer to a message: all of this channel that a person may do without."""
    every = [one for one in installed().occasions.values() if one.group != URGENT]
    return _turn_off(session, person_id, every, channel)


def _turn_off(
    session: Session, person_id: int, occasions: Iterable[Occasion], channel: str
) -> bool:
    row = _own(session, person_id)
    habits = Habits(row.channels)
    now_off = [one for one in occasions if offered(one, channel) and wants(habits, one, channel)]
    for one in now_off:
        row.channels = row.channels | {one.name: {**row.channels.get(one.name, {}), channel: False}}
        subject = Subject("person", person_id)
        record(session, None, "notifications.turned_off", subject, occasion_word=one.words)
    row.version += bool(now_off)
    return bool(now_off)
