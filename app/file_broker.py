"""Messages as files, for an office without Redis, each there whole or not at all.

Kombu's own transport opens a message's file under its final name and then writes it; a worker
that looks in between reads an empty one, and stops for good.
"""

from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class WholeFiles(filesystem.Channel):
    """Writes beside, then renames: no reader meets half a message."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        folder, name = Path(self.data_folder_out), f"{monotonic_ns() // 1_000_000}_{uuid4()}"
        growing = folder / f"{name}.part"
        growing.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
        growing.rename(folder / f"{name}.{queue}.msg")


class Transport(filesystem.Transport):
    Channel = WholeFiles
