"""How what a browser sends is taken in: files only as far as they may be large, forms always whole.

A file that is too large, or that no disk takes, does not cost the words that were typed beside it:
its bytes are dropped while the rest is read, and the form comes back with the reason.
"""

import tempfile
from typing import IO, Any

from flask import Flask, Request, current_app
from werkzeug.datastructures import FileStorage

from app.core import disk
from app.core.errors import Problem

IN_MEMORY = 500_000
FILES_AT_ONCE = 20
"""So many of the largest files one form may bring where there is no script; bytes beyond that are
not even read."""


class Received(tempfile.SpooledTemporaryFile[bytes]):
    """The bytes of a file, up to a limit; of what is longer nothing is kept."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self.most_bytes = most_bytes
        self.size = 0
        self.trouble: Problem | None = None
        """Why the disk did not take it."""

    @property
    def is_too_large(self) -> bool:
        return self.size > self.most_bytes

    def write(self, data: Any) -> int:
        self.size += len(data)
        if self.trouble is None and not self.is_too_large:
            try:
                return super().write(data)
            except OSError as error:
                self.trouble = disk.trouble(error)
                if self.trouble is None:
                    raise
        self._drop()
        return len(data)

    def _drop(self) -> None:
        """Give the room back."""
        self.seek(0)
        self.truncate()


class OfficeRequest(Request):
    """A request whose files are bounded one by one."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return Received(current_app.config["MAX_FILE_BYTES"])


def received(sent: FileStorage) -> Received:
    """What came of this file."""
    stream = sent.stream
    assert isinstance(stream, Received)
    return stream


def init_bodies(app: Flask, most_bytes: int) -> None:
    """`most_bytes` of one file."""
    app.request_class = OfficeRequest
    app.config.update(
        MAX_FILE_BYTES=most_bytes,
        MAX_CONTENT_LENGTH=most_bytes * FILES_AT_ONCE,
        MAX_FORM_MEMORY_SIZE=2_000_000,
    )
    app.jinja_env.globals["most_file_bytes"] = most_bytes
