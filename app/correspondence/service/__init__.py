"""What is done to documents of every kind: readers and links, files and uploads, making readable."""

from app.correspondence.service.documents import (
    changed,
    ensure_types,
    let_read,
    link,
    open_document,
)
from app.correspondence.service.files import (
    FileContent,
    attach_content,
    attach_uploads,
    remove_file,
    share_files,
)
from app.correspondence.service.uploads import discard_old_uploads, discard_upload, take_upload

__all__ = [
    "FileContent",
    "attach_content",
    "attach_uploads",
    "changed",
    "discard_old_uploads",
    "discard_upload",
    "ensure_types",
    "let_read",
    "link",
    "open_document",
    "remove_file",
    "share_files",
    "take_upload",
]
