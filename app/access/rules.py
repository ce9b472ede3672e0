"""The rules of passwords, of locking and of delegations, on plain values."""

import re
from datetime import datetime, timedelta

from app.access.common_passwords import LOOK_ALIKES, WORDS
from app.core.errors import Problem
from app.core.text import N_, fold

SHORTEST, LONGEST = 10, 128
CLASSES_NEEDED = 3
FEWEST_SIGNS = 5
SHORTEST_NAME_SOUGHT = 4
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
FORGET_TRIES_AFTER = timedelta(days=1)

_CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def password_problems(
    password: str, user_name: str, *, is_current: bool = False, field: str = "new_password"
) -> list[Problem]:
    """Every reason why this may not be the new password of this user."""
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
    if is_current:
        problems.append(Problem(N_("It is the password you have now.")))
    return [Problem(problem.message, problem.params, field) for problem in problems]


def classes(password: str) -> int:
    """How many of small letters, capitals, figures and signs occur."""
    return sum(any(belongs(sign) for sign in password) for belongs in _CLASSES)


def is_common(password: str) -> bool:
    """Built on words that others try first, or of so few different signs that it is guessed."""
    folded = fold(password)
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded)
    return len(set(folded)) < FEWEST_SIGNS or any(
        _is_made_of_common_words(form) for form in (core, core.translate(LOOK_ALIKES))
    )


def _is_made_of_common_words(text: str) -> bool:
    words = re.findall(r"[a-z]+", text)
    return all(word in WORDS for word in words) or "".join(words) in WORDS


def tries_left(failed: int) -> int:
    return max(0, TRIES - failed)


def locked_until(failed: int, now: datetime) -> datetime | None:
    """Until when the name is locked after this many wrong passwords in a row (UTC)."""
    return now + LOCKED_FOR if failed >= TRIES else None
