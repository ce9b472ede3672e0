"""Handing text messages to a GSM modem, through the folders of Gammu's daemon (gammu-smsd).

Its configuration says `service = files` and names four folders of one place: outbox, sent, error,
inbox. A message is a file, and its name holds what makes it the same: it is written once.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from app.messages.gateways.description import Description
from app.messages.gateways.protocol import TextMessage
from app.messages.gateways.receipts import NotSent

FOLDERS = ("outbox", "sent", "error")
_RECEIVED = re.compile(r"IN(\d{8}_\d{6}_\d+)_(.*)_(\d+)\.txt")
_REFUSED = re.compile(r"OUT.*_([0-9a-f]{40})\.txt")


class Fetched(NamedTuple):
    """A message that somebody sent to the modem, and the files that hold its parts."""

    id: str
    phone: str
    text: str
    files: tuple[Path, ...]


class GammuGateway:
    """Writes into the outbox; what became of it stands in other folders, see `refused`."""

    is_idempotent = True
    reports = False
    knows_again = True

    def __init__(self, described: Description) -> None:
        self.name = described.name
        self.per_minute = described.per_minute
        self._folder = Path(unquote(urlsplit(described.url).path))

    def send(self, message: TextMessage) -> str:
        mark = mark_of(message.request_id)
        try:
            if not self._is_there(mark):
                self._write(f"OUTA20000101_000000_00_{message.phone}_{mark}.txt", message.text)
        except OSError as failure:
            raise NotSent(f"{type(failure).__name__}: {failure}") from failure
        return mark

    def _is_there(self, mark: str) -> bool:
        folders = (self._folder / name for name in FOLDERS)
        return any(next(folder.glob(f"*_{mark}.txt"), None) for folder in folders)

    def _write(self, name: str, text: str) -> None:
        """Under its name only when it is whole: the daemon looks every second."""
        growing = self._folder / f".{name}-{os.getpid()}"
        growing.write_bytes(text.encode("utf-16"))
        growing.rename(self._folder / "outbox" / name)

    def fetched(self) -> Iterator[Fetched]:
        """What lies in the inbox, whose files are the reader's to take away."""
        parts: dict[tuple[str, str], list[Path]] = {}
        for path in sorted((self._folder / "inbox").glob("IN*.txt")):
            if found := _RECEIVED.fullmatch(path.name):
                parts.setdefault((found[1], found[2]), []).append(path)
        for (number, phone), files in parts.items():
            text = "".join(_read(path) for path in files)
            yield Fetched(f"{number}_{phone}", phone, text, tuple(files))

    def refused(self) -> Iterator[tuple[str, Path]]:
        """Marks of messages that the modem could not send, each with its file."""
        for path in (self._folder / "error").glob("OUT*.txt"):
            if found := _REFUSED.fullmatch(path.name):
                yield found[1], path


def mark_of(request_id: str) -> str:
    return hashlib.sha256(request_id.encode()).hexdigest()[:40]


def _read(path: Path) -> str:
    content = path.read_bytes()
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if is_marked else "utf-8", "replace")
