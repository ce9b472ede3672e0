"""Turns in approval circuits that wait for people, now or later."""

from typing import Any

from sqlalchemy import case, literal, select

from app.approval.models import CircuitStep
from app.approval.policy import APPROVE
from app.approval.service.handing import hand_turns, move_turns
from app.core.feature import Holding
from app.core.text import N_
from app.records.models import Record

STAYS = N_("The paper bears the signer's post: its author sends it to another signer.")


def _turns(stays: Any) -> Any:
    what = CircuitStep.id, literal(0), CircuitStep.record_id, literal(""), CircuitStep.due_at
    rows = select(*what, stays).join(Record, Record.id == CircuitStep.record_id)
    return rows.where(CircuitStep.state.in_(("waiting", "current")), CircuitStep.is_live)


HOLDINGS = (
    Holding(
        name="approval.turns",
        words=N_("Turns to approve or give an opinion"),
        of="p",
        rows=_turns(case((CircuitStep.kind == "sign", STAYS), else_="")),
        id=CircuitStep.id,
        agency_id=Record.agency_id,
        held_by=lambda number: CircuitStep.person_id == number,
        move=hand_turns,
        needs=APPROVE,
        icon="pen",
    ),
    Holding(
        name="approval.turns_of_post",
        words=N_("Turns to approve or give an opinion"),
        of="o",
        rows=_turns(literal("")),
        id=CircuitStep.id,
        agency_id=Record.agency_id,
        held_by=lambda number: CircuitStep.post_id == number,
        move=move_turns,
        icon="pen",
    ),
)
