"""What must never be false of approvals."""

from sqlalchemy import exists, select

from app.approval.models import IS_CURRENT, Approval, CircuitStep
from app.core.feature import Invariant
from app.core.text import N_

_AT_TURN = exists().where(
    CircuitStep.record_id == Approval.record_id,
    CircuitStep.round == Approval.round,
    IS_CURRENT,
    CircuitStep.is_live,
)

INVARIANTS = (
    Invariant(
        "drafting.somebody_is_at_turn",
        N_("What is on its way round waits at somebody's step, and nothing else does"),
        lambda: select(Approval.record_id).where((Approval.state == "circulating") != _AT_TURN),
    ),
)
