"""PDFs of what is being typed: made in a folder of their own and forgotten after an hour."""

import hashlib
import io
import os
import re
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.drafting.letters import laid_out
from documents.drafting import Letter
from documents.errors import EngineError
from documents.media import DOCX
from documents.rendition import picture_type
from documents.sandbox import Sandbox

KEPT_SECONDS = 3600
WIDTH_PX = 1000
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Shown:
    """A preview: its pages by key, or, without a converter, plain HTML of the same text."""

    key: str
    pages: int
    html: str = ""


@dataclass(frozen=True)
class Picture:
    stream: BinaryIO
    media_type: str


class Previews:
    """Draws letters that are not saved yet, each for the person who is typing it alone."""

    def __init__(self, sandbox: Sandbox, folder: Path, person_id: int) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._person_id = person_id

    def make(self, letter: Letter) -> Shown:
        """Lay out and convert this letter, once for the same words."""
        key = hashlib.sha256(repr(letter).encode()).hexdigest()
        path = self._path(key)
        if not path.exists():
            self._sweep()
            html = self._convert(laid_out(letter), path)
            if html is not None:
                return Shown(key, 0, html)
        return Shown(key, self._sandbox.page_count(path))

    def page(self, key: str, number: int) -> Picture | None:
        """One page of a preview this person made before; None where there is none (any more)."""
        if not _KEY.fullmatch(key) or not self._path(key).exists():
            return None
        try:
            drawn = self._sandbox.page_image(self._path(key), number, WIDTH_PX)
        except EngineError:
            return None
        return Picture(io.BytesIO(drawn), picture_type(drawn))

    def _convert(self, docx: bytes, path: Path) -> str | None:
        """Write the PDF; where that cannot be, give the text as HTML instead."""
        with tempfile.NamedTemporaryFile(suffix=".docx") as source:
            source.write(docx)
            source.flush()
            try:
                pdf = self._sandbox.to_pdf(Path(source.name), DOCX)
            except EngineError:
                return self._sandbox.docx_to_html(Path(source.name))
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "wb") as target:
            target.write(pdf)
        Path(name).replace(path)
        return None

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._person_id}-{key}.pdf"

    def _sweep(self) -> None:
        """Forget previews of more than an hour ago."""
        if not self._folder.is_dir():
            return
        limit = time.time() - KEPT_SECONDS
        for entry in self._folder.iterdir():
            with suppress(FileNotFoundError):
                if entry.stat().st_mtime < limit:
                    entry.unlink()
