"""The agencies of this installation by name, and who succeeded those that are no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.collation import text_key
from app.core.memory import remembered
from app.core.text import without_marks
from app.organisation.models import Agency, FormerName
from app.organisation.queries.validity import valid_on
from app.organisation.rules import agency_key


@dataclass(frozen=True)
class AgencyOption:
    id: int
    name: str
    short_name: str
    code: str


def agencies(session: Session, day: date | None = None) -> list[AgencyOption]:
    """Agencies that exist on this day (today), in the order of their names."""
    rows = select(Agency.id, Agency.name, Agency.short_name, Agency.code)
    rows = rows.where(valid_on(Agency, day or clock.today()))
    options = [AgencyOption(*row) for row in session.execute(rows)]
    return sorted(options, key=lambda option: text_key(option.name))


class Before(NamedTuple):
    """What agencies were: the successors of those that ended, and names with whose they were."""

    successors: Mapping[int, int]
    names: Sequence[tuple[int, str]]


NOTHING = Before({}, ())


@dataclass(frozen=True)
class AgencyIndex:
    """Agencies by their full and short names, however these are written; also by names borne no
    more, which mean whoever bears another now."""

    options: Sequence[AgencyOption]
    before: Before = NOTHING

    @cached_property
    def _known(self) -> Mapping[str, AgencyOption]:
        by_id = {one.id: one for one in self.options}
        former = ((self.living(number), name) for number, name in self.before.names)
        own = ((one.id, name) for one in self.options for name in (one.name, one.short_name))
        return {
            agency_key(name): by_id[number] for number, name in (*former, *own) if number in by_id
        }

    @cached_property
    def _plain(self) -> Mapping[str, AgencyOption | None]:
        """None where two agencies differ by nothing but marks."""
        plain: dict[str, AgencyOption | None] = {}
        for key, one in self._known.items():
            bare = without_marks(key)
            plain[bare] = one if plain.get(bare, one) == one else None
        return plain

    def named(self, name: str) -> AgencyOption | None:
        """The agency that bears this name; typed without any marks it must be the only one."""
        key = agency_key(name)
        return self._known.get(key) or self._plain.get(key)

    def identity(self, name: str, agency_id: int | None = None) -> int | str:
        """What tells one agency from another: its id, or its key where it is none of these."""
        if agency_id is not None:
            return self.living(agency_id)
        named = self.named(name)
        return named.id if named is not None else agency_key(name)

    def living(self, agency_id: int) -> int:
        """This agency, or whoever succeeded it, over any number of steps."""
        seen = {agency_id}
        while (heir := self.before.successors.get(agency_id)) is not None and heir not in seen:
            seen.add(heir)
            agency_id = heir
        return agency_id


def agency_index(session: Session) -> AgencyIndex:
    """The agencies of this installation that exist today, and what they and others were before."""
    return AgencyIndex(agencies(session), _before(session))


def living(session: Session, agency_id: int) -> int:
    """This agency, or whoever succeeded it: whose people do what is left to do of its papers."""
    return AgencyIndex((), _before(session)).living(agency_id)


def left_to(session: Session, agency_id: int) -> set[int]:
    """This agency, and those that it succeeded: whose papers are its to deal with."""
    index = AgencyIndex((), _before(session))
    return {agency_id, *(one for one in index.before.successors if index.living(one) == agency_id)}


def _before(session: Session) -> Before:
    return remembered(session, "agencies before", lambda: _find_before(session))


def _find_before(session: Session) -> Before:
    rows = select(Agency.id, Agency.successor_id, Agency.name, Agency.short_name).where(
        Agency.successor_id.is_not(None), Agency.valid_to < clock.today()
    )
    ended = session.execute(rows).all()
    former = select(Agency.id, FormerName.name).join(Agency, Agency.id == FormerName.agency_id)
    renamed = session.execute(former.order_by(FormerName.id)).all()
    names = [(row.id, name) for row in ended for name in (row.name, row.short_name)]
    names += [(row.id, row.name) for row in renamed]
    return Before({row.id: row.successor_id for row in ended}, names)
