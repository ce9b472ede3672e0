"""Taking numbers: one after another, none twice, none lost (Decree 30/2020, article 15)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.db import insert_into
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.settings import value
from app.core.text import N_
from app.core.words import written_number
from app.registers import rules
from app.registers.models import NumberSeries, Register, SeriesType, SeriesYear, TakenNumber
from app.registers.queries import registers_of, type_options, types_numbered_elsewhere
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
    return session.scalars(advanced.returning(SeriesYear.last_number)).one()


def reserve(
    session: Session, actor: Actor, series: NumberSeries, year: int, count: int, reason: str
) -> list[TakenNumber]:
    """Keep the next `count` numbers of the series for a stated reason, for later use."""
    actor.needs("registers.manage")
    most = value(session, KEPT_AT_ONCE, actor.agency_id)
    refuse_for(rules.reserving_problems(year, count, most, reason, clock.today()))
    numbers = [_kept(session, actor, series, year, "reserved", reason) for _ in range(count)]
    for taken in numbers:
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


# -- Registers and series ------------------------------------------------------------------------


def add_register(session: Session, actor: Actor, direction: str, name: str) -> Register:
    """Open a further book, with one series that numbers everything in it."""
    actor.needs("registers.manage")
    agency_id = _agency(actor)
    others = registers_of(session, agency_id, direction)
    refuse_for(rules.name_problems(name, [other.name for other in others]))
    register = Register(agency_id=agency_id, direction=direction, name=name, is_default=not others)
    session.add(register)
    session.flush()
    session.add(NumberSeries(register_id=register.id, name=name, is_default=True))
    _note_register(session, actor, "registers.register_added", register)
    return register


def rename_register(
    session: Session, actor: Actor, register: Register, name: str, version: int | None = None
) -> None:
    """Give a book another name; what stands in it stays."""
    actor.needs("registers.manage")
    session.refresh(register, with_for_update=True)
    seen = Subject("register", register.id)
    must_be_latest(session, seen, register.version, version, "registers.register_")
    others = registers_of(session, register.agency_id, register.direction)
    names = [other.name for other in others if other.id != register.id]
    refuse_for(rules.name_problems(name, names))
    if name != register.name:
        before, register.name = register.name, name
        register.version += 1
        _note_register(session, actor, "registers.register_renamed", register, before=before)


def make_usual(session: Session, actor: Actor, register: Register) -> None:
    """Let forms propose this book first."""
    actor.needs("registers.manage")
    for other in registers_of(session, register.agency_id, register.direction):
        other.is_default = other.id == register.id
    _note_register(session, actor, "registers.register_made_usual", register)


def save_series(
    session: Session,
    actor: Actor,
    register: Register,
    series: NumberSeries | None,
    name: str,
    types: Sequence[str],
    version: int | None = None,
) -> NumberSeries:
    """Add a series that numbers these types apart, or change one that does.

    A type goes by one series at a time; documents already numbered keep their numbers.
    """
    actor.needs("registers.manage")
    if series is not None:
        session.refresh(series, with_for_update=True)
        seen = Subject("series", series.id)
        must_be_latest(session, seen, series.version, version, "registers.series_")
        series.version += 1
    _check_series(session, register, series, name, types)
    action = "registers.series_changed" if series else "registers.series_added"
    if series is None:
        series = NumberSeries(register_id=register.id, name=name)
        session.add(series)
        session.flush()
    series.name = name
    session.execute(delete(SeriesType).where(SeriesType.series_id == series.id))
    session.add_all(SeriesType(series_id=series.id, type_code=code) for code in types)
    names = dict(type_options(session))
    told = ", ".join(names[code] for code in types) or "–"
    subject = Subject("series", series.id)
    record(session, actor, action, subject, series=name, register=register.name, types=told)
    return series


def _check_series(
    session: Session,
    register: Register,
    series: NumberSeries | None,
    name: str,
    types: Sequence[str],
) -> None:
    own_id = series.id if series else None
    rows = select(NumberSeries.name).where(
        NumberSeries.register_id == register.id, NumberSeries.id != (own_id or 0)
    )
    problems = rules.name_problems(name, list(session.scalars(rows)))
    known = dict(type_options(session))
    elsewhere = types_numbered_elsewhere(session, register, own_id)
    problems += rules.type_problems(types, known, elsewhere)
    if not types and not (series and series.is_default):
        message = N_("Choose the types that it numbers; all others go by the usual series.")
        problems.append(Problem(message, field="types"))
    refuse_for(problems)


def _agency(actor: Actor) -> int:
    if actor.agency_id is None:
        raise Refused(Problem(N_("You hold no post in an agency.")))
    return actor.agency_id


def _note_register(
    session: Session, actor: Actor, action: str, register: Register, **values: Any
) -> None:
    record(session, actor, action, Subject("register", register.id), name=register.name, **values)
