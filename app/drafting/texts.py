"""Words of versions and how two of them differ; each worked out once, for contents never change."""

from collections.abc import Sequence
from functools import lru_cache

from documents.drafting import Change, compare, paragraphs_of
from documents.errors import EngineError
from documents.storage import NotStored, Storage


def paragraphs(storage: Storage, sha256: str) -> Sequence[str]:
    """The paragraphs of a stored .docx; none when it cannot be read."""
    return _paragraphs(storage, sha256)


def changes(storage: Storage, old: str, new: str) -> Sequence[Change]:
    """Paragraph by paragraph, what became of the old content in the new one."""
    return _changes(storage, old, new)


@lru_cache(maxsize=512)
def _paragraphs(storage: Storage, sha256: str) -> tuple[str, ...]:
    try:
        return tuple(paragraphs_of(storage.path(sha256)))
    except (EngineError, NotStored):
        return ()


@lru_cache(maxsize=256)
def _changes(storage: Storage, old: str, new: str) -> tuple[Change, ...]:
    return tuple(compare(_paragraphs(storage, old), _paragraphs(storage, new)))
