"""The catalogue: versions by how they stand today, each with its limit and what it costs."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, bindparam, join, or_, select
from sqlalchemy.orm import Session

from app.core.asking import TODAY
from app.core.lists import Listing, among, contains, equals
from app.core.text import N_
from app.deadlines.rules.spans import Span
from app.onestop.procedures.filters import ProcedureFilter
from app.onestop.procedures.models import (
    Procedure,
    ProcedureFee,
    ProcedureField,
    ProcedureLevel,
    ProcedureVariant,
    ProcedureVersion,
)

_PUBLISHED = ProcedureVersion.published_at.is_not(None)
_BEGUN = and_(_PUBLISHED, ProcedureVersion.valid_from <= TODAY)
_GOES_ON = or_(ProcedureVersion.valid_to.is_(None), ProcedureVersion.valid_to >= TODAY)
_FROM = (
    join(ProcedureVersion, Procedure, Procedure.id == ProcedureVersion.procedure_id)
    .join(ProcedureField, ProcedureField.id == Procedure.field_id)
    .join(ProcedureLevel, ProcedureLevel.code == ProcedureVersion.level_code)
)

CATALOGUE = Listing(
    name="procedures.index",
    title=N_("Procedures"),
    filter=ProcedureFilter,
    id=ProcedureVersion.id,
    rows=select(
        ProcedureVersion.id,
        ProcedureVersion.procedure_id,
        ProcedureVersion.number,
        ProcedureVersion.name,
        ProcedureVersion.online,
        ProcedureVersion.valid_from,
        ProcedureVersion.valid_to,
        ProcedureVersion.limit_certainty,
        ProcedureVersion.fee_certainty,
        Procedure.code,
        ProcedureField.name.label("field"),
        ProcedureLevel.name.label("level"),
    ).select_from(_FROM),
    source=_FROM,
    where={
        "tab": among(
            {
                "in_force": and_(_BEGUN, _GOES_ON),
                "coming": and_(_PUBLISHED, ProcedureVersion.valid_from > TODAY),
                "draft": ProcedureVersion.published_at.is_(None),
                "ended": and_(_BEGUN, ProcedureVersion.valid_to < TODAY),
            }
        ),
        "words": contains(ProcedureVersion.folded),
        "field_id": equals(Procedure.field_id),
        "level": equals(ProcedureVersion.level_code),
        "online": equals(ProcedureVersion.online),
    },
    counted=("in_force", "coming", "draft"),
    sorts={
        "field": (ProcedureField.name, Procedure.code),
        "code": Procedure.code,
    },
)


@dataclass
class Terms:
    """What a row of the catalogue says beside the name."""

    limits: list[Span | None] = field(default_factory=list)
    amounts: list[int | None] = field(default_factory=list)


_IDS: Any = bindparam("ids", expanding=True)
_LIMITS = (
    select(ProcedureVariant.version_id, ProcedureVariant.counter_limit)
    .where(ProcedureVariant.version_id.in_(_IDS))
    .order_by(ProcedureVariant.version_id, ProcedureVariant.place)
)
_AMOUNTS = (
    select(ProcedureFee.version_id, ProcedureFee.counter_amount)
    .where(ProcedureFee.version_id.in_(_IDS))
    .order_by(ProcedureFee.version_id, ProcedureFee.place)
)


def terms_of(session: Session, version_ids: Collection[int]) -> Mapping[int, Terms]:
    """Limits and amounts at the counter of each of these versions, in their order."""
    found: dict[int, Terms] = defaultdict(Terms)
    ids = {"ids": list(version_ids)}
    for version_id, kept in session.execute(_LIMITS, ids):
        found[version_id].limits.append(Span.of(kept) if kept else None)
    for version_id, amount in session.execute(_AMOUNTS, ids):
        found[version_id].amounts.append(amount)
    return found
