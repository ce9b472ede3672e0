"""The square code of a citizen card as a scanner types it: fields between bars. Pure.

The card of 2021 has seven: number, former number (empty where there was none), name, birth, gender,
address, issue; the first ones lacked the former number.
"""

import re
from dataclasses import dataclass
from datetime import date

from app.core.errors import Problem
from app.core.text import N_, clean

BAR = "|"
LONGEST = 600
"""No card says more; what is longer is another code."""
_FIELDS = {7: (0, 2, 3, 4, 5), 6: (0, 1, 2, 3, 4)}
"""How many fields there are, and which are number, name, birth, gender and address."""
_LOST = "?\ufffd"
_LIMITS = (12, 100, 8, 10, 300)
OLDEST = 1900
ANOTHER = N_("This code is not that of a citizen card. Scan the card again, or write by hand.")


@dataclass(frozen=True, slots=True)
class Card:
    """Who the card is of. `is_damaged`: letters were lost on the way from the scanner."""

    identity: str
    name: str
    born_on: date
    gender: str
    address: str
    is_damaged: bool = False


def is_card(text: str) -> bool:
    """Whether a scanner may have typed it: nothing that people type has bars."""
    return BAR in text


def read_card(text: str, today: date) -> Card | Problem:
    """What the card says, or why that cannot be believed. Never raises."""
    fields = text.strip().split(BAR) if len(text) <= LONGEST else []
    places = _FIELDS.get(len(fields))
    if places is None:
        return Problem(ANOTHER, field="scan")
    number, name, birth, gender, address = (clean(fields[place]) for place in places)
    told = (number, name, birth, gender, address)
    if any(len(one) > most for one, most in zip(told, _LIMITS, strict=True)):
        return Problem(ANOTHER, field="scan")
    if not re.fullmatch(r"[0-9]{12}", number) or not name or any(c.isdigit() for c in name):
        return Problem(ANOTHER, field="scan")
    born_on = _day(birth)
    if born_on is None or born_on.year < OLDEST or born_on > today:
        message = N_("The date of birth on this card cannot be: %(day)s. Write it by hand.")
        return Problem(message, {"day": birth}, "scan")
    return Card(number, name, born_on, gender, address, any(c in name + address for c in _LOST))


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
