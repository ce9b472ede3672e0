"""How long a good file waits for the sandbox: `python -m benchmarks.foreign_files [FOLDER]`.

Each task is done in turn in this process, as before there was a sandbox, and in a child of it;
after a pause, as one person's files come. Times are milliseconds. FOLDER adds PDF files of one's
own (real scans); `--converted N` converts so many .docx in one go and one by one.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from documents.inspection.inspect import inspect
from documents.media import DOCX
from documents.rendition.libreoffice import find_office
from documents.rendition.pages import page_image
from documents.sandbox import Sandbox
from tests.documents.document_files import docx_bytes, pdf_bytes

_WIDTH_PX = 1240
_PAUSE_SECONDS = 0.3


def samples(folder: Path) -> list[Path]:
    """A written letter, and a scan of three pages."""
    written, scan = folder / "written.pdf", folder / "scan.pdf"
    written.write_bytes(pdf_bytes(*["Cong van"] * 2))
    page = Image.new("L", (1654, 2339), 250)
    for _ in range(60_000):
        page.putpixel((random.randrange(1654), random.randrange(2339)), random.randrange(200))
    page.convert("RGB").save(scan, save_all=True, append_images=[page.convert("RGB")] * 2)
    return [written, scan]


def compared(here: Callable[[], object], there: Callable[[], object], rounds: int) -> str:
    """Median and least of both, done in turn, and what the sandbox adds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        for work, found in zip((here, there), times, strict=True):
            threading.Event().wait(_PAUSE_SECONDS)
            start = time.perf_counter()
            work()
            found.append((time.perf_counter() - start) * 1000)
    middles = [statistics.median(found[1:]) for found in times]
    least = [min(found[1:]) for found in times]
    return (
        f"here {middles[0]:6.1f} (least {least[0]:6.1f})   "
        f"sandbox {middles[1]:6.1f} (least {least[1]:6.1f})   more {middles[1] - middles[0]:+6.1f}"
    )


def waits(sandbox: Sandbox, paths: list[Path], rounds: int) -> None:
    """What a person waits for at upload, and at the first page."""
    for path in paths:
        at_upload = compared(
            lambda p=path: inspect(p, p.name),  # type: ignore[misc]
            lambda p=path: sandbox.inspect(p, p.name),  # type: ignore[misc]
            rounds,
        )
        print(f"{path.name[:24]:24} upload      {at_upload}", flush=True)
        first_page = compared(
            lambda p=path: page_image(p, 1, _WIDTH_PX),  # type: ignore[misc]
            lambda p=path: sandbox.page_image(p, 1, _WIDTH_PX),  # type: ignore[misc]
            rounds,
        )
        print(f"{path.name[:24]:24} first page  {first_page}", flush=True)


def conversions(sandbox: Sandbox, folder: Path, count: int) -> None:
    """Files a minute, one start of LibreOffice for each and one for all."""
    paths = [folder / f"{number}.docx" for number in range(count)]
    for path in paths:
        path.write_bytes(docx_bytes(*["Kính gửi: Ủy ban nhân dân xã " * 10] * 30))
    start = time.perf_counter()
    for path in paths:
        sandbox.to_pdf(path, DOCX)
    alone = time.perf_counter() - start
    start = time.perf_counter()
    assert len(sandbox.printed_together(paths, DOCX)) == count
    together = time.perf_counter() - start
    per_minute = [60 * count / seconds for seconds in (alone, together)]
    print(f"converted a minute: {per_minute[0]:.0f} one by one, {per_minute[1]:.0f} together")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--converted", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox = Sandbox(folder / "sandbox", office=find_office())
        sandbox.warm()
        own = sorted(asked.folder.glob("*.pdf")) if asked.folder else []
        waits(sandbox, samples(folder) + own, asked.rounds)
        if asked.converted:
            conversions(sandbox, folder, asked.converted)


if __name__ == "__main__":
    main()
