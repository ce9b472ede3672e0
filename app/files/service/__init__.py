"""What is done with files: taken in, hung on records, read."""

from app.files.inputs import FileContent
from app.files.service.attaching import (
    attach_content,
    attach_uploads,
    content_of,
    remove_file,
    share_files,
    spend_uploads,
)
from app.files.service.bundling import (
    Member,
    Missing,
    names_in_zip,
    note_all_downloaded,
    take_member,
    zip_name,
    zipped,
)
from app.files.service.checking import FileReport, bring_back, check_files, named_after
from app.files.service.forgetting import content_remover
from app.files.service.inside import (
    as_it_leaves,
    have_looked_into,
    look_inside,
    marks_in,
    not_looked_into,
    note_inside,
    note_made_here,
    unsettled,
)
from app.files.service.opening import Inner, is_open, open_inside
from app.files.service.reading import FileReader, note_read, read_again, read_content, told
from app.files.service.uploads import (
    Examined,
    discard_old_uploads,
    discard_upload,
    examine,
    must_have_room,
    take_upload,
    upload_limits,
)

__all__ = [
    "Examined",
    "FileContent",
    "FileReader",
    "FileReport",
    "Inner",
    "Member",
    "Missing",
    "as_it_leaves",
    "attach_content",
    "attach_uploads",
    "bring_back",
    "check_files",
    "content_of",
    "content_remover",
    "discard_old_uploads",
    "discard_upload",
    "examine",
    "have_looked_into",
    "is_open",
    "look_inside",
    "marks_in",
    "must_have_room",
    "named_after",
    "names_in_zip",
    "not_looked_into",
    "note_all_downloaded",
    "note_inside",
    "note_made_here",
    "note_read",
    "open_inside",
    "read_again",
    "read_content",
    "remove_file",
    "share_files",
    "spend_uploads",
    "take_member",
    "take_upload",
    "told",
    "unsettled",
    "upload_limits",
    "zip_name",
    "zipped",
]
