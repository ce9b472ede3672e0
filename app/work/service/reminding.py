"""Reminders of due dates that come near and pass: of each date once each, at the hours that a
person chose, all of a round in one message."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.policy import Actor
from app.deadlines.queries import calendar, horizon_of
from app.deadlines.rules.crossing import Crossing
from app.work.events import BecameLate, DueSoon
from app.work.models import LateMark, ReminderHours
from app.work.queries import people_of_holders
from app.work.queries.reminders import agencies_with_dates, crossed
from app.work.rules.reminders import is_time

FIRST_LOOK_BACK = timedelta(days=1)
"""How far back lateness is told of when an office starts."""
NAMED = 20
"""So many lines of a message are looked at once more before it is told."""


def remind(session: Session) -> int:
    """Publish what each person is to be reminded of since the last time; how many persons."""
    now = clock.now()
    mark = _mark(session)
    chosen = {row.person_id: row for row in session.scalars(select(ReminderHours))}
    works = _works(session)
    due = {p: row for p, row in chosen.items() if is_time(row.times, row.reached_at, now, works)}
    since = {person: row.reached_at for person, row in due.items()}
    found = _Found(session, mark.reached_at, since, chosen.keys() - due.keys())
    for agency_id in agencies_with_dates(session):
        found.look(agency_id)
    for (is_late, person), lines in found.lines.items():
        said = person, lines[:NAMED], len(lines), now.isoformat()
        outbox.publish(session, BecameLate(*said) if is_late else DueSoon(*said))
    mark.reached_at = now
    for row in due.values():
        row.reached_at = now
    return len({person for _is_late, person in found.lines})


def choose_hours(session: Session, actor: Actor, hours: Sequence[time]) -> None:
    """Remind the actor at these hours of working days; with none, as soon as it is so."""
    row = session.get(ReminderHours, actor.person_id)
    if row is None:
        row = ReminderHours(person_id=actor.person_id, reached_at=_mark(session).reached_at)
        session.add(row)
    row.hours = ", ".join(f"{one:%H:%M}" for one in sorted(hours))


def _mark(session: Session) -> LateMark:
    """Up to when everybody was reminded who chose no hours."""
    mark = session.get(LateMark, 1, with_for_update=True)
    if mark is None:
        mark = LateMark(id=1, reached_at=clock.now() - FIRST_LOOK_BACK)
        session.add(mark)
    return mark


class _Found:
    """Ids of lines by what is said of them, and to whom."""

    def __init__(
        self,
        session: Session,
        reached_at: datetime,
        since: dict[int, datetime],
        waiting: set[int],
    ) -> None:
        self._session, self._reached_at, self._since = session, reached_at, since
        self._waiting, self._people = waiting, cache(self._ask_people)
        self.lines: dict[tuple[bool, int], list[int]] = {}
        """By whether they are late, and by person."""

    def look(self, agency_id: int) -> None:
        earliest = min((self._reached_at, *self._since.values()))
        horizon = horizon_of(self._session, agency_id)
        crossings = cache(lambda since: Crossing(horizon, since))
        for line in crossed(self._session, agency_id, crossings(earliest)):
            for person in self._people(line.holder) - self._waiting:
                crossing = crossings(self._since.get(person, self._reached_at))
                if crossing.is_new(line.due_at, line.given_at):
                    key = crossing.has_passed(line.due_at), person
                    self.lines.setdefault(key, []).append(line.id)

    def _ask_people(self, holder: str) -> set[int]:
        return people_of_holders(self._session, [holder])


def _works(session: Session) -> Callable[[date], bool]:
    """Whether anybody works on a day, by the calendar of all agencies."""
    return calendar(session, None).is_working
