"""Files of one index folder: mapped for reading, on disk before they count."""

import mmap
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search_index.backends.folder import fsync_path


class MappedFile(StructFile):  # type: ignore[misc]
    """A file read where it is mapped.

    Whoosh's `BufferFile` copies the file to memory in each process, and its `StructFile` has one
    reading place, so that two threads must take turns. Here `get` needs neither.
    """

    def get(self, position: int, length: int) -> bytes:
        """Override: the bytes there, whatever another thread reads."""
        return self.file[position : position + length]


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's file storage with what it lacks.

    It never calls fsync, so a power cut could leave a table of contents that names files cut short;
    here every new file is on disk before the table of contents takes its name.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._path = folder
        self._unsynced: set[str] = set()

    def create_file(self, name: str, **options: Any) -> Any:
        """A new file to write, remembered until it is on disk."""
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a written file its final name; Whoosh does this to the table of contents only."""
        for name in self._unsynced:
            if (self._path / name).exists():
                fsync_path(self._path / name)
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        fsync_path(self._path)

    def open_file(self, name: str, **options: Any) -> Any:
        """A file to read, mapped and not copied; one that is empty cannot be mapped."""
        with (self._path / name).open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return MappedFile(mapped, name=name, **options)
