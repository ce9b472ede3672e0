"""What is done in approval: sent round, decided, returned, called back, remarked on."""

from app.approval.service.circuit import (
    call_back,
    called_off,
    changed,
    give_back,
    must_be_unsent,
    redate,
    send_round,
)
from app.approval.service.remarks import remark
from app.approval.service.several import Bunch, decide_several, take_back_several
from app.approval.service.taking_back import take_back
from app.approval.service.turns import decide, lapse_opinions, return_to

__all__ = [
    "Bunch",
    "call_back",
    "called_off",
    "changed",
    "decide",
    "decide_several",
    "give_back",
    "lapse_opinions",
    "must_be_unsent",
    "redate",
    "remark",
    "return_to",
    "send_round",
    "take_back",
    "take_back_several",
]
