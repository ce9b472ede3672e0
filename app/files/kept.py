"""What was made of stored contents, in a folder: each made once, and what cannot be made noted.

Everything here can be deleted at any time: it is made again from the stored content.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from documents.errors import EngineError, FileProblem
from documents.sandbox import LimitExceeded

_REFUSED = ".refused"


class Kept:
    """Bytes by key; a key begins with the content's address and names all that they depend on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, instance: Path) -> "Kept":
        """That of an installation, by its folder."""
        return cls(instance / "pages")

    def beside(self, sha256: str) -> Path:
        """The folder of what was made of the files inside a content; it need not be there yet."""
        return self._folder / sha256[:2] / f"{sha256}-inside"

    def forget(self, sha256: str) -> None:
        """The content is gone, and what was made of it goes too."""
        shutil.rmtree(self.beside(sha256), ignore_errors=True)
        for place in (self._folder / sha256[:2]).glob(f"{sha256}-*"):
            place.unlink(missing_ok=True)

    def has(self, key: str) -> bool:
        return (self._folder / key[:2] / key).exists()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What was made before, else what is made now; raise what `make` raises.

        What was too much for the sandbox once is not tried again: EngineError says why.
        """
        place = self._folder / key[:2] / key
        try:
            return place.read_bytes()
        except FileNotFoundError:
            _refuse_again(place)
        try:
            made = make()
        except LimitExceeded as limit:
            _write(place.with_name(key + _REFUSED), json.dumps(asdict(limit.problem)).encode())
            raise
        _write(place, made)
        return made


def _refuse_again(place: Path) -> None:
    noted = place.with_name(place.name + _REFUSED)
    if noted.exists():
        raise EngineError(FileProblem(**json.loads(noted.read_bytes())))


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
    Path(name).replace(place)
