"""Seeing from outside what a sandbox's processes do, and a LibreOffice that never ends."""

import threading
from collections.abc import Callable
from pathlib import Path

from documents import media
from documents.errors import EngineError
from documents.sandbox import (
    Sandbox,
    SandboxGone,
    processes,
)
from tests.documents.document_files import docx_bytes

ROOT = Path(__file__).resolve().parents[3]
#: Stands for LibreOffice: says who it is, starts one that outlives it, and never ends.
HANGS = """#!/bin/sh
sleep 1000 &
echo $! $$ > {told}.part && mv {told}.part {told}
exec sleep 1000
"""


def server_of(folder: Path) -> int:
    """The process that serves this folder; 0 when none does."""
    wanted = f"-m\0documents.sandbox\0{folder}\0".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if wanted in (entry / "cmdline").read_bytes():
                    return int(entry.name)
            except OSError:
                continue
    return 0


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(end: Callable[[], bool], seconds: float = 30) -> bool:
    """Look again and again, for what happens outside this process; False when it never came."""
    pause = threading.Event()
    for _ in range(int(seconds * 50)):
        if end():
            return True
        pause.wait(0.02)
    return False


class Hanging:
    """A LibreOffice that never ends, in a sandbox of its own."""

    def __init__(self, tmp_path: Path, folder: Path) -> None:
        self.told = tmp_path / "told"
        self.program = tmp_path / "soffice"
        self.program.write_text(HANGS.format(told=self.told))
        self.program.chmod(0o700)
        self.sandbox = Sandbox(folder, office=self.program)
        self.source = tmp_path / "thu.docx"
        self.source.write_bytes(docx_bytes())

    def pids(self) -> list[int]:
        assert wait_for(self.told.exists)
        return [int(pid) for pid in self.told.read_text().split()]

    def in_a_thread(self) -> tuple[threading.Thread, list[BaseException]]:
        raised: list[BaseException] = []

        def convert() -> None:
            try:
                self.sandbox.to_pdf(self.source, media.DOCX)
            except (EngineError, SandboxGone) as error:
                raised.append(error)

        thread = threading.Thread(target=convert)
        thread.start()
        return thread, raised


def spares_of(folder: Path) -> list[int]:
    return processes.descendants(server_of(folder))
