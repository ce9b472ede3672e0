"""Units and agencies that others succeed, with their posts; kept so that it can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries.validity import valid_within
from app.organisation.service.agencies import AgencyData, change_agency
from app.organisation.service.common import apply, load, raise_epoch
from app.organisation.service.posts import PostData, change_post, end_post, give_post
from app.organisation.service.units import UnitData, change_unit, create_unit

Change = dict[str, Any]
"""A row of the organisation that was changed: its "kind" and "id", its "version" since, and how it
"was" before; nothing for one that is new."""
CHANGED = N_(
    "%(name)s was changed since, or what came later names it: it is at work as it is now."
    " Reorganise it anew instead."
)
TABLES: Mapping[str, type[Agency | Unit | Post]] = {
    "agency": Agency,
    "unit": Unit,
    "post": Post,
}


def new_unit(
    session: Session, actor: Actor, like_id: int, name: str, short_name: str, symbol: str
) -> tuple[int, Change]:
    """A unit from today on, where the one that it is made from stands; its id."""
    like = load(session, Unit, like_id)
    first_day = clock.today()
    data = UnitData(name, short_name, first_day, None, symbol, like.position, like.parent_id)
    made = create_unit(session, actor, like.agency_id, data)
    return made.id, _kept(made)


def carry_unit(
    session: Session, actor: Actor, unit_id: int, agency_id: int, parent_id: int | None
) -> tuple[int, Change]:
    """A unit of the same name in another agency, from today on; its id."""
    data = replace(
        _data(load(session, Unit, unit_id)),
        valid_from=clock.today(), valid_to=None, parent_id=parent_id, successor_id=None,
    )  # fmt: skip
    made = create_unit(session, actor, agency_id, data)
    return made.id, _kept(made)


def lasting_units(session: Session, agency_id: int) -> list[Unit]:
    """The units of the agency today and later, each after the one that it stands under."""
    rows = select(Unit).where(Unit.agency_id == agency_id, valid_within(Unit, clock.today(), None))
    units = {one.id: one for one in session.scalars(rows.order_by(Unit.position, Unit.id))}
    ordered: dict[int, Unit] = {}
    while len(ordered) < len(units):
        ordered |= {
            one.id: one
            for one in units.values()
            if one.parent_id in ordered or one.parent_id not in units
        }
    return list(ordered.values())


def lasting_posts(session: Session, body: str) -> list[int]:
    """The posts of the unit ("u7"), or of the agency above its units ("a3"), today and later, the
    head's first."""
    agency_id, unit_id = _place(session, body)
    rows = select(Post.id).where(
        Post.agency_id == agency_id,
        Post.unit_id == unit_id if unit_id else Post.unit_id.is_(None),
        valid_within(Post, clock.today(), None),
    )
    return list(session.scalars(rows.order_by(Post.is_head.desc(), Post.id)))


def move_post(
    session: Session, actor: Actor, post_id: int, body: str, *, is_head: bool
) -> tuple[list[Change], int]:
    """The post ends with yesterday and goes on in this unit ("u7"), or at the head of this agency
    ("a3"), from today, as a post of its own; one that began today, or is to begin, is moved. What
    changed, and the id of what it is now."""
    post = load(session, Post, post_id)
    agency_id, unit_id = _place(session, body)
    data = PostData(
        agency_id, unit_id, post.title, post.role_code, clock.today(), post.valid_to,
        is_head, post.is_deputy, post.is_main,
    )  # fmt: skip
    if post.valid_from >= clock.today():
        was: dict[str, Any] = {
            "agency_id": post.agency_id, "unit_id": post.unit_id, "is_head": post.is_head,
        }  # fmt: skip
        data = replace(data, valid_from=post.valid_from)
        return [_kept(change_post(session, actor, post.id, post.version, data), **was)], post.id
    was = {"valid_to": post.valid_to, "is_main": post.is_main}
    if (post.agency_id, post.unit_id) == (agency_id, unit_id):  # nobody holds the same post twice
        end_post(session, actor, post.id, post.version, _yesterday())
        new = give_post(session, actor, post.person_id, data)
    else:  # in this order, so that the office is never without who keeps its accounts
        new = give_post(session, actor, post.person_id, data)
        end_post(session, actor, post.id, post.version, _yesterday())
    return [_kept(new), _kept(post, **was)], new.id


def _place(session: Session, body: str) -> tuple[int, int | None]:
    number = int(body[1:])
    if body.startswith("a"):
        return number, None
    return load(session, Unit, number).agency_id, number


def close_post(session: Session, actor: Actor, post_id: int) -> Change:
    """It ends with yesterday and goes on nowhere."""
    post = load(session, Post, post_id)
    was: dict[str, Any] = {"valid_to": post.valid_to}
    return _kept(end_post(session, actor, post.id, post.version, _yesterday()), **was)


def end_unit(session: Session, actor: Actor, unit_id: int, successor_id: int) -> list[Change]:
    """Lower units stand under the successor; then the unit ends with yesterday."""
    unit, changes = load(session, Unit, unit_id), list[Change]()
    below = select(Unit).where(Unit.parent_id == unit_id, valid_within(Unit, clock.today(), None))
    for one in session.scalars(below).all():
        parent_id = unit.parent_id if one.id == successor_id else successor_id
        was: dict[str, Any] = {"parent_id": one.parent_id}
        data = replace(_data(one), parent_id=parent_id)
        changes.append(_kept(change_unit(session, actor, one.id, one.version, data), **was))
    was = {"valid_to": unit.valid_to, "successor_id": unit.successor_id}
    data = replace(_data(unit), valid_to=_yesterday(), successor_id=successor_id)
    return [*changes, _kept(change_unit(session, actor, unit.id, unit.version, data), **was)]


def end_agency(session: Session, actor: Actor, agency_id: int, successor_id: int) -> list[Change]:
    """Agencies below stand under the successor; then the agency ends with yesterday."""
    agency, changes = load(session, Agency, agency_id), list[Change]()
    below = select(Agency).where(
        Agency.parent_id == agency_id, valid_within(Agency, clock.today(), None)
    )
    for one in session.scalars(below.order_by(Agency.id)).all():
        parent_id = agency.parent_id if one.id == successor_id else successor_id
        changes.append(_changed(session, actor, one, parent_id=parent_id))
    end = {"valid_to": _yesterday(), "successor_id": successor_id}
    return [*changes, _changed(session, actor, agency, **end)]


def _changed(session: Session, actor: Actor, agency: Agency, **values: Any) -> Change:
    was = {name: getattr(agency, name) for name in values}
    plain = {one.name: getattr(agency, one.name) for one in fields(AgencyData)}
    data = AgencyData(**{**plain, **values})
    return _kept(change_agency(session, actor, agency.id, agency.version, data), **was)


def _data(unit: Unit) -> UnitData:
    return UnitData(
        unit.name, unit.short_name, unit.valid_from, unit.valid_to,
        unit.symbol, unit.position, unit.parent_id, unit.successor_id,
    )  # fmt: skip


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


def _kept(row: Agency | Unit | Post, **was: Any) -> Change:
    plain = {name: one.isoformat() if isinstance(one, date) else one for name, one in was.items()}
    return {"kind": row.__tablename__, "id": row.id, "version": row.version, "was": plain or None}


def latest(changes: Sequence[Change]) -> list[Change]:
    """What was changed twice is undone from its last version; "from" is that before the first."""
    last = {(one["kind"], one["id"]): one["version"] for one in changes}
    first = {(one["kind"], one["id"]): one["version"] - 1 for one in reversed(changes)}
    keys = [(one["kind"], one["id"]) for one in changes]
    return [
        {**one, "version": last[key], "from": first[key]}
        for key, one in zip(keys, changes, strict=True)
    ]


def versions_of(session: Session, changes: Sequence[Change]) -> dict[tuple[str, int], int]:
    """The versions that these rows have now, by kind and id, of those that are there."""
    rows: dict[tuple[str, int], Any] = {
        (one["kind"], one["id"]): session.get(TABLES[one["kind"]], one["id"]) for one in changes
    }
    return {key: row.version for key, row in rows.items() if row is not None}


def undo_changes(session: Session, changes: Sequence[Change]) -> None:
    """Agencies, units and posts stand again as they did. Refused where one of them was changed
    since, or what came later names a new one: then they are at work."""
    rows: list[tuple[Any, Change]] = [
        (session.get_one(TABLES[one["kind"]], one["id"]), one) for one in changes
    ]
    refuse_for(changed_problems(changed_since(session, changes)))
    for row, one in reversed(rows):
        name = _called(session, row)
        try:
            if one["was"] is None:
                session.delete(row)
            else:
                apply(row, {name: _read(name, value) for name, value in one["was"].items()})
            session.flush()
        except IntegrityError as error:
            raise Refused(*changed_problems([name])) from error
    raise_epoch(session)


def changed_problems(names: Sequence[str]) -> list[Problem]:
    return [Problem(CHANGED, {"name": ", ".join(names)})] if names else []


def changed_since(session: Session, changes: Sequence[Change]) -> list[str]:
    """The names of the agencies, units and posts that are not as these changes left them."""
    rows: list[tuple[Any, int]] = [
        (session.get(TABLES[one["kind"]], one["id"]), one["version"]) for one in changes
    ]
    changed = [row for row, version in rows if row is not None and row.version != version]
    return list(dict.fromkeys(_called(session, row) for row in changed))


def _called(session: Session, row: Agency | Unit | Post) -> str:
    if not isinstance(row, Post):
        return row.name
    return f"{row.title} {session.get_one(Person, row.person_id).name}"


def _read(name: str, value: Any) -> Any:
    is_day = name in ("valid_from", "valid_to") and value is not None
    return date.fromisoformat(value) if is_day else value
