"""What is done in approval: sent round, decided, returned, called back, remarked on."""

from app.approval.service.circuit import call_back, changed, give_back, send_round
from app.approval.service.remarks import remark
from app.approval.service.turns import decide, lapse_opinions, return_to

__all__ = [
    "call_back",
    "changed",
    "decide",
    "give_back",
    "lapse_opinions",
    "remark",
    "return_to",
    "send_round",
]
