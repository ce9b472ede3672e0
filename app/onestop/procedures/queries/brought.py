"""Catalogues that leave, and one that somebody brought."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core.errors import NotFound
from app.core.policy import Actor
from app.onestop.procedures.inputs import Content, Listed
from app.onestop.procedures.models import BroughtCatalogue, Procedure, ProcedureVersion
from app.onestop.procedures.queries.content import HOLDS_TODAY, contents_of
from app.onestop.procedures.rules.exchange import read

_IN_FORCE = (
    select(ProcedureVersion)
    .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
    .where(HOLDS_TODAY)
    .order_by(Procedure.code)
    .options(joinedload(ProcedureVersion.procedure).joinedload(Procedure.field))
)


def in_force_today(session: Session) -> list[Listed]:
    """All procedures that may be received today, as a catalogue lists them."""
    versions = session.scalars(_IN_FORCE).all()
    contents = contents_of(session, versions)
    return [_listed(one, contents) for one in versions]


def _listed(version: ProcedureVersion, contents: Mapping[int, Content]) -> Listed:
    procedure = version.procedure
    field, content = procedure.field.name, contents[version.id]
    return Listed(procedure.code, procedure.is_national, field, content)


def get_brought(session: Session, catalogue_id: int, actor: Actor) -> BroughtCatalogue:
    """Whoever brought it sees it. Raises NotFound."""
    found = session.get(BroughtCatalogue, catalogue_id)
    if found is None or found.brought_by_id != actor.person_id:
        raise NotFound
    return found


def listed_in(brought: BroughtCatalogue) -> Sequence[Listed]:
    found, _none_wrong = read(json.loads(brought.data))
    return found
