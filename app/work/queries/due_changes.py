"""How due dates came to be other ones than were given: who changed them, when and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.queries import TrailRow, acts_on
from app.work.events import DueChanged

CHANGED = DueChanged.topic
GIVEN_BACK = "assignments.due_given_back"
ASKED = "assignments.extension_asked"
GRANTED = "assignments.extension_granted"
REFUSED = "assignments.extension_refused"
REOPENED = "assignments.extension_reopened"
ACTIONS = (CHANGED, GIVEN_BACK, ASKED, GRANTED, REFUSED, REOPENED)
PUT_OFF = ".put_off"
"""How the action of any kind ends whose own date was put off with its lines."""
WHOLE = 0
"""Among the changes of the lines, by id: that of the record's own date."""


@dataclass(frozen=True)
class DueChange:
    """One change of a due date; days as the trail writes them: ISO 8601, or a dash."""

    by: str
    on_behalf_of: str
    at: datetime
    old: str
    new: str
    reason: str
    asked: "Asked | None" = None
    """What it was granted for; None where nobody had asked."""


@dataclass(frozen=True)
class Asked:
    """Who had asked until when, and why."""

    name: str
    until: str
    reason: str


@dataclass
class _History:
    """The changes of one date that still hold, as its entries tell them one by one."""

    standing: list[DueChange]
    asked: Asked | None = None
    before: str = ""

    def add(self, entry: TrailRow) -> None:
        values, action = entry.values, entry.action
        if action == ASKED:
            self.asked = Asked(entry.actor_name, values["new"], values["reason"])
        elif action == GRANTED and self.standing:
            given = self.standing.pop()
            self.standing.append(_of(entry, given.old, values["reason"], self.asked))
        elif action == GIVEN_BACK:
            del self.standing[-1:]
        elif action == REOPENED and self.before == CHANGED:
            del self.standing[-2:]  # as it was written until November 2026
        elif action == CHANGED or action.endswith(PUT_OFF):
            self.standing.append(_of(entry, values["old"], values["reason"]))
        self.before = action


def _of(entry: TrailRow, old: str, reason: str, asked: Asked | None = None) -> DueChange:
    new = entry.values["new"]
    return DueChange(entry.actor_name, entry.on_behalf_of, entry.at, old, new, reason, asked)


def due_changes(session: Session, record_id: int) -> Mapping[int, DueChange]:
    """The last change of the date of each line, by its id, and of the record itself, as WHOLE.
    What was given and never changed is not in it, nor what was undone."""
    return _last(acts_on(session, record_id, ACTIONS, PUT_OFF))


def _last(entries: Iterable[TrailRow]) -> Mapping[int, DueChange]:
    found: dict[int, _History] = {}
    for entry in entries:
        is_line = entry.action.startswith("assignments.")
        found.setdefault(entry.object_id if is_line else WHOLE, _History([])).add(entry)
    return {key: one.standing[-1] for key, one in found.items() if one.standing}
