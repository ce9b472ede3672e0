"""All features of an office together: what the factory, the worker and the shell collect from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.counting import Figures
from app.core.feature.books import Book
from app.core.feature.dates import CountedDates
from app.core.feature.holdings import Holding
from app.core.feature.named import Named
from app.core.feature.occasions import Occasion
from app.core.feature.offers import (
    SECTIONS,
    Asked,
    AskedPage,
    Entry,
    Feature,
    First,
    Panel,
    Permission,
    Reading,
    Suggestions,
    Tile,
    Trail,
)
from app.core.feature.records import RecordKind
from app.core.feature.telling import MessageKind
from app.core.feature.watching import Invariant
from app.core.jobs.handlers import AnyHandler, Handlers, Round
from app.core.lists import Listing
from app.core.settings import Setting


class Placed(Protocol):
    """An offer that says where it stands among those of its kind."""

    @property
    def place(self) -> int: ...


P = TypeVar("P", bound=Placed)


class Twice(ValueError):
    """Two features bring what there may be only once."""


@dataclass(frozen=True, eq=False)
class Features:
    """The features in order. A feature that is not among them does not exist.

    Raises Twice where two of them bring the same name.
    """

    listed: tuple[Feature, ...]

    def __post_init__(self) -> None:
        _once("feature", (feature.name for feature in self))
        _once("permission", (one.name for feature in self for one in feature.permissions))
        _once("setting", (one.key for feature in self for one in feature.settings))
        _once("kind of record", (kind.name for feature in self for kind in feature.kinds))
        _once("invariant", (one.name for feature in self for one in feature.invariants))
        _once("kind of message", (one.name for feature in self for one in feature.messages))
        _once("holding", (one.name for feature in self for one in feature.holdings))
        _once("list", (one.name for feature in self for one in feature.lists))
        _once("book", (book.direction for feature in self for book in feature.books))
        _once("answer", (asked.what for feature in self for asked in feature.answers))
        _once("action", (action for trail in self._trails for action in trail.sentences))

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.listed)

    def and_also(self, *more: Feature) -> "Features":
        return Features((*self.listed, *more))

    @cached_property
    def permissions(self) -> Mapping[str, Permission]:
        return {one.name: one for feature in self for one in feature.permissions}

    @cached_property
    def sending_files(self) -> tuple[str, ...]:
        """The permissions whose forms take files."""
        return tuple(one.name for one in self.permissions.values() if one.sends_files)

    @cached_property
    def settings(self) -> Mapping[str, Setting[Any]]:
        """Every limit and word that an agency may change, by key."""
        return {one.key: one for feature in self for one in feature.settings}

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Code to name of the roles every office is given, in order."""
        return {code: name for feature in self for code, name in feature.roles.items()}

    def granted_at_first(self, role: str) -> frozenset[str]:
        return frozenset(one.name for one in self.permissions.values() if role in one.roles)

    @property
    def _trails(self) -> Iterator[Trail]:
        return (trail for feature in self for trail in feature.trail)

    @cached_property
    def sentences(self) -> Mapping[str, str]:
        """Action of the trail to its sentence."""
        return {action: said for trail in self._trails for action, said in trail.sentences.items()}

    @cached_property
    def rights(self) -> Mapping[str, str]:
        """Action of the trail to the permission by which it is done."""
        return {action: trail.right for trail in self._trails for action in trail.sentences}

    @cached_property
    def trail_groups(self) -> Mapping[str, str]:
        """What an action begins with, and the words of that part of the office."""
        return {trail.code: trail.words for trail in self._trails}

    @cached_property
    def answers(self) -> Mapping[Asked, Callable[..., Any]]:
        return {asked: answer for feature in self for asked, answer in feature.answers.items()}

    @cached_property
    def navigation(self) -> tuple[Entry, ...]:
        entries = (entry for feature in self for entry in feature.navigation)
        return tuple(sorted(entries, key=lambda one: (SECTIONS.index(one.section), one.place)))

    @cached_property
    def lists(self) -> Mapping[str, Listing[Any]]:
        """Every list by the endpoint of its page."""
        return {one.name: one for feature in self for one in feature.lists}

    @cached_property
    def asked_pages(self) -> Mapping[str, Listing[Any] | AskedPage]:
        """Whatever is asked for something that people keep under names: lists that are ever
        narrowed, and pages that are none."""
        narrowed = {one.name: one for one in self.lists.values() if one.where}
        return narrowed | {one.name: one for feature in self for one in feature.asked_pages}

    @cached_property
    def exports(self) -> Mapping[str, Named[Any]]:
        """How lists leave the office, by the name of the list."""
        return {name: one for feature in self for name, one in feature.exports.items()}

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        return _in_place(tile for feature in self for tile in feature.tiles)

    @cached_property
    def figures(self) -> Figures[Tile]:
        """What the tiles count, with the rank of the worst colour where they have colours."""
        return Figures({tile: tile.figure() for tile in self.tiles})

    @cached_property
    def first(self) -> tuple[First, ...]:
        return _in_place(first for feature in self for first in feature.first)

    @cached_property
    def suggestions(self) -> tuple[Suggestions, ...]:
        return _in_place(one for feature in self for one in feature.suggestions)

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(panel for feature in self for panel in feature.panels)

    @cached_property
    def counted(self) -> tuple[CountedDates, ...]:
        return tuple(one for feature in self for one in feature.counted)

    @cached_property
    def holdings(self) -> Mapping[str, Holding]:
        return {one.name: one for feature in self for one in feature.holdings}

    def on_holder(self, holder: str, actor: Any) -> tuple[Any, ...]:
        """The actions that features offer beside a person or a unit."""
        offers = (one.on_holder.found() for one in self if one.on_holder is not None)
        return tuple(action for offer in offers for action in offer(holder, actor))

    @cached_property
    def kinds(self) -> Mapping[str, RecordKind]:
        return {kind.name: kind for feature in self for kind in feature.kinds}

    @cached_property
    def books(self) -> Mapping[str, Book]:
        """By the direction of their registers."""
        return {book.direction: book for feature in self for book in feature.books}

    @cached_property
    def on_record(self) -> tuple[Named[Callable[..., Any]], ...]:
        return tuple(one.on_record for one in self if one.on_record is not None)

    def whys(self, *asked: Any) -> list[Any]:
        """Why each date on a record is what it is, as the feature says that sets it."""
        offers = (one.whys.found() for one in self if one.whys is not None)
        return [why for offer in offers for why in offer(*asked)]

    @cached_property
    def bulk(self) -> tuple[Named[Callable[..., Any]], ...]:
        return tuple(one.bulk for one in self if one.bulk is not None)

    @cached_property
    def reading(self) -> tuple[Reading, ...]:
        return tuple(one for feature in self for one in feature.reading)

    @cached_property
    def is_news(self) -> Select[bool]:
        """Whether opening RECORD has anything to note, see `Reading`."""
        return select(or_(*(one.is_news for one in self.reading)))

    @cached_property
    def messages(self) -> tuple[MessageKind, ...]:
        return tuple(kind for feature in self for kind in feature.messages)

    @cached_property
    def occasions(self) -> Mapping[str, Occasion]:
        """The catalogue of what people are told of, by name; the features say in which order."""
        named = [*(kind.occasion for kind in self.messages), *self._own_occasions]
        return {one.name: one for one in named}

    @property
    def _own_occasions(self) -> Iterator[Occasion]:
        return (one for feature in self for one in feature.occasions)

    @cached_property
    def invariants(self) -> tuple[Invariant, ...]:
        return tuple(one for feature in self for one in feature.invariants)

    def handlers(self, engines: Any) -> Handlers:
        """Who hears of which event, and what the clock brings: all that a worker knows to do.

        Raises ValueError where two of them have one name.
        """
        jobs = [job for feature in self for job in self._jobs_of(feature, engines)]
        rounds = [job for job in jobs if isinstance(job, Round)]
        return Handlers((job for job in jobs if not isinstance(job, Round)), rounds)

    def _jobs_of(self, feature: Feature, engines: Any) -> Iterator[AnyHandler | Round]:
        yield from feature.jobs
        if feature.jobs_with is not None:
            yield from feature.jobs_with(engines, self)

    @property
    def contents(self) -> tuple[InstrumentedAttribute[str], ...]:
        return tuple(column for feature in self for column in feature.contents)

    @property
    def commands(self) -> Iterator[Named[Any]]:
        return (command for feature in self for command in feature.commands)

    def begin(self, app: Any) -> None:
        """Add the pages of each, and tell those that asked for it of the application."""
        for feature in self:
            if feature.blueprint is not None:
                app.register_blueprint(feature.blueprint.found())
            if feature.init is not None:
                init: Callable[[Any], None] = feature.init.found()
                init(app)


def _in_place(offers: Iterable[P]) -> tuple[P, ...]:
    return tuple(sorted(offers, key=lambda one: one.place))


def _once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Twice(f"the {what} {name} is brought by two features")
        seen.add(name)
