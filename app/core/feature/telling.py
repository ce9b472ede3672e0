"""Kinds of messages: what a feature tells whom when something happened."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.feature.occasions import NOTICE, OTHER, Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentTelling:
    """What a text message says of a record that cannot wait."""

    key: str
    """The same for every try: nobody gets it twice."""
    people: Collection[int]
    record_id: int | None
    agency_id: int
    urgency: int
    """1 urgent, 2 very urgent, 3 flash; nothing below 1 is sent."""
    reference: str
    issuer: str
    subject: str
    due_at: datetime | None
    unit_id: int | None = None
    """Where work was given to a unit: an agency may want its deputies to be told as well."""
    by_id: int | None = None
    """Who did it: nobody is sent a message of what they did themselves."""


@dataclass(frozen=True, slots=True)
class UrgentTurn:
    """Who would be asked of one receiver, so long after the message left, if nobody confirmed."""

    after: timedelta
    role: str
    """A message id; of the last, where people are phoned, what is done then."""
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentAhead:
    """What would go to telephones by itself, before anything is done."""

    text: str
    """As one person would get it, with a code that is none."""
    people: int
    """To whom it goes at once."""
    segments: int
    dong: int
    """0 where the price is not known."""
    receivers: Sequence[tuple[str, Sequence[UrgentTurn]]]
    """Each by name, with who is asked in which order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One sentence for some people, and the page it is about."""

    people: Collection[int]
    """Persons; each is told once for each key."""
    key: str
    words: str
    """An English message id with named values."""
    path: str
    record_id: int | None = None
    """The record whose page that is: its words are for its readers alone."""
    values: Mapping[str, Any] = field(default_factory=dict)
    settles: Collection[str] = ()
    """Keys of notices that asked for what is now done, or no longer asked: they count as read."""
    urgent: UrgentTelling | None = None
    """Sent to their telephones as well, by a kind that has this channel."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """What is told of an event: the handler of its topic asks `tell` for whom, and in what words.

    `tell` runs in the transaction that writes the messages, after the event's own was committed;
    None where nobody is to hear of it. By which channels is each person's choice for its occasion;
    SMS among `channels` is for what a telling says to be urgent.
    """

    name: str
    """Stable, and kept in data: "work.assigned"."""
    topic: str
    tell: Callable[[Session, Mapping[str, Any]], Telling | None]
    channels: tuple[str, ...] = (NOTICE,)
    occasion: Occasion = OTHER
