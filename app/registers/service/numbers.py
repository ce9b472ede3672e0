"""Taking numbers: one after another, none twice, none lost (Decree 30/2020, article 15)."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.db import insert_into
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.settings import value
from app.core.text import N_
from app.core.words import written_number
from app.registers import rules
from app.registers.models import ClosedYear, NumberSeries, Register, SeriesYear, TakenNumber
from app.registers.settings import KEPT_AT_ONCE


def take_number(session: Session, series_id: int, year: int, document_id: int, actor: Actor) -> int:
    """Give the document the next number of the series in this year, in the caller's transaction.

    The counter's row stays locked until that transaction ends, so that a number given up by a
    rollback is taken by the next one and no gap is left.
    """
    number = _advance(session, series_id, year)
    session.add(
        TakenNumber(
            series_id=series_id,
            year=year,
            number=number,
            state="used",
            document_id=document_id,
            person_id=actor.person_id,
        )
    )
    return number


def _advance(session: Session, series_id: int, year: int) -> int:
    first = insert_into(session, SeriesYear).values(series_id=series_id, year=year, last_number=1)
    advanced = first.on_conflict_do_update(
        index_elements=[SeriesYear.series_id, SeriesYear.year],
        set_={SeriesYear.last_number: SeriesYear.last_number + 1},
    )
    number = session.scalars(advanced.returning(SeriesYear.last_number)).one()
    _must_be_open(session, series_id, year)  # now that its counter is ours: closing waits for it
    return number


def _must_be_open(session: Session, series_id: int, year: int) -> None:
    """Refused once the year of the series' register is closed."""
    name = session.scalar(_CLOSED, {"series_id": series_id, "year": year})
    if name is not None:
        message = N_(
            "The year %(year)s of “%(register)s” is closed. Who keeps the registers may reopen it, "
            "saying why."
        )
        raise Refused(Problem(message, {"year": str(year), "register": name}))


_CLOSED = (
    select(Register.name)
    .join(NumberSeries, NumberSeries.register_id == Register.id)
    .join(ClosedYear, ClosedYear.register_id == Register.id)
    .where(NumberSeries.id == bindparam("series_id"), ClosedYear.year == bindparam("year"))
)


def reserve(
    session: Session,
    actor: Actor,
    series: NumberSeries,
    year: int,
    count: int,
    reason: str,
    kept_for: date | None = None,
) -> list[TakenNumber]:
    """Keep the next `count` numbers of the series for a stated reason and day, for later use."""
    actor.needs("registers.manage")
    most = value(session, KEPT_AT_ONCE, actor.agency_id)
    refuse_for(rules.reserving_problems(year, count, most, reason, clock.today(), kept_for))
    numbers = [_kept(session, actor, series, year, "reserved", reason) for _ in range(count)]
    for taken in numbers:
        taken.kept_for = kept_for
        _note(session, actor, "registers.reserved", taken, series, reason)
    return numbers


def void_next(
    session: Session, actor: Actor, series: NumberSeries, year: int, reason: str
) -> TakenNumber:
    """Leave the next number out: on paper it was already spoilt or given."""
    actor.needs("registers.manage")
    refuse_for(rules.reserving_problems(year, 1, 1, reason, clock.today()))
    taken = _kept(session, actor, series, year, "void", reason)
    _note(session, actor, "registers.voided", taken, series, reason)
    return taken


def void(session: Session, actor: Actor, taken: TakenNumber, reason: str) -> None:
    """Give up a reserved number for good; it is never given again."""
    actor.needs("registers.manage")
    session.refresh(taken, with_for_update=True)
    _must_be_reserved(taken)
    _must_be_open(session, taken.series_id, taken.year)
    refuse_for(reason_problems(reason, limit=rules.REASON_LENGTH))
    series = session.get_one(NumberSeries, taken.series_id)
    _note(session, actor, "registers.voided", taken, series, reason)
    taken.state, taken.reason = "void", reason
    taken.person_id, taken.at = actor.person_id, clock.now()


def use_reserved(session: Session, actor: Actor, reserved_id: int, document_id: int) -> TakenNumber:
    """Give the document a number that was kept; Refused when it is no longer reserved."""
    taken = session.get(TakenNumber, reserved_id, with_for_update=True, populate_existing=True)
    if taken is None:
        raise NotFound
    _must_be_reserved(taken)
    _must_be_open(session, taken.series_id, taken.year)
    taken.state, taken.document_id = "used", document_id
    taken.person_id, taken.at = actor.person_id, clock.now()
    session.flush()
    series = session.get_one(NumberSeries, taken.series_id)
    _note(session, actor, "registers.used_reserved", taken, series, taken.reason)
    return taken


def void_used(session: Session, actor: Actor, document_id: int, reason: str) -> TakenNumber:
    """Take the number off a document that was registered by mistake; it stays in the book, void."""
    taken = session.scalar(
        select(TakenNumber).where(TakenNumber.document_id == document_id).with_for_update()
    )
    if taken is None:
        raise NotFound
    _must_be_open(session, taken.series_id, taken.year)
    taken.state, taken.document_id, taken.reason = "void", None, reason
    taken.person_id, taken.at = actor.person_id, clock.now()
    session.flush()
    series = session.get_one(NumberSeries, taken.series_id)
    _note(session, actor, "registers.voided", taken, series, reason)
    return taken


def _kept(
    session: Session, actor: Actor, series: NumberSeries, year: int, state: str, reason: str
) -> TakenNumber:
    taken = TakenNumber(
        series_id=series.id,
        year=year,
        number=_advance(session, series.id, year),
        state=state,
        reason=reason,
        person_id=actor.person_id,
    )
    session.add(taken)
    session.flush()
    return taken


def _must_be_reserved(taken: TakenNumber) -> None:
    if taken.state != "reserved":
        message = N_("Number %(number)s is no longer reserved.")
        raise Refused(Problem(message, {"number": written_number(taken.number)}, "reserved_id"))


def _note(
    session: Session,
    actor: Actor,
    action: str,
    taken: TakenNumber,
    series: NumberSeries,
    reason: str,
) -> None:
    values: dict[str, Any] = {
        "number": written_number(taken.number),
        "year": taken.year,
        "series": series.name,
    }
    subject = Subject("series", series.id, taken.document_id)
    record(session, actor, action, subject, reason=reason, **values)
