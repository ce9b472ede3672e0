"""Codes by which a person proves that a number or an address is theirs, as pure functions."""

import hashlib
import hmac
from datetime import timedelta

from app.core.errors import Problem
from app.core.mail_addresses import email_problem
from app.core.phones import phone_problem

DIGITS = 6
MASK = "*" * DIGITS
"""Stands for the code wherever the message is kept or shown."""
HOLDS = timedelta(minutes=15)
TRIES = 5
MOST_ASKED, ASKED_WITHIN = 5, timedelta(hours=1)
"""A message costs money and rings at whoever has that number: so many are sent in so long."""


def code_of(secret_key: str, seed: str) -> str:
    """The code itself is kept nowhere: of what the database holds nobody can make it."""
    made = hmac.digest(secret_key.encode(), f"contact-code:{seed}".encode(), hashlib.sha256)
    return f"{int.from_bytes(made) % 10**DIGITS:0{DIGITS}}"


def is_code(code: str, said: str) -> bool:
    """Whether that was said, with spaces or without."""
    return hmac.compare_digest(code.encode(), "".join(said.split()).encode())


def address_problem(way: str, address: str) -> Problem | None:
    """Why nothing can be sent there."""
    problem = phone_problem(address) if way == "phone" else email_problem(address)
    return Problem(problem, field="address") if problem else None
