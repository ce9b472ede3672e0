"""Outgoing documents as the components' view models."""

from app.outgoing.presenters.document import (
    RecipientLine,
    document_actions,
    due_part,
    head,
    recipient_lines,
)
from app.outgoing.presenters.issuing import (
    answer_choices,
    channel_words,
    lateness,
    recipient_rows,
    reserved_choices,
)
from app.outgoing.presenters.lists import list_page, list_row, receivers_text
from app.outgoing.presenters.state import STATE_WORDS

__all__ = [
    "STATE_WORDS",
    "RecipientLine",
    "answer_choices",
    "channel_words",
    "document_actions",
    "due_part",
    "head",
    "lateness",
    "list_page",
    "list_row",
    "receivers_text",
    "recipient_lines",
    "recipient_rows",
    "reserved_choices",
]
