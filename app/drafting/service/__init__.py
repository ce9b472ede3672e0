"""What is done to drafts: written, sent round, approved, returned, signed, issued."""

from app.drafting.service.circuit import (
    call_back,
    decide,
    lapse_opinions,
    return_to,
    send_round,
)
from app.drafting.service.handlers import note_issued, note_returned
from app.drafting.service.remarks import cancel, comment, note_look
from app.drafting.service.start import start
from app.drafting.service.versions import save_version

__all__ = [
    "call_back",
    "cancel",
    "comment",
    "decide",
    "lapse_opinions",
    "note_issued",
    "note_look",
    "note_returned",
    "return_to",
    "save_version",
    "send_round",
    "start",
]
