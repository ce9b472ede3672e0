"""What must never be false of drafts."""

from sqlalchemy import exists, select

from app.core.feature import Invariant
from app.core.text import N_
from app.drafting.models import CircuitStep, Draft

INVARIANTS = (
    Invariant(
        "drafting.somebody_is_at_turn",
        N_("A draft on its way waits at somebody's step"),
        lambda: select(Draft.id).where(
            Draft.state == "circulating",
            ~exists().where(
                CircuitStep.draft_id == Draft.id,
                CircuitStep.round == Draft.round,
                CircuitStep.state == "current",
                CircuitStep.is_live,
            ),
        ),
    ),
)
