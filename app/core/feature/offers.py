"""The values a feature may bring. They are plain: whoever collects them gives them their life."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from app.core.counting import Counting
from app.core.feature.named import Named
from app.core.policy import Actor

HANDLING = ("clerk", "leader", "unit_head", "officer")
"""The given roles that handle documents: all but the administrator's, who reads none of them."""
EVERYBODY = (*HANDLING, "administrator")


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission by name, what it allows in words, and the given roles that hold it at first.

    The name is data of running offices and never changes. An office that has its roles already
    keeps them: a feature that comes later gives its permissions to them in its migration.
    """

    name: str
    words: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """Actions of the trail that begin with `code`, each as the sentence of who did what.

    The values are those given to `audit.record`, beside `actor`. A value that is a day is given as
    "2026-11-24" and shown as 24/11/2026; a value whose name ends in `_word` is a message id.
    """

    code: str
    words: str
    """What this part of the office is called where entries are looked for."""
    sentences: Mapping[str, str]


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
    counting: Callable[[Actor], Counting] | None = None
    """Counts exactly the rows that the page opens with."""
    with_none: Callable[[Actor], Mapping[str, Any]] | None = None
    """How the page is asked for where the count is 0."""


SECTIONS = ("daily", "kept", "administration")


@dataclass(frozen=True, kw_only=True, eq=False)
class Feature:
    """What one folder under `app/` brings to the office."""

    name: str
    """The folder."""
    blueprint: Named[Any] | None = None
    init: Named[Callable[[Any], None]] | None = None
    """Told of the Flask application after its pages were added."""
    models: tuple[ModuleType, ...] = ()
    """Where its tables stand."""
    contents: tuple[InstrumentedAttribute[str], ...] = ()
    """Columns that name stored contents by their SHA-256, beside those of documents' files."""
    permissions: tuple[Permission, ...] = ()
    trail: tuple[Trail, ...] = ()
    navigation: tuple[Entry, ...] = ()
    commands: tuple[Named[Any], ...] = ()
    """Commands of `python -m app.cli`; each is given the Installation as its context's object."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Roles given to a new office, in order, with their names."""
