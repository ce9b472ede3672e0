"""Incoming documents as the components show them."""

from app.incoming.presenters.pages import (
    chips,
    closing_facts,
    file_columns,
    file_rows,
    head,
    kept_onward,
    leader_options,
    list_page,
    list_row,
    peek_actions,
    tabs,
    twin_text,
)

__all__ = [
    "chips",
    "closing_facts",
    "file_columns",
    "file_rows",
    "head",
    "kept_onward",
    "leader_options",
    "list_page",
    "list_row",
    "peek_actions",
    "tabs",
    "twin_text",
]
