"""What is done to documents of every kind: files and uploads, reading them."""

from app.correspondence.inputs import FileContent
from app.correspondence.service.checking import FileReport, check_files
from app.correspondence.service.documents import (
    changed,
    ensure_types,
    open_document,
)
from app.correspondence.service.files import (
    attach_content,
    attach_uploads,
    content_of,
    record_added,
    remove_file,
    share_files,
    spend_uploads,
)
from app.correspondence.service.forgetting import content_remover
from app.correspondence.service.reading import (
    PAGE_BREAK,
    FileReader,
    note_read,
    read_again,
    read_content,
)
from app.correspondence.service.uploads import (
    Examined,
    discard_old_uploads,
    discard_upload,
    examine,
    must_have_room,
    take_upload,
    upload_limits,
)

__all__ = [
    "PAGE_BREAK",
    "Examined",
    "FileContent",
    "FileReader",
    "FileReport",
    "attach_content",
    "attach_uploads",
    "changed",
    "check_files",
    "content_of",
    "content_remover",
    "discard_old_uploads",
    "discard_upload",
    "ensure_types",
    "examine",
    "must_have_room",
    "note_read",
    "open_document",
    "read_again",
    "read_content",
    "record_added",
    "remove_file",
    "share_files",
    "spend_uploads",
    "take_upload",
    "upload_limits",
]
