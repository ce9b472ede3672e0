"""What is done with requests and their answers."""

from app.requests.service.answering import (
    answer,
    approve,
    by_source,
    decide_proposed,
    given_inside,
    lost,
    note_answer,
    redo,
    registered,
    seen,
    seen_on_page,
    take_back,
)
from app.requests.service.asking import (
    Asking,
    ask,
    asking_by,
    change,
    lay_out,
    lines_of,
    must_be_asked_by,
    put_back,
    take_off,
    withdraw,
)
from app.requests.service.following import pass_on, propose_citing
from app.requests.service.urging import can_be_urged, urge

__all__ = [
    "Asking",
    "answer",
    "approve",
    "ask",
    "asking_by",
    "by_source",
    "can_be_urged",
    "change",
    "decide_proposed",
    "given_inside",
    "lay_out",
    "lines_of",
    "lost",
    "must_be_asked_by",
    "note_answer",
    "pass_on",
    "propose_citing",
    "put_back",
    "redo",
    "registered",
    "seen",
    "seen_on_page",
    "take_back",
    "take_off",
    "urge",
    "withdraw",
]
