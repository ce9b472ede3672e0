"""Immutable files kept under the SHA-256 of their content."""

from documents.storage.contract import NotStored, Storage, StoredBlob
from documents.storage.disk import DiskStorage
from documents.storage.memory import MemoryStorage

__all__ = ["DiskStorage", "MemoryStorage", "NotStored", "Storage", "StoredBlob"]
