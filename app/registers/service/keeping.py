"""Keeping registers and series: opened, renamed, switched off; years closed and reopened."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.core.words import COPY_TYPES
from app.registers import rules
from app.registers.models import (
    ClosedYear,
    NumberSeries,
    Register,
    SeriesType,
    SeriesYear,
)
from app.registers.queries import (
    begun_registers,
    closed_year,
    numbering,
    registers_of,
    type_options,
    types_numbered_elsewhere,
    years_in,
)

COPIES = "Bản sao"
"""What the series of copies is called where no agency named it otherwise."""


def add_register(
    session: Session, actor: Actor, direction: str, name: str, types: Sequence[str] = ()
) -> Register:
    """Open a further book, with one series that numbers everything in it.

    Whoever registers an incoming document chooses its book. The type of an outgoing one decides,
    for no number and symbol may be given twice: a second book takes the types that it names.
    """
    actor.needs("registers.manage")
    agency_id = _agency(actor)
    others = registers_of(session, agency_id, direction)
    problems = rules.name_problems(name, [other.name for other in others])
    if direction == "outgoing" and others and not types:
        message = N_("Choose the types it takes: the others stay in the usual register.")
        problems.append(Problem(message, field="types"))
    refuse_for(problems)
    register = Register(agency_id=agency_id, direction=direction, name=name, is_default=not others)
    session.add(register)
    session.flush()
    series = NumberSeries(register_id=register.id, name=name, is_default=True)
    session.add(series)
    session.flush()
    ensure_copies_apart(session)
    _note_register(session, actor, "registers.register_added", register)
    if types:
        save_series(session, actor, register, series, name, types, series.version)
    return register


def ensure_copies_apart(session: Session) -> None:
    """Let every usual book of outgoing documents number copies by themselves, from 01 each year
    (Decree 30/2020, annex I, part II, II.1.c). What an agency arranged otherwise stays."""
    arranged = select(Register.agency_id).join(NumberSeries).outerjoin(SeriesType)
    arranged = arranged.where(
        Register.direction == "outgoing",
        or_(SeriesType.type_code.in_(COPY_TYPES), NumberSeries.name == COPIES),
    )
    wanting = select(Register.id).where(
        Register.direction == "outgoing", Register.is_default, Register.agency_id.not_in(arranged)
    )
    for register_id in session.scalars(wanting).all():
        series = NumberSeries(register_id=register_id, name=COPIES)
        session.add(series)
        session.flush()
        session.add_all(SeriesType(series_id=series.id, type_code=code) for code in COPY_TYPES)


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
    if register.is_off:
        raise Refused(Problem(N_("It is switched off: switch it on first.")))
    with _no_number_twice(session, register):
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
    with _no_number_twice(session, register):
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


@contextmanager
def _no_number_twice(session: Session, register: Register) -> Iterator[None]:
    """Refused when what is done within would have two series give one number and symbol.

    What stood so before stays: it is told when the number is to be given.
    """
    if register.direction != "outgoing":
        yield
        return
    year, agency_id = clock.today().year, register.agency_id
    before = rules.clashes(numbering(session, agency_id, year))
    yield
    session.flush()
    new = rules.clashes(numbering(session, agency_id, year)) - before
    types = dict(type_options(session))
    series = dict(session.execute(select(NumberSeries.id, NumberSeries.name)).all())
    refuse_for([rules.clash_problem(clash, types, series) for clash in sorted(new)])


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


def switch(session: Session, actor: Actor, register: Register, *, off: bool) -> None:
    """Take a register out of use, or into it again; what stands in it stays.

    Refused for the usual one: forms would have nothing to propose.
    """
    actor.needs("registers.manage")
    session.refresh(register, with_for_update=True)
    if register.is_off == off:
        return
    _refuse_usual(register)
    with _no_number_twice(session, register):
        register.is_off = off
        register.version += 1
    action = "registers.register_off" if off else "registers.register_on"
    _note_register(session, actor, action, register)


def remove(session: Session, actor: Actor, register: Register) -> None:
    """Take away a register of which no number was ever taken."""
    actor.needs("registers.manage")
    session.refresh(register, with_for_update=True)
    _refuse_usual(register)
    if begun_registers(session, [register.id]):
        raise Refused(Problem(N_("Numbers of it were taken: it can be switched off, not removed.")))
    _note_register(session, actor, "registers.register_removed", register)
    own = select(NumberSeries.id).where(NumberSeries.register_id == register.id)
    session.execute(delete(SeriesType).where(SeriesType.series_id.in_(own)))
    session.execute(delete(NumberSeries).where(NumberSeries.register_id == register.id))
    session.delete(register)


def _refuse_usual(register: Register) -> None:
    if register.is_default:
        raise Refused(Problem(N_("It is the usual register: make another one usual first.")))


def close_year(session: Session, actor: Actor, register: Register, year: int) -> None:
    """Close a year of the book (chốt sổ): from now on its lines change by corrections alone.

    Numbers still reserved must be settled first: they could never be given any more.
    """
    actor.needs("registers.manage")
    counters = (
        select(SeriesYear)
        .join(NumberSeries)
        .where(NumberSeries.register_id == register.id, SeriesYear.year == year)
    )
    if not session.scalars(counters.with_for_update()).all():
        raise NotFound
    if closed_year(session, register.id, year) is not None:
        return
    reserved = sum(one.reserved for one in years_in(session, register.id) if one.year == year)
    if reserved:
        message = N_("%(count)s numbers are still reserved: use them or leave them out.")
        raise Refused(Problem(message, {"count": reserved}))
    session.add(ClosedYear(register_id=register.id, year=year, person_id=actor.person_id))
    session.flush()
    _note_register(session, actor, "registers.year_closed", register, year=year)


def reopen_year(session: Session, actor: Actor, register: Register, year: int, reason: str) -> None:
    """Open a closed year again; the reason stays in the trail."""
    actor.needs("registers.manage")
    refuse_for(reason_problems(reason, limit=rules.REASON_LENGTH))
    closed = closed_year(session, register.id, year)
    if closed is None:
        raise Refused(Problem(N_("This year is not closed.")))
    session.delete(closed)
    session.flush()
    _note_register(session, actor, "registers.year_reopened", register, year=year, reason=reason)
