"""How far a job of many parts is: "12 of 42", for a page to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

from app.core.db import SessionFactory, transaction
from app.core.jobs.claiming import Claim, own_row

WRITTEN_EVERY_SECONDS = 1.0


@dataclass
class _Teller:
    factory: SessionFactory
    claim: Claim
    written_at: float = float("-inf")


_teller: ContextVar[_Teller | None] = ContextVar("job_teller", default=None)


def tell_progress(done: int, total: int) -> None:
    """Say how many of the parts of this thread's job are done; elsewhere it says nothing.

    Kept at most once a second, in a short transaction of its own: never call it inside one.
    """
    teller = _teller.get()
    if teller is None or monotonic() < teller.written_at + WRITTEN_EVERY_SECONDS:
        return
    teller.written_at = monotonic()
    with transaction(teller.factory) as session:
        row = own_row(session, teller.claim)
        if row is not None:
            row.parts_done, row.parts_total = done, total


@contextmanager
def telling(factory: SessionFactory, claim: Claim) -> Iterator[None]:
    """What `tell_progress` says in here is of this job."""
    token = _teller.set(_Teller(factory, claim))
    try:
        yield
    finally:
        _teller.reset(token)
