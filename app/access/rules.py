"""The rules of passwords, of locking and of delegations, on plain values."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from app.access.common_passwords import LOOK_ALIKES, WORDS
from app.core.errors import Problem
from app.core.text import N_, fold

USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
SHORTEST, LONGEST = 10, 128
CLASSES_NEEDED = 3
FEWEST_SIGNS = 5
SHORTEST_NAME_SOUGHT = 4
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
FORGET_TRIES_AFTER = timedelta(days=1)

_CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def password_problems(
    password: str,
    user_name: str,
    *,
    is_current: bool = False,
    field: str = "new_password",
    agencies: Iterable[str] = (),
) -> list[Problem]:
    """Every reason why this may not be the new password of this user of these agencies."""
    problems = []
    if len(password) < SHORTEST:
        problems.append(Problem(N_("It needs at least %(count)s characters."), {"count": SHORTEST}))
    if len(password) > LONGEST:
        problems.append(Problem(N_("It has more than %(count)s characters."), {"count": LONGEST}))
    if classes(password) < CLASSES_NEEDED:
        problems.append(
            Problem(N_("It needs three of these: small letters, capitals, figures, signs."))
        )
    if len(user_name) >= SHORTEST_NAME_SOUGHT and user_name.lower() in fold(password):
        problems.append(Problem(N_("It contains the user name.")))
    if is_common(password):
        problems.append(Problem(N_("It is one that others guess first.")))
    elif is_common(password, words_of(agencies)):
        problems.append(Problem(N_("It is made of the name of your agency.")))
    if is_current:
        problems.append(Problem(N_("It is the password you have now.")))
    return [Problem(problem.message, problem.params, field) for problem in problems]


def classes(password: str) -> int:
    """How many of small letters, capitals, figures and signs occur."""
    return sum(any(belongs(sign) for sign in password) for belongs in _CLASSES)


def is_common(password: str, words: frozenset[str] = frozenset()) -> bool:
    """Built on words that others try first, or of so few different signs that it is guessed."""
    folded = fold(password)
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded)
    return len(set(folded)) < FEWEST_SIGNS or any(
        _is_made_of(form, WORDS | words, words) for form in (core, core.translate(LOOK_ALIKES))
    )


def words_of(agencies: Iterable[str]) -> frozenset[str]:
    """The words of these names, and their first letters: "Ủy ban nhân dân" is also "ubnd"."""
    found: set[str] = set()
    for name in agencies:
        words = re.findall(r"[a-z]+", fold(name))
        found.update(words)
        first = [word[0] for word in words]
        found.update("".join(first[:end]) for end in range(2, len(first) + 1))
    return frozenset(found)


def _is_made_of(text: str, words: frozenset[str], joined: frozenset[str]) -> bool:
    """Nothing but these words is in the text; those of `joined` also without gaps."""
    found = re.findall(r"[a-z]+", text)
    return "".join(found) in words or all(
        word in words or _is_joined(word, joined) for word in found
    )


def _is_joined(text: str, words: frozenset[str]) -> bool:
    """Whether the text can be cut into these words."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(text[start:end] in words for start in ends):
            ends.add(end)
    return len(text) in ends


def tries_left(failed: int) -> int:
    return max(0, TRIES - failed)


def locked_until(failed: int, now: datetime, tries: int = TRIES) -> datetime | None:
    """Until when signing in is locked after this many wrong passwords in a row (UTC)."""
    return now + LOCKED_FOR if failed >= tries else None


def is_locked(until: datetime | None, now: datetime) -> bool:
    """One that would hold longer than any does was set while the clock stood wrong: it is void."""
    return until is not None and now < until <= now + LOCKED_FOR


def is_over(last_at: datetime, now: datetime) -> bool:
    """Whether tries of that moment no longer count, whichever way the clock was turned since."""
    return abs(now - last_at) > FORGET_TRIES_AFTER


# -- Whose tries are counted together --------------------------------------------------------------

TRIES_OF_ADDRESS = 100
"""Wrong ones from one address: hundreds of people of an agency may share it."""


def name_key(user_name: str) -> str:
    """Tries for a name from browsers that do not know its owner. What can be no name is cut."""
    return user_name if USER_NAME.fullmatch(user_name) else _short("?", user_name)


def device_key(user_name: str, device: str) -> str:
    """Tries for a name in one browser in which its owner has signed in before."""
    return _short("device:", f"{user_name} {device}")


def address_key(address: str) -> str:
    return _short("from:", address)


def _short(kind: str, text: str) -> str:
    return kind + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:40]
