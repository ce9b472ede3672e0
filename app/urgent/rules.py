"""How an urgent message climbs, as pure functions: who is skipped, what is said, what is read."""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core import clock
from app.core.text import N_
from app.core.words import URGENCY_PRINTED
from app.deadlines.rules.working_time import Shift
from app.messages.rules import phone_number, segments, without_marks

HEAD, DEPUTY, DUTY = "head", "deputy", "duty"
LINK_LIVES = timedelta(days=3)
"""A link is for whoever must act now; afterwards it reads as one that never was."""
PHONE_MISSES = 5
"""Codes that are none, from one telephone in MISSES_WITHIN: whoever sends in its name could guess
one of four figures."""
LINK_MISSES = 20
"""Links that are none, from one address in MISSES_WITHIN; then they are told of, and counted no
more."""
MISSES_WITHIN = timedelta(minutes=15)
GUESSES_KEPT = timedelta(days=1)
"""So long whoever keeps the system sees where wrong codes came from."""
GUESSED = {"phone": "urgent.guessed_by_sms", "address": "urgent.guessed_links"}
MOST_CODES = 2
"""So many are read of one answer: "OK 4821 luc 0915"."""
REASON_FROM = 1
"""From this urgency on a document needs no other reason."""

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LINK_LENGTH = 10
"""Fifty bits: nobody meets one by trying, so wrong ones need not hold up the right ones."""
_LINK_OR = re.compile(r"\{address\}(\s+(hoặc|hay)(?=\s))?\s*", re.IGNORECASE)
"""With what says that there is another way, where there is no link."""
_REPLY = re.compile(r"(?<!\d)\d{4}(?!\d)")

SKIPPED = {
    "again": N_("told already in this chain"),
    "away": N_("away today"),
    "disabled": N_("the account is disabled"),
    "nobody": N_("nobody holds this post"),
    "phone": N_("no mobile number"),
    "sender": N_("sent it"),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody a step may tell, as they are at that moment."""

    person_id: int
    name: str
    title: str = ""
    phone: str = ""
    away_until: date | None = None
    is_disabled: bool = False

    @property
    def number(self) -> str:
        """As the gateway takes it; empty where it is no mobile number."""
        return phone_number(self.phone) or ""


def why_skipped(one: Candidate, told: Collection[int], sender_id: int | None) -> str:
    """A key of SKIPPED, or nothing where this person is to be told."""
    if one.person_id == sender_id:
        return "sender"
    if one.person_id in told:
        return "again"
    if one.is_disabled:
        return "disabled"
    if one.away_until is not None:
        return "away"
    return "" if one.number else "phone"


def new_link_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_LINK_LENGTH))


def hash_of(code: str) -> str:
    """What is kept of a code; typed in small letters it is the same."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def new_reply_code(taken: Collection[str]) -> str:
    """Four figures that no other open message of this telephone has."""
    free = [code for number in range(1000, 10_000) if (code := str(number)) not in taken]
    return secrets.choice(free)


def reply_codes(text: str) -> list[str]:
    """The codes that stand in an answer: "OK 4821", "ok4821.", "4821"."""
    return _REPLY.findall(text[:200])[:MOST_CODES]


def misses_allowed(source: str) -> int:
    """From "phone:84912345678" or "address:203.0.113.7"."""
    return PHONE_MISSES if source.startswith("phone:") else LINK_MISSES


@dataclass(frozen=True)
class Told:
    """What fills the text of an agency."""

    agency: str
    urgency: int
    link: str
    code: str
    hotline: str


SAMPLE_CODE, SAMPLE_LINK = "4821", "7F3K2MQ9TD"
"""What a message is shown with before it leaves."""


def message(template: str, told: Told, *, accented: bool) -> str:
    """The text to one person. What has no value takes its words with it, up to the next stop."""
    values = {
        "{agency}": told.agency,
        "{urgency}": URGENCY_PRINTED[told.urgency],
        "{address}": told.link,
        "{code}": told.code,
        "{hotline}": told.hotline,
    }
    if not told.link:
        template = _LINK_OR.sub("", template)
    parts = [one for one in re.split(r"(?<=[.!?])\s+", template) if _is_filled(one, values)]
    text = " ".join(parts)
    for name, value in values.items():
        text = text.replace(name, value)
    return text if accented else without_marks(text)


def _is_filled(sentence: str, values: dict[str, str]) -> bool:
    used = [name for name in values if name in sentence]
    return not used or any(values[name] for name in used)


@dataclass(frozen=True)
class Cost:
    """Of one text to so many people; `price` in dong for a segment, 0 where it is not known."""

    text: str
    people: int
    price: int

    @property
    def segments(self) -> int:
        return segments(self.text)

    @property
    def dong(self) -> int:
        return self.people * self.segments * self.price


def shift_at(now: datetime, day_shift: Shift) -> tuple[date, str]:
    """The day and shift of the roster that a moment belongs to; a night is that of its evening."""
    there = clock.local(now)
    if there.time() < day_shift.start:
        return there.date() - timedelta(days=1), "night"
    return there.date(), "day" if there.time() < day_shift.end else "night"


@dataclass(frozen=True)
class DaysOff:
    """Days without work, one after the other."""

    first: date
    last: date
    name: str = ""
    """Of the holiday among them; a long weekend has none."""


LONG = 3
"""From so many days on, days off are more than a weekend."""


def days_off(
    works: Callable[[date], bool], names: Mapping[date, str], today: date, within: int
) -> Iterator[DaysOff]:
    """Holidays and long rows of days off that begin within so many days, or have begun."""
    day, ends = today, today + timedelta(days=within)
    while day <= ends:
        if works(day):
            day += timedelta(days=1)
            continue
        last = day
        while not works(last + timedelta(days=1)) and (last - day).days < LONGEST_OFF:
            last += timedelta(days=1)
        off = [day + timedelta(days=number) for number in range((last - day).days + 1)]
        name = next((names[one] for one in off if names.get(one)), "")
        if name or len(off) >= LONG:
            yield DaysOff(day, last, name)
        day = last + timedelta(days=1)


LONGEST_OFF = 31
ROLE_WORDS = {
    HEAD: N_("Head"),
    DEPUTY: N_("Deputy"),
    DUTY: N_("Duty officer"),
}
CALLED = N_("Call list, on the screens of the duty officer and the sender")
HOW_WORDS = {
    "link": N_("by the link"),
    "sms": N_("by SMS"),
    "app": N_("by opening it in the office"),
    "phone": N_("by telephone"),
}
OUTCOME_WORDS = {
    "reached": N_("reached and told"),
    "silent": N_("no answer"),
    "wrong": N_("wrong number"),
}
WHY_WORDS = {
    "recalled": N_("the document was recalled"),
    "withdrawn": N_("the message was taken back"),
    "taken_off": N_("the receiver was taken off"),
    "accepted": N_("the document was accepted"),
    "refused": N_("the document was refused"),
    "done": N_("the work was taken up"),
}
SHIFT_WORDS = {"day": N_("day shift"), "night": N_("night shift")}
