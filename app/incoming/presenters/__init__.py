"""Incoming documents as the components show them."""

from app.incoming.presenters.pages import (
    closing_facts,
    file_columns,
    file_rows,
    head,
    kept_onward,
    leader_options,
    list_page,
    list_row,
    list_rows,
    peek_actions,
    twin_text,
)
from app.incoming.presenters.proposals import proposed_fields, words_of

__all__ = [
    "closing_facts",
    "file_columns",
    "file_rows",
    "head",
    "kept_onward",
    "leader_options",
    "list_page",
    "list_row",
    "list_rows",
    "peek_actions",
    "proposed_fields",
    "twin_text",
    "words_of",
]
