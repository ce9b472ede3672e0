"""Figures of the search engine beside SQLite FTS5: building, searching by class of query, updating.

    make bench-search
    python -m benchmarks.search_engine [--documents N] [--data FILE.jsonl.gz]

Without data, documents are made of syllables with the frequencies of a natural text; with it, of
pieces of the real documents in the file (lines of JSON with "subject" and "content"). Searches are
timed in a fresh process, in turn with FTS5 on the same folded words; FTS5 has no rights to look at,
and only counts and ranks.
"""

import argparse
import gzip
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from itertools import chain, cycle, islice, pairwise
from multiprocessing import get_context
from pathlib import Path

from search_index import IndexedDocument, Order, SearchRequest, WhooshBackend
from search_index.analysis import fold

BODY_WORDS = 440
SUBJECT_WORDS = 20
READER_TOKENS = 62
QUERIES = 40
OFFICES = ("UBND-VX", "QĐ-UBND", "TB-VP", "KH-UBND", "BC-SYT", "TTr-STC")
READERS = frozenset(f"unit:{number}" for number in range(READER_TOKENS))

ONSETS = "b c ch đ gi h kh l m ng nh ph qu t th tr v".split()  # noqa: SIM905
RIMES = "a ả ạ ai àn ang ân ế iên inh i ó ong ố ông ới".split()  # noqa: SIM905
FINALS = ("", "u", "ng", "n", "c", "m", "p", "t")


def syllables() -> tuple[list[str], list[float]]:
    """Made-up syllables and how common each is, by the law of natural texts."""
    made = [a + b + c for a in ONSETS for b in RIMES for c in FINALS]
    random.Random(7).shuffle(made)
    return made, [1 / (rank + 2) for rank in range(len(made))]


def synthetic_texts() -> Iterator[tuple[str, str]]:
    """Endless subjects and bodies."""
    chance = random.Random(1)
    words, weights = syllables()
    while True:
        subject = chance.choices(words, weights, k=SUBJECT_WORDS)
        yield " ".join(subject), " ".join(chance.choices(words, weights, k=BODY_WORDS))


def real_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Endless subjects and pieces of real bodies."""
    chance = random.Random(1)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    bodies = [document["content"].split() for document in found]
    while True:
        body = chance.choice(bodies)
        start = chance.randrange(max(1, len(body) - BODY_WORDS))
        yield chance.choice(found)["subject"], " ".join(body[start : start + BODY_WORDS])


def documents(texts: Iterator[tuple[str, str]], count: int) -> Iterator[IndexedDocument]:
    """Documents of an office over six years, each read by one to three of its units."""
    chance = random.Random(2)
    readers = sorted(READERS)
    for identity, (subject, body) in zip(range(1, count + 1), texts, strict=False):
        year = 2020 + identity * 6 // (count + 1)
        issued = date(year, chance.randint(1, 12), chance.randint(1, 28))
        yield IndexedDocument(
            id=identity,
            version=1,
            kind=chance.choice(("incoming", "outgoing", "internal")),
            readers=frozenset(chance.sample(readers, chance.randint(1, 3))),
            reference=f"{identity:04}/{chance.choice(OFFICES)}",
            subject=subject,
            issuer=" ".join(subject.split()[:4]),
            people=" ".join(subject.split()[4:6]),
            body=body,
            issued_on=issued,
            sort_key=issued.toordinal(),
            agency_id=chance.randint(1, 20),
            year=year,
        )


def queries(sample: list[IndexedDocument]) -> dict[str, list[SearchRequest]]:
    """Requests by class."""
    words = [document.body.split() for document in sample]
    counted = Counter(chain.from_iterable(map(set, words)))
    common = [word for word, _ in counted.most_common(QUERIES)]
    rare = [word for word, times in counted.items() if times == 1] or common[-1:]
    texts = {
        "common word": common,
        "rare word": rare,
        "three words": [" ".join(said[10:13]) for said in words],
        "phrase of four": [f'"{" ".join(said[20:24])}"' for said in words],
        "phrase of two common": [f'"{one} {two}"' for one, two in pairwise([*common, common[0]])],
        "reference": [document.reference for document in sample],
        "question of 20": [" ".join(said[40:60]) for said in words],
        "prefix": [f"{word[:2]}*" for word in common],
        "everything": [""],
    }
    few = frozenset(sorted(READERS)[:5])
    made = {
        name: [SearchRequest(text, READERS) for text in islice(cycle(found), QUERIES)]
        for name, found in texts.items()
    }
    made["few rights, filter, facets"] = [
        SearchRequest(
            text,
            few,
            facts=frozenset({("kind", "incoming"), ("year", "2023")}),
            order=Order.NEWEST,
            facets=("kind", "issuer", "year"),
        )
        for text in common
    ]
    return made


class Fts5:
    """The yardstick: counts what it finds and ranks the first twenty."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """Index the folded words."""
        with self._connection as connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='')")
            connection.executemany(
                "INSERT INTO t (rowid, x) VALUES (?, ?)",
                ((d.id, fold(f"{d.reference} {d.subject} {d.body}")) for d in documents),
            )

    def search(self, request: SearchRequest) -> None:
        """Count and rank; a blank text finds nothing."""
        text = fold(str(request.text))
        quoted = text if text.startswith('"') else " ".join(f'"{word}"' for word in text.split())
        for statement in (
            "SELECT count(*) FROM t WHERE t MATCH ?",
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 20",
        ):
            self._connection.execute(statement, (quoted or '""',)).fetchall()


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that the action takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1e3


def figures(milliseconds: list[float]) -> str:
    """Median and 95th percentile."""
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return f"{statistics.median(milliseconds):7.1f} /{p95:7.1f} ms"


def memory_mb(kind: str) -> float:
    """Memory of this process: RssAnon is its own, RssFile may be shared with others."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{kind}:")[2].split()[0]) / 1024


def report_queries(folder: Path, sample: list[IndexedDocument]) -> None:
    """Print first search, memory, every class beside the yardstick, twenty readers, updates."""
    before = memory_mb("RssAnon"), memory_mb("RssFile")
    backend, yardstick = WhooshBackend(folder / "index"), Fts5(folder / "fts5")
    classes = queries(sample)
    first = timed(lambda: backend.search(classes["common word"][0]))
    print(f"first search of a process: {first:.0f} ms")
    print(f"{'median / 95th percentile':24} {'ours':>20} {'FTS5':>20}  hits")
    for name, asked in classes.items():
        pairs = [
            (timed(partial(backend.search, one)), timed(partial(yardstick.search, one)))
            for one in asked
        ]
        ours, theirs = (figures(list(times)) for times in zip(*pairs, strict=True))
        hits = statistics.median(backend.search(one).total for one in asked)
        print(f"{name:24} {ours:>20} {theirs:>20}  {hits:,.0f}")
    added = memory_mb("RssAnon") - before[0], memory_mb("RssFile") - before[1]
    print(f"memory added: {added[0]:.0f} MB of its own, {added[1]:.0f} MB of mapped files")
    everything = [one for asked in classes.values() for one in asked]
    with ThreadPoolExecutor(20) as pool:
        apart = list(pool.map(lambda one: timed(partial(backend.search, one)), everything))
    print(f"{'20 readers at once':24} {figures(apart):>20}")
    report_updates(backend, sample)


def report_updates(backend: WhooshBackend, sample: list[IndexedDocument]) -> None:
    """Print the time to write one document and to find it."""

    def update(document: IndexedDocument) -> None:
        backend.write([document])
        backend.search(SearchRequest(document.reference, document.readers))

    print(
        f"{'write one and find it':24} {figures([timed(partial(update, d)) for d in sample]):>20}"
    )


def report_building(name: str, build: Callable[[], object], count: int, path: Path) -> None:
    """Print documents a second and bytes a document."""
    started = time.process_time()
    seconds = timed(build) / 1e3
    spent = time.process_time() - started
    files = path.rglob("*") if path.is_dir() else [path]
    size = sum(file.stat().st_size for file in files if file.is_file())
    rates = f"{count / seconds:,.0f} documents/s, {count / spent:,.0f} per second of processor time"
    print(
        f"{name}: {rates}, {size / count:,.0f} B each, greatest memory {memory_mb('VmHWM'):.0f} MB"
    )


def run(count: int, data: Path | None, folder: Path) -> None:
    """Build an index of so many documents and print its figures."""

    def made() -> Iterator[IndexedDocument]:
        return documents(real_texts(data) if data else synthetic_texts(), count)

    print(f"{count:,} documents, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    sample = list(islice(made(), 0, None, max(1, count // QUERIES)))
    seconds = timed(lambda: deque(made(), maxlen=0)) / 1e3
    print(f"making the documents takes {seconds:.1f} s of each building")
    index, fts5 = folder / "index", folder / "fts5"
    report_building("ours", lambda: WhooshBackend(index).rebuild(made()), count, index)
    report_building("FTS5", lambda: Fts5(fts5).rebuild(made()), count, fts5)
    child = get_context("spawn").Process(target=report_queries, args=(folder, sample))
    child.start()
    child.join()


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        run(options.documents, options.data, Path(made))


if __name__ == "__main__":
    main()
