"""Pages of stored files as pictures, and Word files as plain HTML; each made once and kept.

What is kept can be deleted at any time: it is made again from the stored content.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from documents.errors import EngineError
from documents.media import DOCX, JPEG, PDF, PNG
from documents.rendition import NoSuchPage, docx_to_html, image_preview, page_image
from documents.storage import Storage
from documents.zips import ZIP_ERRORS, TooManyEntries, member_name, open_zip

WIDTHS_PX = (320, 640, 1240, 1860)
USUAL_WIDTH_PX = 1240
PICTURES = (JPEG, PNG)
MEMBERS_SHOWN = 20


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
    """Draws pages of what lies in the storage, keeping each drawing in a folder of its own."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        self._storage = storage
        self._folder = folder

    def picture(self, content: Shown, number: int, width_px: int) -> bytes:
        """One page (the first is 1), at least so wide if the office keeps such a size.

        Raises NoSuchPage, other EngineErrors for damaged content, NotStored.
        """
        width = next((w for w in WIDTHS_PX if w >= width_px), WIDTHS_PX[-1])
        path = self._storage.path(content.sha256)
        if content.is_picture:
            if number != 1:
                raise NoSuchPage(number, 1)
            return self._kept(f"{content.sha256}-{width}", lambda: image_preview(path, width))
        key = f"{content.sha256}-{number}-{width}"
        return self._kept(key, lambda: page_image(path, number, width))

    def html(self, sha256: str) -> str:
        """A .docx as a fragment of safe HTML, written by our engine alone; empty when damaged."""
        path = self._storage.path(sha256)
        try:
            return self._kept(f"{sha256}-html", lambda: docx_to_html(path).encode()).decode()
        except EngineError:
            return ""

    def members(self, sha256: str) -> list[str]:
        """The names inside a zip, as many as one cares to read; none when it is damaged."""
        try:
            with open_zip(self._storage.path(sha256)) as archive:
                names = [member_name(info) for info in archive.infolist() if not info.is_dir()]
        except (*ZIP_ERRORS, TooManyEntries):
            return []
        return names

    def _kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        place = self._folder / key[:2] / key
        try:
            return place.read_bytes()
        except FileNotFoundError:
            made = make()
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as target:
            target.write(made)
        Path(name).replace(place)
        return made


def has_html(media_type: str) -> bool:
    return media_type == DOCX
