"""What the office does with incoming documents, one function per verb."""

from app.incoming.service.closing import (
    answer_recalled,
    close,
    note_finished,
    reopen,
    request_closed,
    request_reopened,
)
from app.incoming.service.common import must_be
from app.incoming.service.correcting import add_files, cancel, correct, remove_file
from app.incoming.service.deliveries import (
    accept,
    follow_recall,
    note_reworded,
    recall_delivery,
    receive_delivery,
    refuse,
    reinstate_delivery,
)
from app.incoming.service.registering import entry_problems, register, twins_of
from app.incoming.service.rewording import (
    note_correction,
    note_replacement,
    take_correction_off,
    take_replacement_off,
)

__all__ = [
    "accept",
    "add_files",
    "answer_recalled",
    "cancel",
    "close",
    "correct",
    "entry_problems",
    "follow_recall",
    "must_be",
    "note_correction",
    "note_finished",
    "note_replacement",
    "note_reworded",
    "recall_delivery",
    "receive_delivery",
    "refuse",
    "register",
    "reinstate_delivery",
    "remove_file",
    "reopen",
    "request_closed",
    "request_reopened",
    "take_correction_off",
    "take_replacement_off",
    "twins_of",
]
