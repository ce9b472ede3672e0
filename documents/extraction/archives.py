"""Members of a zip as files of no name, one at a time."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from documents.zips import Budget, copy_member, files_in, is_encrypted, member_name

_MAX_UNPACKED_BYTES = 300 * 1024 * 1024
_MAX_RATIO = 200


def unpacked(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, Path]]:
    """Give each member's name and a file with its content, gone at the next step."""
    budget = Budget(path, max_bytes=_MAX_UNPACKED_BYTES, max_ratio=_MAX_RATIO)
    for info in files_in(archive):
        if is_encrypted(info):
            continue
        with tempfile.NamedTemporaryFile(prefix="member-") as target:
            copy_member(archive, info, target.file, budget)
            target.flush()
            yield member_name(info), Path(target.name)
