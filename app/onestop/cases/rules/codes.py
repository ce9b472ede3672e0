"""The two codes of a case: one that is counted, one that nobody can count through. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without O and 0, I and 1, which are read for each other."""
LENGTH = 8
PUBLIC_PAGE = "/lookup"
"""Where the citizen looks a case up: printed on receipts, so it never changes."""
_ASKS = f"{PUBLIC_PAGE}?code="
MOST_TYPED = 200


def case_code(agency_code: str, day: date, number: int) -> str:
    """ "H15.50.05.13-261008-0975": agency, day, number of the day."""
    return f"{agency_code}-{day:%y%m%d}-{number:04d}"


def public_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Drawn by lot: `choose` picks one of several, as `secrets.choice` does."""
    return "".join(choose(ALPHABET) for _place in range(LENGTH))


def said(code: str) -> str:
    """As it is printed and read aloud: "7MQ4 2H93"."""
    return f"{code[:4]} {code[4:]}"


def public_link(base: str, code: str) -> str:
    """What the square of a receipt says: the page of the case, where this office can be reached
    from outside at `base`; else the code alone, which the counter reads."""
    return f"{base}{_ASKS}{code}" if base else code


def typed_public(text: str) -> str | None:
    """The public code that somebody typed, however they grouped it, or that a scanner read from a
    receipt with its address; None for anything else."""
    code = re.sub(r"[\s.-]", "", text[:MOST_TYPED].rpartition(_ASKS)[2]).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
