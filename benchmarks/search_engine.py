"""Figures of the search engine: documents indexed per second, and medians of queries by class.

    python benchmarks/search_engine.py [--documents N] [--data FILE.jsonl.gz] [--folder DIR]

Without data, documents are made of syllables with the frequencies of a natural text; with it, of
pieces of the real documents in the file (lines of JSON with "subject" and "content").
"""

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from search_index import IndexedDocument, SearchRequest, WhooshBackend

BODY_WORDS = 440
SUBJECT_WORDS = 20
READER_TOKENS = 62
QUERIES = 40
OFFICES = ("UBND-VX", "QĐ-UBND", "TB-VP", "KH-UBND", "BC-SYT", "TTr-STC")
READERS = frozenset(f"unit:{number}" for number in range(READER_TOKENS))

ONSETS = (
    "b",
    "c",
    "ch",
    "đ",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "ng",
    "nh",
    "ph",
    "qu",
    "t",
    "th",
    "tr",
    "v",
)
RIMES = (
    "a",
    "ả",
    "ạ",
    "ai",
    "àn",
    "ang",
    "ân",
    "ế",
    "iên",
    "inh",
    "i",
    "ó",
    "ong",
    "ố",
    "ông",
    "ới",
)
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


def requests(sample: list[IndexedDocument]) -> dict[str, Callable[[int], SearchRequest]]:
    """For each class of query, the request number n of it."""
    words = [document.body.split() for document in sample]
    counted: dict[str, int] = {}
    for said in words:
        for word in set(said):
            counted[word] = counted.get(word, 0) + 1
    common = sorted(counted, key=counted.__getitem__, reverse=True)[:QUERIES]
    rare = [word for word, times in counted.items() if times == 1] or common[-1:]
    few = frozenset(sorted(READERS)[:5])

    def body(n: int) -> list[str]:
        return words[n % len(words)]

    return {
        "common word": lambda n: SearchRequest(common[n % len(common)], READERS),
        "less common word": lambda n: SearchRequest(rare[n % len(rare)], READERS),
        "three words": lambda n: SearchRequest(" ".join(body(n)[10:13]), READERS),
        "phrase of four": lambda n: SearchRequest(f'"{" ".join(body(n)[20:24])}"', READERS),
        "phrase of two common": lambda n: SearchRequest(
            f'"{common[n % len(common)]} {common[n // 2 % len(common)]}"', READERS
        ),
        "number": lambda n: SearchRequest(sample[n % len(sample)].reference, READERS),
        "word, few rights, year": lambda n: SearchRequest(
            common[n % len(common)], few, kinds=frozenset({"incoming"}), year=2023
        ),
        "everything": lambda n: SearchRequest("", READERS, offset=n * 10),
    }


def timed(action: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds that the action takes."""
    start = clock()
    action()
    return clock() - start


def report_queries(backend: WhooshBackend, sample: list[IndexedDocument]) -> None:
    """Print median and 95th percentile of every class, and the median of processor time.

    On a busy machine the processor time is the steadier figure.
    """
    for name, request in requests(sample).items():
        asked = [request(n) for n in range(QUERIES)]
        seconds = [timed(partial(backend.search, one)) for one in asked]
        spent = [timed(partial(backend.search, one), time.process_time) for one in asked]
        totals = [backend.search(one).total for one in asked]
        p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        cpu, hits = statistics.median(spent), statistics.median(totals)
        times = f"p50 {p50 * 1e3:6.1f} ms  p95 {p95 * 1e3:6.1f} ms  cpu {cpu * 1e3:6.1f} ms"
        print(f"{name:24} {times}  hits {hits:,.0f}")


def report_updates(backend: WhooshBackend, sample: list[IndexedDocument]) -> None:
    """Print the time to write one document and to find it, in milliseconds."""
    seconds = []
    for document in sample[:QUERIES]:
        request = SearchRequest(document.reference, document.readers)

        def update(document: IndexedDocument = document, request: SearchRequest = request) -> None:
            backend.write([document])
            backend.search(request)

        seconds.append(timed(update))
    p50, worst = statistics.median(seconds), max(seconds)
    print(f"{'write one and find it':24} p50 {p50 * 1e3:7.1f} ms  max {worst * 1e3:7.1f} ms")


def run(count: int, data: Path | None, folder: Path) -> None:
    """Build an index of so many documents and print its figures."""
    texts = real_texts(data) if data else synthetic_texts()
    made = list(documents(texts, count))
    backend = WhooshBackend(folder)
    started = time.process_time()
    seconds = timed(lambda: backend.rebuild(made))
    cpu = time.process_time() - started
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    rates = f"{count / seconds:,.0f} documents/s, {count / cpu:,.0f} per second of processor time"
    print(f"rebuild of {count:,}: {rates}")
    print(f"size: {size / count:,.0f} B each")
    sample = random.Random(3).sample(made, min(200, count))
    first = timed(lambda: backend.search(SearchRequest("", READERS)))
    print(f"first search of a process: {first * 1e3:.1f} ms")
    report_queries(backend, sample)
    report_updates(backend, sample)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"greatest memory, with {count:,} documents held to be indexed: {memory} MiB")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        run(options.documents, options.data, options.folder or Path(made))


if __name__ == "__main__":
    main()
