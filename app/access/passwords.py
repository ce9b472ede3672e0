"""Argon2 with the memory of one web process in mind: 19 MiB for a password, two at a time.

Few may wait for it, so that however many try to sign in, threads are left for everybody's pages.
A password is the same whether its marks were typed as one sign with their letter or beside it.
"""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Problem, Refused
from app.core.text import N_

LETTERS = "abcdefghijkmnpqrstuvwxyz"
FIGURES = "23456789"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = BoundedSemaphore(2)
_in_line = BoundedSemaphore(4)
"""Two that are at work, and two that wait."""
_nobody: list[str] = []


@dataclass(frozen=True)
class Check:
    """Whether the password was right, and its new hash when the parameters have changed."""

    is_right: bool
    new_hash: str | None = None


class Busy(Refused):
    """Too many passwords are being looked at: this one was not."""

    def __init__(self) -> None:
        super().__init__(
            Problem(N_("Many people are signing in at this moment. Try again in a few seconds."))
        )


@contextmanager
def _turn() -> Iterator[None]:
    if not _in_line.acquire(blocking=False):
        raise Busy
    try:
        with _at_once:
            yield
    finally:
        _in_line.release()


def hashed(password: str) -> str:
    """Raises Busy."""
    with _turn():
        return _hasher.hash(composed(password))


def check(password_hash: str | None, password: str) -> Check:
    """Compare; without a hash (nobody by that name) the same work is done, and is wrong.

    Raises Busy.
    """
    kept = password_hash or _hash_of_nobody()
    is_right = _is(kept, composed(password))
    # An office of before may have kept it as it was typed.
    is_as_typed = not is_right and password != composed(password) and _is(kept, password)
    if password_hash is None or not (is_right or is_as_typed):
        return Check(False)
    is_old = is_as_typed or _hasher.check_needs_rehash(password_hash)
    return Check(True, hashed(password) if is_old else None)


def matches(password_hash: str, password: str) -> bool:
    """Raises Busy."""
    return check(password_hash, password).is_right


def composed(password: str) -> str:
    """As it is kept and compared: a keyboard may type a letter and its marks as one or as two."""
    return unicodedata.normalize("NFC", password)


def _is(password_hash: str, password: str) -> bool:
    with _turn():
        try:
            return _hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def one_time() -> str:
    """A password to be told once: easy to read aloud, 60 bits, and within the rules."""
    groups = ["".join(secrets.choice(LETTERS + FIGURES) for _ in range(4)) for _ in range(3)]
    last = secrets.choice(LETTERS).upper() + secrets.choice(FIGURES)
    return "-".join(groups) + last


def _hash_of_nobody() -> str:
    if not _nobody:
        _nobody.append(hashed(secrets.token_urlsafe(16)))
    return _nobody[0]
