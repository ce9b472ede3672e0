"""Words of versions and how two of them differ; each worked out once, for contents never change."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.files.kept import Kept
from documents.checking.points import Point
from documents.drafting import Change, ChangeKind, Piece
from documents.errors import EngineError
from documents.sandbox import Sandbox, SandboxGone
from documents.storage import NotStored, Storage

CHECK = 2
"""Counted up when the check of files says something else of the same file."""
_UNREADABLE = (EngineError, NotStored, SandboxGone)


class Texts:
    """Reads stored .docx files; what cannot be read has no words."""

    def __init__(self, storage: Storage, sandbox: Sandbox, kept: Kept) -> None:
        self._storage = storage
        self._sandbox = sandbox
        self._kept = kept

    def paragraphs(self, sha256: str) -> Sequence[str]:
        """The paragraphs of a content, in reading order."""

        def make() -> bytes:
            return json.dumps(self._sandbox.paragraphs(self._storage.path(sha256))).encode()

        try:
            found: list[str] = json.loads(self._kept.get(f"{sha256}-paragraphs", make))
        except _UNREADABLE:
            return ()
        return found

    def layout(self, sha256: str, type_name: str, signer: str) -> Sequence[Point] | None:
        """A content held against the decree; None where it cannot be read."""

        def make() -> bytes:
            path = self._storage.path(sha256)
            found = self._sandbox.layout(path, type_name=type_name, signer=signer)
            return json.dumps([asdict(point) for point in found]).encode()

        asked = hashlib.sha256(f"{type_name}\n{signer}".encode()).hexdigest()[:16]
        try:
            found = json.loads(self._kept.get(f"{sha256}-layout-{CHECK}-{asked}", make))
        except _UNREADABLE:
            return None
        return [Point(**one) for one in found]

    def symbol(self, sha256: str) -> str:
        """What stands behind the number of a content; empty where nothing does."""

        def make() -> bytes:
            return self._sandbox.symbol(self._storage.path(sha256)).encode()

        try:
            return self._kept.get(f"{sha256}-symbol", make).decode()
        except _UNREADABLE:
            return ""

    def changes(self, old: str, new: str) -> Sequence[Change]:
        """Paragraph by paragraph, what became of the old content in the new one."""

        def make() -> bytes:
            paths = self._storage.path(old), self._storage.path(new)
            return json.dumps([asdict(change) for change in self._sandbox.changes(*paths)]).encode()

        try:
            found = json.loads(self._kept.get(f"{new}-from-{old}", make))
        except _UNREADABLE:
            return ()
        return [_change(one) for one in found]


def _change(value: dict[str, Any]) -> Change:
    return Change(
        ChangeKind(value["kind"]),
        tuple(Piece(ChangeKind(piece["kind"]), piece["text"]) for piece in value["pieces"]),
    )
