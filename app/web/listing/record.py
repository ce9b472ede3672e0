"""The page of a record: what each feature adds to it, and what comes of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.web.listing.basics import Action, Empty, Fact
from app.web.listing.document import DocumentHead, Position
from app.web.listing.files import FileView
from app.web.listing.lists import Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the page. Several features may add to one by naming it alike."""

    name: str
    """Its anchor: "work"."""
    label: str
    template: str
    """Shows `content`."""
    content: Any
    place: int
    count: int | None = None
    """What its tab says; a part without a count has no tab."""
    empty: Empty | None = None
    """Shown where nothing was added to the part by anyone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePane:
    """The file beside the parts: the chosen one, and all of them as tabs."""

    file: FileView | None
    files: Sequence[FileView]
    empty: Empty | None = None
    """What is said where there is none."""
    all_href: str = ""
    """All of them as one zip, where there are several."""


@dataclass(frozen=True, slots=True)
class Why:
    """A due date explained: whose it is, until when, the sentences."""

    whose: str
    due_text: str
    sentences: Sequence[str]
    is_asked: bool = False
    days: Sequence[Any] = ()
    """The way to that day, as `deadlines.presenters.strip_days` makes it."""
    others: Sequence[str] = ()
    """What else might have set the date, from first to last, and which of it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What one feature adds to the page of a record for this reader."""

    facts: Sequence[Fact] = ()
    facts_place: int = 50
    """Before (less) or after (more) what the kind itself says in the head."""
    parts: Sequence[Part] = ()
    actions: Sequence[Action] = ()
    actions_place: int = 50
    state: str | None = None
    """The colour of the record."""
    due_text: str = ""
    due_title: str = ""
    due_href: str = ""
    """Where it is said why it is due then."""
    pane: FilePane | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """What templates/desk/record.html shows."""

    title: str
    head: DocumentHead
    actions: Sequence[Action]
    position: Position | None
    tabs: Sequence[Tab]
    pane: FilePane | None
    parts: Sequence[Sequence[Part]]
    """Each with everything that was added to it."""
