"""What the verbs of the organisation share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session, object_session

from app.core.errors import NotFound, Problem
from app.core.memory import forget
from app.core.text import N_
from app.organisation.models import AccessEpoch, Agency, FormerName, Person, Post, Unit
from app.organisation.queries.bodies import beginning_before, lasting_beyond

FIELD_WORDS = {
    "name": N_("name"),
    "short_name": N_("short name"),
    "code": N_("agency code"),
    "symbol": N_("symbol in references"),
    "place_name": N_("place name"),
    "superior_name": N_("superior body"),
    "collective_name": N_("collective"),
    "address": N_("address"),
    "parent_id": N_("place in the tree"),
    "successor_id": N_("successor"),
    "position": N_("order"),
    "valid_from": N_("first day"),
    "valid_to": N_("last day"),
    "phone": N_("telephone"),
    "email": N_("e-mail"),
    "title": N_("title of the post"),
    "role_code": N_("role"),
    "is_head": N_("head"),
    "is_deputy": N_("deputy"),
    "is_main": N_("main post"),
    "unit_id": N_("unit"),
    "agency_id": N_("agency"),
}
"""Columns as the trail names them when they change."""

Row = TypeVar("Row", Agency, Unit, Person, Post)


def raise_epoch(session: Session) -> None:
    """To be called in the transaction of every change of posts, roles, delegations, units, days off
    or settings: whatever processes remember of them ends with it."""
    forget(session)
    raised = session.scalar(
        update(AccessEpoch)
        .where(AccessEpoch.id == 1)
        .values(number=AccessEpoch.number + 1)
        .returning(AccessEpoch.number)
        .execution_options(synchronize_session=False)
    )
    if raised is None:
        session.add(AccessEpoch(id=1, number=1))
        session.flush()


def load(session: Session, table: type[Row], row_id: int) -> Row:
    """The row, locked; NotFound when there is none."""
    row = session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def take_turn_for_numbers(session: Session) -> None:
    """Whoever gives a telephone number to a person waits for who does so in the same moment."""
    session.execute(select(AccessEpoch.id).where(AccessEpoch.id == 1).with_for_update())


def take_turn_of(session: Session, holder: str) -> str:
    """Lock a person ("p12"), a unit ("u7") or an agency ("a3"), so that what befalls them follows
    one another; their name."""
    number = int(holder[1:])
    if holder.startswith("p"):
        return load(session, Person, number).name
    if holder.startswith("a"):
        return load(session, Agency, number).name
    return load(session, Unit, number).name


def apply(row: Agency | Unit | Person | Post, values: Mapping[str, Any]) -> list[str]:
    """Set what differs, count the version up; the words of the changed fields."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    _keep_names(row, changed)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.version += 1
    return [FIELD_WORDS[name] for name in changed]


def _keep_names(row: Agency | Unit | Person | Post, changed: Sequence[str]) -> None:
    """What a body or a person was called stays in the lines that were written then."""
    session = object_session(row)
    if session is None or isinstance(row, Post):
        return
    whose = f"{row.__tablename__}_id"
    for column in {"name", "short_name"} & set(changed):
        former = {whose: row.id, "column": column, "name": getattr(row, column)}
        session.add(FormerName(**former))


def left_outside(
    session: Session,
    first_day: date,
    last_day: date | None,
    *,
    agency_id: int | None = None,
    unit_id: int | None = None,
) -> list[Problem]:
    """What an agency or a unit holds that would begin before it or outlast it."""
    body = {"agency_id": agency_id, "unit_id": unit_id}
    problems = []
    if early := beginning_before(session, first_day, **body):
        told = N_("%(count)s of its units and posts begin before that day. Change them first.")
        problems.append(Problem(told, {"count": early}, "valid_from"))
    if last_day is not None and (late := lasting_beyond(session, last_day, **body)):
        told = N_("%(count)s of its units and posts go on after that day. End them first.")
        problems.append(Problem(told, {"count": late}, "valid_to"))
    return problems


def iso(day: date | None) -> str:
    """A day as the trail keeps it."""
    return day.isoformat() if day else ""
