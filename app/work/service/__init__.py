"""The verbs of giving out work and carrying it through."""

from app.work.rules import Receiver
from app.work.service.changing import (
    change_due,
    only_information,
    recall,
    recall_directive,
    return_line,
    settle,
    withdraw,
)
from app.work.service.extending import (
    ask_extension,
    decide_extension,
    need_longer,
    take_back_extension,
    undecided,
    undo_decision,
)
from app.work.service.giving import direct, pass_on
from app.work.service.heads import hand_to_heads
from app.work.service.phrases import add_phrase, remove_phrase
from app.work.service.progress import (
    answered,
    close_lines,
    finish,
    note_work,
    open_lines,
    open_unanswered,
)
from app.work.service.reminding import choose_hours, remind
from app.work.service.whole import must_say, put_off_whole
from app.work.service.work import must_be_possible

__all__ = [
    "Receiver",
    "add_phrase",
    "answered",
    "ask_extension",
    "change_due",
    "choose_hours",
    "close_lines",
    "decide_extension",
    "direct",
    "finish",
    "hand_to_heads",
    "must_be_possible",
    "must_say",
    "need_longer",
    "note_work",
    "only_information",
    "open_lines",
    "open_unanswered",
    "pass_on",
    "put_off_whole",
    "recall",
    "recall_directive",
    "remind",
    "remove_phrase",
    "return_line",
    "settle",
    "take_back_extension",
    "undecided",
    "undo_decision",
    "withdraw",
]
