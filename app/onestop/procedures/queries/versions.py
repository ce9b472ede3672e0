"""Procedures and their versions in time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.core import clock
from app.core.errors import NotFound
from app.onestop.procedures.models import (
    Procedure,
    ProcedureField,
    ProcedureLevel,
    ProcedureVersion,
)
from app.onestop.procedures.rules.versions import Published

_OF = select(ProcedureVersion).where(ProcedureVersion.procedure_id == bindparam("procedure_id"))
_VERSIONS = _OF.order_by(ProcedureVersion.number.desc())
_VERSION = (
    select(ProcedureVersion)
    .where(ProcedureVersion.id == bindparam("version_id"))
    .options(joinedload(ProcedureVersion.procedure).joinedload(Procedure.field))
)
_DAY: Any = bindparam("day")
_ON = _OF.where(
    ProcedureVersion.published_at.is_not(None),
    ProcedureVersion.valid_from <= _DAY,
    or_(ProcedureVersion.valid_to.is_(None), ProcedureVersion.valid_to >= _DAY),
)


def get_procedure(session: Session, procedure_id: int) -> Procedure:
    """Raises NotFound."""
    found = session.get(Procedure, procedure_id)
    if found is None:
        raise NotFound
    return found


def get_version(session: Session, version_id: int) -> ProcedureVersion:
    """With its procedure and field. Raises NotFound."""
    found = session.scalar(_VERSION, {"version_id": version_id})
    if found is None:
        raise NotFound
    return found


def versions_of(session: Session, procedure_id: int) -> Sequence[ProcedureVersion]:
    """The newest first, a draft among them."""
    return session.scalars(_VERSIONS, {"procedure_id": procedure_id}).all()


def published_of(session: Session, procedure_id: int) -> list[Published]:
    """Those that were published, as rules know them."""
    return [
        Published(one.number, one.valid_from, one.valid_to)
        for one in versions_of(session, procedure_id)
        if one.published_at is not None and one.valid_from is not None
    ]


def version_on(
    session: Session, procedure_id: int, day: date | None = None
) -> ProcedureVersion | None:
    """What a case received on this day, or today, is received under; None where none may be."""
    values = {"procedure_id": procedure_id, "day": day or clock.today()}
    return session.scalar(_ON, values)


def fields(session: Session) -> list[tuple[int, str]]:
    """Id and name, by name."""
    rows = select(ProcedureField.id, ProcedureField.name).order_by(ProcedureField.name)
    return [(number, name) for number, name in session.execute(rows)]


def levels(session: Session, day: date | None = None) -> list[tuple[str, str]]:
    """Code and name of the levels there are on this day, or ever, in their order."""
    rows = select(ProcedureLevel.code, ProcedureLevel.name).order_by(ProcedureLevel.position)
    if day is not None:
        ends, starts = ProcedureLevel.valid_to, ProcedureLevel.valid_from
        rows = rows.where(or_(ends.is_(None), ends >= day), or_(starts.is_(None), starts <= day))
    return [(code, name) for code, name in session.execute(rows)]
