"""What must never be false of drafts."""

from sqlalchemy import exists, select

from app.approval.models import Approval
from app.core.feature import Invariant
from app.core.text import N_
from app.drafting.models import Draft

_ON_ITS_WAY = exists().where(Approval.record_id == Draft.record_id, Approval.state == "circulating")

INVARIANTS = (
    Invariant(
        "drafting.stands_as_its_approval",
        N_("A draft stands as its approval does"),
        lambda: select(Draft.id).where((Draft.state == "circulating") != _ON_ITS_WAY),
    ),
)
