"""Words of versions and how two of them differ; each worked out once, for contents never change."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from documents.drafting import Change, compare, paragraphs_of
from documents.errors import EngineError
from documents.storage import NotStored, Storage


def paragraphs(storage: Storage, sha256: str) -> Sequence[str]:
    """The paragraphs of a stored .docx; none when it cannot be read."""
    try:
        return _paragraphs(storage.path(sha256))
    except NotStored:
        return ()


def changes(storage: Storage, old: str, new: str) -> Sequence[Change]:
    """Paragraph by paragraph, what became of the old content in the new one."""
    try:
        return _changes(storage.path(old), storage.path(new))
    except NotStored:
        return ()


@lru_cache(maxsize=512)
def _paragraphs(path: Path) -> tuple[str, ...]:
    """The path is that of a content: it names what it holds."""
    try:
        found = paragraphs_of(path)
    except EngineError:
        return ()
    return tuple(" ".join(paragraph.split()) for paragraph in found)


@lru_cache(maxsize=256)
def _changes(old: Path, new: Path) -> tuple[Change, ...]:
    return tuple(compare(_paragraphs(old), _paragraphs(new)))
