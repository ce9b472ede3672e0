"""What is done to documents of every kind."""

from app.correspondence.service.documents import (
    changed,
    ensure_types,
    link_copies,
    open_document,
    record_added,
    remove_file,
)

__all__ = ["changed", "ensure_types", "link_copies", "open_document", "record_added", "remove_file"]
