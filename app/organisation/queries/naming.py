"""Whom the words of a paper mean: agencies inside, own units and people, groups of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import person_token, unit_token
from app.organisation.models import Agency, Person, Post, Unit
from app.organisation.queries.agencies import AgencyIndex, agency_index
from app.organisation.queries.validity import valid_on
from app.organisation.rules import agency_key, body_led

_PERSON = re.compile(r"^\W*(ông|bà|đồng chí|đ/c)\b", re.IGNORECASE)
_GROUP = re.compile(r"^(?P<lead>.*?)\bcác\s+(?P<kinds>.+)$", re.IGNORECASE)
_VAGUE = re.compile(r"\b(liên quan|có tên|ông|bà|đồng chí)\b", re.IGNORECASE)
_OF_WHOM = re.compile(r"\b(trực thuộc|thuộc|trên địa bàn|chuyên môn|của|trong)\b.*", re.IGNORECASE)
_AND = re.compile(r"[,;]|\bvà\b")
_SUBORDINATE = frozenset(map(agency_key, ("cơ quan", "đơn vị")))
_OWN_UNITS = _SUBORDINATE | set(map(agency_key, ("phòng", "ban", "phòng ban", "bộ phận")))
_OF_PROVINCE = agency_key("sở")


@dataclass(frozen=True)
class Named:
    """An agency inside, a unit or a person of one's own; without any id anybody else."""

    name: str
    agency_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    post: str = field(default="", compare=False)
    """Of a person: title and unit."""

    @property
    def called(self) -> str:
        """How a line names them so that nobody else of that name is meant, see `certain`."""
        return f"{self.name}, {self.post}" if self.post else self.name

    @property
    def token(self) -> str:
        """Who reads in this name, inside one's own agency; empty for all others."""
        if self.unit_id is not None:
            return unit_token(self.unit_id)
        return person_token(self.person_id) if self.person_id is not None else ""


@dataclass(frozen=True)
class NameIndex:
    """What names mean in the papers of one agency."""

    agencies: AgencyIndex
    own_id: int
    subordinate_ids: frozenset[int] = frozenset()
    units: Sequence[tuple[int, str, str]] = ()
    """Id, name and short name of each."""
    people: Sequence[tuple[int, str, str]] = ()
    """Id, name and title in each of their posts."""
    places: Mapping[int, str] = field(default_factory=dict)
    """The unit, else the agency, in which a person of this id works."""

    def named(self, words: str) -> Named | None:
        """Whom these words mean, by name or by the post that leads it; None if they are not known.

        "Trưởng phòng Kinh tế" means the unit; "Ông Tạ Hữu Phước, Chủ tịch UBND xã" the person where
        he is one of this agency, else the committee that he leads.
        """
        if (meant := self.body(words) or self._person(words)) is not None:
            return meant
        posts = words.split(",")[1:] if _PERSON.match(words) else ()
        return next(filter(None, map(self.body, posts)), None)

    def body(self, words: str) -> Named | None:
        """The agency or unit of this name, or that the post of this name leads."""
        led = body_led(words)
        for name in (words, led):
            agency = self.agencies.named(name)
            if agency is not None and agency.id != self.own_id:
                return Named(agency.name, agency.id)
        return self._unit(agency_key(led))

    def certain(self, words: str) -> Named | None:
        """Whom a line gives the right to read: a body, or a person with a post held here.

        A citizen, or an officer elsewhere, may bear the same name: it alone proves nothing, nor
        does a title that several have, nor one with another body behind it.
        """
        name, _, post = words.partition(",")
        person = self._people.get(agency_key(body_led(_PERSON.sub("", name))))
        if person is None or person.person_id is None:
            return self.body(words)
        titles = {agency_key(title) for one, _, title in self.people if one == person.person_id}
        key = agency_key(post)
        if key in titles:
            bearers = {one for one, _, title in self.people if agency_key(title) == key}
            return person if len(bearers) == 1 else None
        bodies = {self._own.strip(), *self._units}
        is_here = any(key.removeprefix(f"{title} ") in bodies for title in titles)
        is_known = bool(key) and (is_here or self._unit(agency_key(body_led(post))) is not None)
        return person if is_known else None

    def within(self, text: str) -> list[Named]:
        """The people of the agency whose names stand in this text, in the order of the index."""
        key = f" {agency_key(text)} "
        return [person for own, person in self._people.items() if f" {own} " in key]

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
        if known is not None and known.person_id is not None:
            known = self.certain(name)
        if known is not None:
            name, agency_id = known.called, known.agency_id
        return self.agencies.identity(name, agency_id)

    def identities(self, words: str) -> set[int | str]:
        """As which a paper's words may be listed: written so, or as whom they mean here."""
        known = self.named(words)
        return {self.identity(words), self.identity(known.called if known else words)}

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
            if not self.identities(words) & has:
                wanted += self.members(words) or [self.named(words) or Named(words)]
        by_identity = {self.identity(one.called, one.agency_id): one for one in wanted}
        return [one for identity, one in by_identity.items() if identity not in has]

    def _person(self, words: str) -> Named | None:
        """Named alone, or with a post held here: a citizen may bear an officer's name."""
        key, alone = f" {agency_key(words)} ", agency_key(body_led(words))
        for person in self.within(words):
            posts = (title for one, _name, title in self.people if one == person.person_id)
            if agency_key(person.name) == alone or any(f" {agency_key(t)} " in key for t in posts):
                return person
        return None

    def _unit(self, key: str) -> Named | None:
        """The unit of this name; the only one that begins so; or with its own agency behind it."""
        near = {
            unit
            for own, unit in self._units.items()
            if (" " in key and f"{own} ".startswith(f"{key} "))
            or (key.startswith(f"{own} ") and f"{key.removeprefix(own)} " in self._own)
        }
        return self._units.get(key) or (near.pop() if len(near) == 1 else None)

    def _of_kinds(self, kinds: Sequence[str], leads: set[str]) -> Iterator[Named]:
        others = (one for one in self.agencies.options if one.id != self.own_id)
        offices = [Named(one.name, one.id) for one in others]
        units = list(dict.fromkeys(self._units.values()))
        is_of_own = leads <= {""}
        for kind in kinds:
            if is_of_own and kind in _OWN_UNITS and _OF_PROVINCE not in kinds:
                below = self.subordinate_ids if kind in _SUBORDINATE else ()
                yield from (*units, *(one for one in offices if one.agency_id in below))
            elif is_of_own:
                yield from _beginning((f"{kind} ", f"ubnd {kind} "), (*units, *offices))
            else:
                yield from _beginning(tuple(f"{lead} {kind} " for lead in leads if lead), offices)

    @cached_property
    def _own(self) -> str:
        own = (one.name for one in self.agencies.options if one.id == self.own_id)
        return f" {agency_key(next(own, ''))} "

    @cached_property
    def _units(self) -> dict[str, Named]:
        units = ((Named(name, unit_id=one), (name, short)) for one, name, short in self.units)
        return _by_key((name, unit) for unit, names in units for name in names if name)

    @cached_property
    def _people(self) -> dict[str, Named]:
        return _by_key(
            (name, Named(name, person_id=one, post=f"{title} {self.places.get(one, '')}".strip()))
            for one, name, title in self.people
        )


def _by_key(named: Iterable[tuple[str, Named]]) -> dict[str, Named]:
    """By what makes two names one; nobody in particular where several bear it."""
    found: dict[str, Named] = {}
    for name, one in named:
        key = agency_key(name)
        found[key] = one if found.get(key, one) == one else Named(one.name)
    return found


def _beginning(words: tuple[str, ...], among: Iterable[Named]) -> Iterator[Named]:
    return (one for one in among if agency_key(one.name).startswith(words))


def name_index(session: Session, agency_id: int) -> NameIndex:
    """Agencies, units and people as they are today."""
    today = clock.today()
    units = select(Unit.id, Unit.name, Unit.short_name).where(
        Unit.agency_id == agency_id, valid_on(Unit, today)
    )
    people = (
        select(Person.id, Person.name, Post.title, func.coalesce(Unit.name, Agency.name))
        .join(Post, Post.person_id == Person.id)
        .join(Agency, Agency.id == Post.agency_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Post.agency_id == agency_id, valid_on(Post, today))
        .order_by(Person.name_key)
    )
    at_work = list(session.execute(people))
    in_order = session.execute(units.order_by(Unit.position, Unit.id))
    below = select(Agency.id).where(Agency.parent_id == agency_id)
    return NameIndex(
        agency_index(session),
        agency_id,
        frozenset(session.scalars(below)),
        [(one, name, short) for one, name, short in in_order],
        [(one, name, title) for one, name, title, _place in at_work],
        {one: place for one, _name, _title, place in at_work},
    )
