"""The values a feature may bring. They are plain: whoever collects them gives them their life."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.counting import Counting
from app.core.feature.books import Book
from app.core.feature.dates import CountedDates
from app.core.feature.holdings import Holding
from app.core.feature.named import Named
from app.core.feature.occasions import Occasion
from app.core.feature.records import Passages, RecordKind
from app.core.feature.telling import MessageKind
from app.core.feature.watching import Invariant
from app.core.jobs.handlers import AnyHandler, Round
from app.core.lists import Filter, Listing
from app.core.policy import Actor
from app.core.settings import Setting

HANDLING = ("clerk", "leader", "unit_head", "officer")
"""The given roles that handle documents: all but the administrator's, who reads none of them."""
READERS = (*HANDLING, "counter")
"""Those who read and find what is given to them, whether they handle documents or not."""
EVERYBODY = (*READERS, "administrator")


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by name, what it allows in words, and the given roles that hold it at first.

    The name is data of running offices and never changes. An office that has its roles already
    keeps them: a feature that comes later gives its permissions to them in its migration.
    """

    name: str
    words: str
    roles: tuple[str, ...] = ()
    keeps_system: bool = False
    """It keeps the system itself: no form of it is kept while somebody signs in."""
    sends_files: bool = False
    """Forms of whoever holds it take files."""


@dataclass(frozen=True, slots=True)
class Trail:
    """Actions of the trail that begin with `code`, each as the sentence of who did what.

    The values are those given to `audit.record`, beside `actor`, and `thing`: what the kind of the
    record that it is about is called. A value that is a day is given as
    "2026-11-24" and shown as 24/11/2026; a value whose name ends in `_word` is a message id.
    """

    code: str
    words: str
    """What this part of the office is called where entries are looked for."""
    sentences: Mapping[str, str]
    right: str = ""
    """The permission by which these are done: whoever holds it only in the post of another, who
    delegated it, does them in that person's name, and the trail names both."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A line of the navigation, for whoever holds one of its permissions."""

    label: str
    endpoint: str
    permissions: tuple[str, ...]
    icon: str
    section: str
    """One of `SECTIONS`; a line is drawn between two of them."""
    place: int
    """Where in its section; features leave room between theirs."""
    in_bar: bool = False
    counting: Callable[[], Counting] | None = None
    """Counts exactly the rows that the page opens with; see `Tile.counting`."""
    with_none: Callable[[Actor], Mapping[str, Any]] | None = None
    """How the page is asked for where the count is 0."""


SECTIONS = ("daily", "kept", "administration")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """What waits for a person, by kind: it counts exactly the rows of the page it opens."""

    label: str
    colour: str
    permission: str
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)
    """What the page is asked for."""
    counting: Callable[[], Counting]
    """Made once; given the actor and the moments of a Horizon when it is asked."""
    place: int
    note: str = ""
    """%(days)s in it is the agency's span of what is due soon."""
    worst: ColumnElement[Any] | None = None
    """Beside the count: the rank of the worst colour among the rows, where they have colours;
    `colour` is shown where there is none."""
    minor_for: tuple[str, ...] = ()
    """For whoever holds one of these permissions it is shown only when it has rows."""

    def figure(self) -> Select[Any]:
        """Its count, beside it the worst of the colours."""
        count = self.counting()
        return count if self.worst is None else count.add_columns(self.worst)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class First:
    """Rows of what needs a person first. Not asked for when its tile counted nothing."""

    rows: Named[Callable[..., Sequence[Any]]]
    """Called with session, actor and Horizon; at most a handful."""
    place: int
    """Whose rest is opened from the desk, and who stands first where two press alike."""
    tile: Tile | None = None
    """Opens the rest of them. What has no tile names the rest itself:"""
    permission: str = ""
    endpoint: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """A part of the desk beside the tiles."""

    name: str
    title: str
    permission: str
    slot: str
    """"wide" before everything, "below" what comes first, or "aside"."""
    template: str = "desk/_rows.html"
    """Shows `content`; the usual one a ListPage."""
    content: Named[Callable[..., Any]]
    """Called with session, actor and Horizon; returns a `PanelContent`."""


@dataclass(frozen=True, slots=True)
class PanelContent:
    """What a panel shows, where the rest of it is if there is one, and what else was found."""

    content: Any
    href: str = ""
    link: str = ""
    counted: Mapping[Tile, int] = field(default_factory=dict)
    notes: Mapping[Tile, str] = field(default_factory=dict)
    """What these tiles say instead of their own note."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AskedPage:
    """A page that is no list, of which people keep what they asked of it under names."""

    name: str
    """Its endpoint."""
    title: str
    filter: type[Filter]
    opens: str
    """The endpoint that opens what was kept, by its `view_id`."""
    beside: Named[Callable[..., Mapping[int, Any]]]
    """Called with session, actor and the ids of views of it that are shown: a `Beside` for some."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What opening a record's page sets off the first time: it, or a line of it, is read now."""

    is_news: ColumnElement[bool]
    """Whether there is anything to note of RECORD for who asks (core/asking.py)."""
    note: Callable[[Session, int, Actor], Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who types may mean: words to search for, or the page of a thing."""

    shown: str
    said: str = ""
    """Beside it: what it is the name of."""
    asked: str = ""
    """What is searched for when it is chosen, where that is not what is shown."""
    href: str = ""
    """Where it leads instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a feature offers to whoever types into the search box, as one group."""

    label: str
    icon: str
    place: int
    found: Named[Callable[..., Sequence[Suggestion]]]
    """Called with session, actor and the words typed so far, which may be none; a handful, the
    likeliest first, and nothing that this actor may not open. Its time does not grow with the
    office: every key that is pressed asks it."""


@dataclass(frozen=True)
class Asked:
    """A question that one feature asks and another answers, by what it asks for."""

    what: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Feature:
    """What one folder under `app/` brings to the office."""

    name: str
    """The folder: "work"; a room of a house bears its name too: "onestop.procedures"."""
    blueprint: Named[Any] | None = None
    init: Named[Callable[[Any], None]] | None = None
    """Told of the Flask application after its pages were added."""
    models: tuple[ModuleType, ...] = ()
    """Where its tables stand."""
    contents: tuple[InstrumentedAttribute[str], ...] = ()
    """Columns that name stored contents by their SHA-256, beside those of documents' files."""
    permissions: tuple[Permission, ...] = ()
    settings: tuple[Setting[Any], ...] = ()
    """Limits and words that an agency may change."""
    trail: tuple[Trail, ...] = ()
    navigation: tuple[Entry, ...] = ()
    tiles: tuple[Tile, ...] = ()
    first: tuple[First, ...] = ()
    panels: tuple[Panel, ...] = ()
    lists: tuple[Listing[Any], ...] = ()
    """Each by the endpoint of its page."""
    asked_pages: tuple[AskedPage, ...] = ()
    exports: Mapping[str, Named[Any]] = field(default_factory=dict)
    """Those of them that leave the office as a sheet, by the same name: an `Export`."""
    holdings: tuple[Holding, ...] = ()
    """What of its things people and units hold, and hand over when they move."""
    on_holder: Named[Callable[[str, Actor], Sequence[Any]]] | None = None
    """Actions on a person's page and one's own, and beside a unit: called with their token ("p12",
    "u7") and who asks."""
    counted: tuple[CountedDates, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    books: tuple[Book, ...] = ()
    """The statutory books of registers whose numbers its records bear."""
    on_record: Named[Callable[..., Any]] | None = None
    """What it adds to the page of any record: called with session, actor and Opened; returns an
    `Addition`, or None where it has nothing to say of this record."""
    whys: Named[Callable[..., Sequence[Any]]] | None = None
    """Why the dates that it sets on any record are what they are: called with session, actor, the
    id of the record and that of the line of work that is asked about, if one is; each a `Why`."""
    names_in_index: (
        Callable[[Session, Sequence[int]], Mapping[int, Sequence[tuple[str, str]]]] | None
    ) = None
    """Names by which search finds a record, beside its own: who holds work on it, who received.
    Each with the fact by which hits may be narrowed to it, as the index calls it: "handler"; or
    with nothing."""
    facts_in_index: (
        Callable[[Session, Sequence[int]], Mapping[int, Sequence[tuple[str, str]]]] | None
    ) = None
    """Facts by which hits may be narrowed, whose values are no names: the ids of its dossiers."""
    passages: Passages | None = None
    """Words by which search finds a record: in its files, and said about it. Whoever may read the
    record may read all of them."""
    exact_hits: Named[Callable[..., Sequence[Any]]] | None = None
    """Rows of what bears just the number or code that somebody looks for: called with session,
    actor and the text as typed; at most a handful."""
    suggestions: tuple[Suggestions, ...] = ()
    bulk: Named[Callable[[Actor], Sequence[Any]]] | None = None
    """Actions on several records ticked in a list; each is sent their ids."""
    reading: tuple[Reading, ...] = ()
    messages: tuple[MessageKind, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    """Of messages that are sent otherwise than by a kind."""
    jobs: tuple[AnyHandler | Round, ...] = ()
    """What follows events, its own and those of others, and what the clock brings."""
    jobs_with: Callable[[Any, Any], Iterable[AnyHandler | Round]] | None = None
    """Those of its jobs that need more: called with the Engines and the Features."""
    answers: Mapping[Asked, Callable[..., Any]] = field(default_factory=dict)
    """What it tells the features below it, which ask without knowing whom (`Question`)."""
    invariants: tuple[Invariant, ...] = ()
    """What the watchdog looks after for it."""
    demo: Named[Callable[..., None]] | None = None
    """Tells its part of the demonstration: called with a SessionFactory, after all before it."""
    commands: tuple[Named[Any], ...] = ()
    """Commands of `python -m app.cli`; each is given the Installation as its context's object."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Roles given to a new office, in order, with their names."""
