"""Measures pages, registering and memory on large offices: `python -m benchmarks.run --help`.

Every page is timed next to its floor (benchmarks/floor.py) in the same run, in turn, so that the
ratio holds when the machine is busy. Times are milliseconds.
"""

import argparse
import json
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from app.demo.large import PASSWORD
from benchmarks.data import postgres_office, sqlite_office
from tests.live import Reader, Server, web_server

CHAIRMAN, CLERK = "user002", "user001"
REGISTER = "/incoming?tab=all"
SIZES = (1_000, 100_000)


@dataclass(frozen=True)
class Figure:
    """One measured page."""

    database: str
    documents: int
    page: str
    p50: float
    p95: float
    floor_p50: float
    kilobytes: float

    @property
    def ratio(self) -> float:
        return self.p50 / self.floor_p50


def percentile(times: list[float], share: float) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[int(share * 100) - 1]


def timed(work: Callable[[str], object], path: str) -> float:
    start = time.perf_counter()
    work(path)
    return (time.perf_counter() - start) * 1000


def pages_of(reader: Reader, documents: int) -> dict[str, str]:
    """The pages to measure, by name; the deep page starts in the middle of the register."""
    _status, body = reader.get(REGISTER)
    document = re.search(rb'href="(/documents/\d+)', body)
    assert document is not None, "the list shows no document"
    return {
        "open list": "/incoming",
        "whole list": REGISTER,
        "deep list": f"{REGISTER}&before={documents // 2}",
        "desk": "/",
        "document": document.group(1).decode(),
        "board": "/requests/1",  # of 62 units, see data.py
    }


def measure_pages(server: Server, database: str, documents: int, rounds: int) -> Iterator[Figure]:
    reader = Reader(server.port, CHAIRMAN, PASSWORD)
    for name, path in pages_of(reader, documents).items():
        floor = f"/floor?path={quote(path)}"
        size = 0
        for _ in range(20):
            status, body = reader.get(path)
            assert status == 200, (path, status)
            size = len(body)
            assert reader.get(floor)[0] == 200
        page_times, floor_times = [], []
        for _ in range(rounds):
            page_times.append(timed(reader.get, path))
            floor_times.append(timed(reader.get, floor))
        yield Figure(
            database,
            documents,
            name,
            statistics.median(page_times),
            percentile(page_times, 0.95),
            statistics.median(floor_times),
            size / 1000,
        )


def throughput(server: Server, path: str, readers: int, seconds: int) -> tuple[float, int]:
    """Pages a second with so many readers at once, and how many answers were errors (wrk)."""
    cookie = Reader(server.port, CHAIRMAN, PASSWORD).cookie
    patient = ["--timeout", "30s"]
    command = ["wrk", "-t1", f"-c{readers}", f"-d{seconds}s", *patient, "-H", f"Cookie: {cookie}"]
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    sockets = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output
    )
    failed = int(errors.group(1)) if errors else 0
    failed += sum(map(int, sockets.groups())) if sockets else 0
    return float(rate.group(1)) if rate else 0.0, failed


def registering(server: Server, clerks: int, each: int, pause: float) -> list[float]:
    """Milliseconds of each registration while so many clerks register at once.

    Each waits `pause` seconds from one answer to the next letter, 0 being a queue without end.
    """
    times: list[float] = []
    lock = threading.Lock()

    def work(number: int) -> None:
        reader = Reader(server.port, CLERK, PASSWORD)
        token = reader.token("/incoming/register")
        _status, form = reader.get("/incoming/register")
        register = re.search(rb'name="register_id".*?<option[^>]* value="(\d+)"', form, re.DOTALL)
        assert register, "the form offers no register"
        own = {"csrf_token": token, "register_id": register.group(1).decode()}
        _rest(reader, pause * number / clerks)  # they did not all begin at the same tick
        for index in range(each):
            fields = registration(number * 1000 + index) | own
            start = time.perf_counter()
            status, body = reader.post("/incoming/register", fields)
            took = (time.perf_counter() - start) * 1000
            assert status == 302, body.decode()[:3000]
            with lock:
                times.append(took)
            _rest(reader, pause)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == clerks * each, "some clerk failed"
    return times


def _rest(reader: Reader, seconds: float) -> None:
    """The next letter is not in hand yet; the server keeps no idle connection so long."""
    if seconds:
        reader.connection.close()
        time.sleep(seconds)


def registration(number: int) -> dict[str, str]:
    day = time.strftime("%d/%m/%Y")
    return {
        "arrived_on": day,
        "number": str(number),
        "symbol": "STC-QLNS",
        "issued_on": day,
        "issuer": "Sở Tài chính",
        "type_code": "CV",
        "subject": f"V/v quyết toán {number}",
        "urgency": "0",
        "confidentiality": "normal",
        "pages": "2",
        "copies": "1",
        "is_different": "y",
    }


def instance_of(folder: Path, database: str) -> Path:
    return folder / f"{database}-instance"


@contextmanager
def office(database: str, folder: Path, documents: int) -> Iterator[str]:
    source = (
        sqlite_office(folder, documents, instance_of(folder, database))
        if database == "sqlite"
        else postgres_office(documents, instance_of(folder, database))
    )
    with source as url:
        yield url


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, help="where large SQLite files are kept between runs"
    )
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results.json"))
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="congvan-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    report: dict[str, object] = {}
    for database in options.databases:
        for documents in options.sizes:
            with office(database, folder, documents) as url:
                report |= measure(database, documents, url, folder, options.rounds)
    options.out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def measure(
    database: str, documents: int, url: str, folder: Path, rounds: int
) -> dict[str, object]:
    label = f"{database} {documents}"
    environment = {
        "CONGVAN_DATABASE_URL": url,
        "CONGVAN_INSTANCE": str(instance_of(folder, database)),
        "MALLOC_ARENA_MAX": "2",  # as .setup/Procfile and docs/operations.md set it
    }
    found: dict[str, object] = {}
    with web_server(environment, app="benchmarks.floor:app", workers=2) as server:
        # So many letters of today fill the pages of both offices with as many rows.
        registering(server, clerks=2, each=50, pause=0)
        for figure in measure_pages(server, database, documents, rounds):
            print(
                f"{label:>20} {figure.page:10} p50 {figure.p50:6.1f} p95 {figure.p95:6.1f}"
                f"  floor {figure.floor_p50:5.1f}  ratio {figure.ratio:4.1f}"
                f"  {figure.kilobytes:5.0f} kB",
                flush=True,
            )
            found[f"{label} {figure.page}"] = {**asdict(figure), "ratio": round(figure.ratio, 2)}
        pages = pages_of(Reader(server.port, CHAIRMAN, PASSWORD), documents)
        for name in ("open list", "desk", "document"):
            throughput(server, pages[name], readers=50, seconds=3)  # every connection is warm
            rate, errors = throughput(server, pages[name], readers=50, seconds=15)
            said = f"50 readers of the {name}: {rate:.0f} pages/s, {errors} errors"
            print(f"{label:>20} {said}", flush=True)
            found[f"{label} 50 readers {name}"] = {"pages_per_second": rate, "errors": errors}
        for pause in (3.0, 0.0):
            times = registering(server, clerks=20, each=10, pause=pause)
            p50, p95 = statistics.median(times), percentile(times, 0.95)
            what = f"20 clerks registering, {pause:.0f} s between letters"
            print(f"{label:>20} {what}: p50 {p50:.0f} p95 {p95:.0f} ms", flush=True)
            found[f"{label} {what}"] = {"p50": p50, "p95": p95}
        resident = max(server.resident_mb())
        print(f"{label:>20} resident memory of a web process: {resident:.0f} MB", flush=True)
        found[f"{label} resident MB"] = resident
    return found


if __name__ == "__main__":
    main()
