"""What the office does with incoming documents, one function per verb."""

from app.incoming.service.closing import close, note_finished, reopen
from app.incoming.service.correcting import add_files, cancel, correct, remove_file
from app.incoming.service.deliveries import accept, recall_delivery, receive_delivery, refuse
from app.incoming.service.registering import entry_problems, register

__all__ = [
    "accept",
    "add_files",
    "cancel",
    "close",
    "correct",
    "entry_problems",
    "note_finished",
    "recall_delivery",
    "receive_delivery",
    "refuse",
    "register",
    "remove_file",
    "reopen",
]
