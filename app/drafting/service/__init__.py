"""What is done to drafts: begun, written, looked at, given up."""

from app.drafting.service.handlers import note_issued, note_returned
from app.drafting.service.settling import (
    Settled,
    contents_of,
    main_content,
    set_symbol_ahead,
    settle,
    settle_ahead,
)
from app.drafting.service.start import start
from app.drafting.service.versions import head_of, lay_out, save_version
from app.drafting.service.writing import cancel, may_be_given_up, note_look

__all__ = [
    "Settled",
    "cancel",
    "contents_of",
    "head_of",
    "lay_out",
    "main_content",
    "may_be_given_up",
    "note_issued",
    "note_look",
    "note_returned",
    "save_version",
    "set_symbol_ahead",
    "settle",
    "settle_ahead",
    "start",
]
