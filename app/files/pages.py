"""Pages of stored files as pictures, and Word files as plain HTML; each made once and kept."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.files.kept import Kept
from documents.errors import EngineError
from documents.extraction import READER
from documents.media import DOCX, PDF, PICTURES
from documents.rendition import NoSuchPage
from documents.sandbox import Sandbox, SandboxGone
from documents.storage import Storage

WIDTHS_PX = (320, 640, 1240, 1860)
USUAL_WIDTH_PX = 1240


@dataclass(frozen=True)
class Shown:
    """What is drawn: a stored PDF or picture. The address of an office file is that of its PDF."""

    sha256: str
    is_picture: bool = False


def shown(sha256: str, media_type: str, pdf_sha256: str | None) -> Shown | None:
    """What stands for this content on screen; None where there is nothing to draw (yet)."""
    if media_type in PICTURES:
        return Shown(sha256, is_picture=True)
    if media_type == PDF:
        return Shown(sha256)
    return Shown(pdf_sha256) if pdf_sha256 else None


class Pages:
    """Draws pages of what lies in the storage, keeping each drawing."""

    def __init__(self, storage: Storage, sandbox: Sandbox, kept: Kept) -> None:
        self._storage = storage
        self._sandbox = sandbox
        self._kept = kept

    def picture(self, content: Shown, number: int, width_px: int) -> bytes:
        """One page (the first is 1), at least so wide if the office keeps such a size.

        Raises NoSuchPage, other EngineErrors for damaged content, NotStored, SandboxGone.
        """
        width = next((w for w in WIDTHS_PX if w >= width_px), WIDTHS_PX[-1])
        path = self._storage.path(content.sha256)
        if content.is_picture:
            if number != 1:
                raise NoSuchPage(number, 1)
            key = f"{content.sha256}-{width}"
            return self._kept.get(key, lambda: self._sandbox.image_preview(path, width))
        key = f"{content.sha256}-{number}-{width}"
        return self._kept.get(key, lambda: self._sandbox.page_image(path, number, width))

    def html(self, sha256: str) -> str:
        """A .docx as a fragment of safe HTML, written by our engine alone; empty when damaged."""
        path = self._storage.path(sha256)
        try:
            made = self._kept.get(f"{sha256}-{READER}-html", lambda: self._html(path))
        except (EngineError, SandboxGone):
            return ""
        return made.decode()

    def members(self, sha256: str, media_type: str) -> list[str]:
        """The names of the files in a zip or with a mail; none when it is damaged."""
        path = self._storage.path(sha256)
        try:
            key = f"{sha256}-{READER}-names"
            made = self._kept.get(key, lambda: self._names(path, media_type))
        except (EngineError, SandboxGone):
            return []
        names: list[str] = json.loads(made)
        return names

    def _html(self, path: Path) -> bytes:
        return self._sandbox.docx_to_html(path).encode()

    def _names(self, path: Path, media_type: str) -> bytes:
        return json.dumps(self._sandbox.names_inside(path, media_type)).encode()


def has_html(media_type: str) -> bool:
    return media_type == DOCX
