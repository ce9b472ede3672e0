"""The lines of a book, with the numbers that nothing bears."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.books import Range
from app.core.feature import Book, installed
from app.core.policy import Actor
from app.core.words import day_words
from app.organisation.models import Agency, Person
from app.organisation.queries import name_then
from app.registers.models import NumberSeries, Register, TakenNumber
from app.registers.rules import BookRow, KeptLine, sums


def book_of(register: Register) -> Book:
    """What the feature whose numbers the register holds says of its book."""
    return installed().books[register.direction]


def book_rows(session: Session, actor: Actor, register: Register, period: Range) -> list[BookRow]:
    """Every line of the book in this period, in its order; always four statements at most."""
    book = book_of(register)
    rows = [
        (line.day, BookRow(line.number, tuple(column.cell(line.bearer) for column in book.columns)))
        for line in book.lines(session, actor, register.id, period)
    ]
    for kept in _kept_lines(session, register, period):
        cells = tuple(column.kept(kept) for column in book.columns)
        rows.append((kept.stands_on, BookRow(kept.taken, cells, is_kept=True)))
    rows.sort(key=lambda row: (date.min if book.is_by_number else row[0], row[1].number))
    return [row for _day, row in rows]


def _kept_lines(session: Session, register: Register, period: Range) -> Iterator[KeptLine]:
    """Reserved and void numbers of the period, which stand in the book with their reasons."""
    rows = (
        select(
            TakenNumber.number,
            TakenNumber.state,
            TakenNumber.reason,
            name_then(Person, "name", TakenNumber.at),
            TakenNumber.at,
        )
        .join(NumberSeries, NumberSeries.id == TakenNumber.series_id)
        .join(Person, Person.id == TakenNumber.person_id)
        .where(
            NumberSeries.register_id == register.id,
            TakenNumber.year == period.year,
            TakenNumber.state != "used",
        )
    )
    for number, state, reason, person, at in session.execute(rows):
        kept = KeptLine(number, state, reason, person, clock.local(at).date(), period.year)
        if period.first <= kept.stands_on <= period.last:
            yield kept


@dataclass(frozen=True)
class PrintedBook:
    """A register's lines in a period, and what closes them: on paper and in files the same."""

    register: Register
    agency: Agency
    kind: Book
    period: Range
    rows: list[BookRow]
    signer_title: str
    signer_name: str

    @property
    def sums(self) -> tuple[int | None, ...]:
        return sums(self.rows, self.kind.columns)

    @property
    def day(self) -> date:
        """Of closing it."""
        return clock.today()

    @property
    def place_date(self) -> str:
        return f"{self.agency.place_name}, {day_words(self.day)}"


def printed_book(session: Session, actor: Actor, register: Register, period: Range) -> PrintedBook:
    """The book of a period, closed today by this person."""
    return PrintedBook(
        register=register,
        agency=session.get_one(Agency, register.agency_id),
        kind=book_of(register),
        period=period,
        rows=book_rows(session, actor, register, period),
        signer_title=actor.main_post.title.upper() if actor.main_post else "",
        signer_name=actor.name,
    )
