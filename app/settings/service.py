"""Setting a value from a day on, and taking it back before that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import Forbidden, NotFound, refuse_for
from app.core.policy import Actor
from app.core.settings import Setting, SettingValue
from app.organisation.queries.pages import get_agency
from app.organisation.service import raise_epoch
from app.settings import rules
from app.settings.policy import is_owner, may_set
from app.settings.queries import held_on, newest_value

Catalogue = Mapping[str, Setting[Any]]
KIND, NOTHING = "setting", "–"


@dataclass(frozen=True)
class NewValue:
    """`text` None gives back what holds without a value of one's own."""

    agency_id: int | None
    text: str | None
    valid_from: date
    version: int | None = None
    """The newest of the values that were seen before, 0 for none."""


def set_value(session: Session, actor: Actor, setting: Setting[Any], new: NewValue) -> SettingValue:
    """Raises Refused when the text is no such value, the day is past, or nothing would change."""
    _owner(session, actor, setting, new.agency_id)
    kept = None if new.text is None else setting.kind.write(setting.kind.parse(new.text))
    raise_epoch(session)  # one after another: who comes second is told
    latest = newest_value(session, new.agency_id, setting.key)
    must_be_latest(session, Subject(KIND, latest), latest, new.version, "settings.")
    old = held_on(session, new.agency_id, setting.key, new.valid_from)
    refuse_for(rules.change_problems(new.valid_from, clock.today(), old, kept))
    row = SettingValue(
        agency_id=new.agency_id,
        key=setting.key,
        valid_from=new.valid_from,
        value=kept,
        set_by_id=actor.person_id,
    )
    session.add(row)
    session.flush()
    _tell(session, actor, "settings.changed", setting, row, old)
    return row


def withdraw(session: Session, actor: Actor, catalogue: Catalogue, row_id: int) -> SettingValue:
    """A value that has not begun is as if it had never been set; the trail keeps it."""
    row = session.get(SettingValue, row_id, with_for_update=True)
    if row is None or row.key not in catalogue:
        raise NotFound
    setting = catalogue[row.key]
    _owner(session, actor, setting, row.agency_id)
    refuse_for(rules.withdraw_problems(row.valid_from, clock.today()))
    session.delete(row)
    raise_epoch(session)
    session.flush()
    left = held_on(session, row.agency_id, row.key, row.valid_from)
    _tell(session, actor, "settings.withdrawn", setting, row, left)
    return row


def _owner(session: Session, actor: Actor, setting: Setting[Any], agency_id: int | None) -> None:
    if not may_set(actor, agency_id):
        raise Forbidden
    if not is_owner(setting, agency_id):
        raise NotFound
    if agency_id is not None:
        get_agency(session, agency_id)


def _tell(
    session: Session,
    actor: Actor,
    action: str,
    setting: Setting[Any],
    row: SettingValue,
    other: str | None,
) -> None:
    """`other` is what held before a change, or holds again after a withdrawal."""
    record(
        session,
        actor,
        action,
        Subject(KIND, row.id),
        agency_id=row.agency_id,
        setting_word=setting.label,
        day=row.valid_from.isoformat(),
        value=_written(row.value),
        other=_written(other),
    )


def _written(value: str | None) -> str:
    return NOTHING if value is None else ", ".join(value.split("\n"))
