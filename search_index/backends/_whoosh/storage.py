"""Files of one index folder: on disk before they count."""

from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from search_index.backends.folder import fsync_path


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

    def forget(self, name: str) -> None:
        """Remove a file that was written since the last commit, before it has to go to disk."""
        if name in self._unsynced:
            self._unsynced.remove(name)
            self.delete_file(name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a written file its final name; Whoosh does this to the table of contents only."""
        for name in self._unsynced:
            fsync_path(self._path / name)
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        fsync_path(self._path)

    def open_file(self, name: str, **options: Any) -> Any:
        """A file read whole: of a damaged one Whoosh would leave a handle open."""
        return StructFile(BytesIO((self._path / name).read_bytes()), name=name, **options)
