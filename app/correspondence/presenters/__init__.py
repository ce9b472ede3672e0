"""Documents, their files and links as the components show them."""

from app.correspondence.presenters.head import document_head
from app.files.presenters import (
    Reading,
    chosen_file,
    content_view,
    file_tabs,
    file_view,
    upload_answer,
    upload_item,
    upload_view,
)

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
