"""What all verbs on procedures share."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core.errors import NotFound
from app.core.policy import Actor
from app.onestop.procedures.models import Procedure, ProcedureVersion
from app.onestop.procedures.policy import MANAGE

LOCKED = {"populate_existing": True}


def take(
    session: Session, actor: Actor, version_id: int, seen: int | None = None
) -> ProcedureVersion:
    """The version with its procedure locked: versions of one procedure change one after another.

    Raises Forbidden, NotFound, Stale where it is no longer the version that was `seen`.
    """
    actor.needs(MANAGE)
    version = session.get(ProcedureVersion, version_id)
    if version is None:
        raise NotFound
    lock(session, version.procedure_id)
    session.refresh(version)
    must_be_latest(session, subject_of(version.procedure), version.version, seen, "procedures.")
    return version


def lock(session: Session, procedure_id: int) -> Procedure:
    """Raises NotFound."""
    row = select(Procedure).where(Procedure.id == procedure_id).with_for_update()
    found = session.scalar(row, execution_options=LOCKED)
    if found is None:
        raise NotFound
    return found


def subject_of(procedure: Procedure) -> Subject:
    return Subject("procedure", procedure.id)


def tell(
    session: Session, actor: Actor | None, action: str, version: ProcedureVersion, **values: Any
) -> None:
    """One sentence of the trail about this version."""
    code, number = version.procedure.code, version.number
    about = subject_of(version.procedure)
    record(session, actor, f"procedures.{action}", about, code=code, number=number, **values)
