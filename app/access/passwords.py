"""Argon2 with the memory of one web process in mind: 19 MiB for a password, two at a time."""

import secrets
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LETTERS = "abcdefghijkmnpqrstuvwxyz"
FIGURES = "23456789"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = BoundedSemaphore(2)
_nobody: list[str] = []


@dataclass(frozen=True)
class Check:
    """Whether the password was right, and its new hash when the parameters have changed."""

    is_right: bool
    new_hash: str | None = None


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


def check(password_hash: str | None, password: str) -> Check:
    """Compare; without a hash (nobody by that name) the same work is done, and is wrong."""
    is_right = matches(password_hash or _hash_of_nobody(), password) and password_hash is not None
    if is_right and password_hash and _hasher.check_needs_rehash(password_hash):
        return Check(True, hashed(password))
    return Check(is_right)


def matches(password_hash: str, password: str) -> bool:
    with _at_once:
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
