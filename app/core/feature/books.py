"""A statutory book, as a feature brings it to be looked at, printed and exported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.books import BookColumn, BookLine, Range
from app.core.policy import Actor


@dataclass(frozen=True)
class Book:
    """The book of all registers of one direction."""

    direction: str
    title: str
    number_word: str
    columns: tuple[BookColumn, ...]
    lines: Callable[[Session, Actor, int, Range], Iterable[BookLine]]
    """What the actor may read of the register with this id in a period."""
    is_by_number: bool = False
    """In the order of numbers alone; otherwise of days first."""
