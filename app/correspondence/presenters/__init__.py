"""Documents, their files and links as the components show them."""

from app.correspondence.presenters.files import (
    Reading,
    chosen_file,
    content_view,
    file_tabs,
    file_view,
    upload_answer,
    upload_item,
    upload_view,
)
from app.correspondence.presenters.head import document_head

__all__ = [
    "Reading",
    "chosen_file",
    "content_view",
    "document_head",
    "file_tabs",
    "file_view",
    "upload_answer",
    "upload_item",
    "upload_view",
]
