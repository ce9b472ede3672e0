"""What goes between client, server and child: JSON and bytes, never anything that runs."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

_HEAD = struct.Struct(">II")
_START = b"\n"
#: A request names a task and its few plain arguments.
MAX_REQUEST_BYTES = 64 * 1024
#: Files that go with one request: those to read, and the one to answer into.
MAX_FILES = 64


@dataclass(frozen=True)
class Frame:
    """One piece of an answer: a JSON value and bytes that belong to it."""

    value: Any
    blob: bytes = b""


def write_start(stream: BinaryIO) -> None:
    """Begin an answer: from here on the task is not to be given to another server."""
    stream.write(_START)
    stream.flush()


def has_start(stream: BinaryIO) -> bool:
    """Whether an answer was begun; its pieces come next."""
    stream.seek(0)
    return stream.read(len(_START)) == _START


def write_frame(stream: BinaryIO, value: Any, blob: bytes = b"") -> None:
    """Append one piece to the answer; it is there whole once this returns."""
    words = json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace")
    stream.write(_HEAD.pack(len(words), len(blob)) + words + blob)
    stream.flush()


def read_frames(stream: BinaryIO) -> Iterator[Frame]:
    """Read every whole piece; of one that was cut off with its writer nothing is left."""
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        words, blob = _HEAD.unpack(head)
        content = stream.read(words + blob)
        if len(content) < words + blob:
            return
        yield Frame(json.loads(content[:words]), content[words:])
