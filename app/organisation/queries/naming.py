"""Whom the words of a paper mean: agencies inside, own units and people, groups of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries.directory import AgencyIndex, agency_index
from app.organisation.queries.validity import valid_on
from app.organisation.rules import agency_key, body_led

_PERSON = re.compile(r"^\W*(ông|bà|đồng chí|đ/c)\b", re.IGNORECASE)
_GROUP = re.compile(r"^(?P<lead>.*?)\bcác\s+(?P<kinds>.+)$", re.IGNORECASE)
_VAGUE = re.compile(r"liên quan|có tên|ông|bà|đồng chí", re.IGNORECASE)
_OF_WHOM = re.compile(r"\b(trực thuộc|thuộc|trên địa bàn|chuyên môn|của|trong)\b.*", re.IGNORECASE)
_AND = re.compile(r"[,;]|\bvà\b")
_SUBORDINATE = frozenset(map(agency_key, ("cơ quan", "đơn vị")))
_OWN_UNITS = _SUBORDINATE | set(map(agency_key, ("phòng", "ban", "phòng ban", "bộ phận")))
_OF_PROVINCE = agency_key("sở")


@dataclass(frozen=True)
class Named:
    """An agency inside; without its id a unit or a person of one's own agency, or anybody else."""

    name: str
    agency_id: int | None = None


@dataclass(frozen=True)
class NameIndex:
    """What names mean in the papers of one agency."""

    agencies: AgencyIndex
    own_id: int
    subordinate_ids: frozenset[int] = frozenset()
    units: Sequence[tuple[str, str]] = ()
    """Name and short name of each."""
    people: Sequence[str] = ()

    def named(self, words: str) -> Named | None:
        """Whom these words mean, by name or by the post that leads it; None if they are not known.

        "Trưởng phòng Kinh tế" means the unit; "Ông Tạ Hữu Phước, Chủ tịch UBND xã" the person where
        he is one of this agency, else the committee that he leads.
        """
        parts = (words, *words.split(",")) if _PERSON.match(words) else (words,)
        return next(filter(None, (self._whole(part) for part in parts)), None)

    def body(self, words: str) -> Named | None:
        """The agency or unit of this name, or that the post of this name leads."""
        led = body_led(words)
        for name in (words, led):
            agency = self.agencies.named(name)
            if agency is not None and agency.id != self.own_id:
                return Named(agency.name, agency.id)
        return self._unit(agency_key(led))

    def within(self, text: str) -> list[Named]:
        """The people of the agency whose names stand in this text, in the order of the index."""
        key = f" {agency_key(text)} "
        return [Named(name) for own, name in self._people.items() if f" {own} " in key]

    def members(self, words: str) -> list[Named]:
        """For whom "UBND các xã" or "các phòng, ban" stands, as far as they are known here.

        Nobody for one name, and for a group that the words leave open ("có liên quan").
        """
        found = _GROUP.match(body_led(words))
        if found is None or _VAGUE.search(words):
            return []
        kinds = [agency_key(one) for one in _AND.split(_OF_WHOM.sub("", found["kinds"]))]
        leads = {agency_key(one) for one in _AND.split(found["lead"])}
        return list(dict.fromkeys(self._of_kinds([one for one in kinds if one], leads)))

    def identity(self, name: str, agency_id: int | None = None) -> int | str:
        """What tells one from another, however their names are written."""
        known = self.named(name) if agency_id is None else None
        if known is not None:
            name, agency_id = known.name, known.agency_id
        return agency_id or self.agencies.identity(name)

    def met(self, listed: Iterable[tuple[str, int | None]]) -> set[int | str]:
        """The groups among these of whom a member is listed too: they stand for nobody else."""
        has = {self.identity(*one): one[0] for one in listed}
        return {
            group
            for group, words in has.items()
            if any(self.identity(one.name, one.agency_id) in has for one in self.members(words))
        }

    def missing(
        self, listed: Iterable[tuple[str, int | None]], named: Iterable[str] = ()
    ) -> list[Named]:
        """Whom a paper names, or a group on it stands for, and who is not listed to receive it."""
        listed = list(listed)
        has = {self.identity(*one) for one in listed}
        wanted = [one for name, _id in listed for one in self.members(name)]
        for words in named:
            wanted += self.members(words) or [self.named(words) or Named(words)]
        by_identity = {self.identity(one.name, one.agency_id): one for one in wanted}
        return [one for identity, one in by_identity.items() if identity not in has]

    def _whole(self, words: str) -> Named | None:
        return self.body(words) or next(iter(self.within(words)), None)

    def _unit(self, key: str) -> Named | None:
        """The unit of this name; the only one that begins so; or with its own agency behind it."""
        near = {
            name
            for own, name in self._units.items()
            if (" " in key and f"{own} ".startswith(f"{key} "))
            or (key.startswith(f"{own} ") and f"{key.removeprefix(own)} " in self._own)
        }
        name = self._units.get(key) or (near.pop() if len(near) == 1 else None)
        return Named(name) if name else None

    def _of_kinds(self, kinds: Sequence[str], leads: set[str]) -> Iterator[Named]:
        offices = [one for one in self.agencies.options if one.id != self.own_id]
        for kind in kinds:
            if kind in _OWN_UNITS and _OF_PROVINCE not in kinds and leads <= {""}:
                yield from (Named(name) for name, _short in self.units)
                if kind in _SUBORDINATE:
                    below = (one for one in offices if one.id in self.subordinate_ids)
                    yield from (Named(one.name, one.id) for one in below)
                continue
            begins = tuple(f"{lead} {kind} ".lstrip() for lead in leads)
            if leads <= {""}:
                begins = (f"{kind} ", f"ubnd {kind} ")
                yield from (
                    Named(n) for n, _short in self.units if agency_key(n).startswith(begins)
                )
            yield from (
                Named(one.name, one.id)
                for one in offices
                if agency_key(one.name).startswith(begins)
            )

    @cached_property
    def _own(self) -> str:
        own = (one.name for one in self.agencies.options if one.id == self.own_id)
        return f" {agency_key(next(own, ''))} "

    @cached_property
    def _units(self) -> dict[str, str]:
        return {agency_key(one): names[0] for names in self.units for one in names if one}

    @cached_property
    def _people(self) -> dict[str, str]:
        return {agency_key(name): name for name in self.people}


def name_index(session: Session, agency_id: int) -> NameIndex:
    """Agencies, units and people as they are today."""
    today = clock.today()
    units = select(Unit.name, Unit.short_name).where(
        Unit.agency_id == agency_id, valid_on(Unit, today)
    )
    people = (
        select(Person.name)
        .join(Post, Post.person_id == Person.id)
        .where(Post.agency_id == agency_id, valid_on(Post, today))
    )
    below = select(Agency.id).where(Agency.parent_id == agency_id)
    return NameIndex(
        agency_index(session),
        agency_id,
        frozenset(session.scalars(below)),
        [(name, short) for name, short in session.execute(units.order_by(Unit.position, Unit.id))],
        tuple(dict.fromkeys(session.scalars(people.order_by(Person.name_key)))),
    )
