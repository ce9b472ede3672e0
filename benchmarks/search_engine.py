"""Figures of the search engine beside SQLite FTS5: building, searching by class of query, updating.

    make bench-search DOCUMENTS=100000
    python -m benchmarks.search_engine [--documents N] [--data FILE.jsonl.gz] [--folder DIR]

Without data, documents are made of syllables with the frequencies of a natural text; with it, of
pieces of the real documents in the file (lines of JSON with "subject" and "content"). An index that
is in the folder already is used again. Searches are timed in a fresh process, a page of twenty with
their excerpts, in turn with FTS5 on the same folded words; FTS5 has no rights to look at, and only
counts and ranks. Time is that of the processor, and beside it what passed on the clock.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, cycle, islice, pairwise
from multiprocessing import get_context
from pathlib import Path

from search_index import (
    IndexedDocument,
    Order,
    SearchBackend,
    SearchRequest,
    WhooshBackend,
    better_question,
    excerpt,
)
from search_index.analysis import fold

BODY_WORDS = 440
SUBJECT_WORDS = 20
READER_TOKENS = 62
QUERIES = 40
UPDATES = 400
ISSUERS = 2_000
OFFICES = ("UBND-VX", "QĐ-UBND", "TB-VP", "KH-UBND", "BC-SYT", "TTr-STC")
TODAY = date(2026, 6, 1)
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
    issuers = [" ".join(chance.choices(syllables()[0], k=4)) for _ in range(ISSUERS)]
    for identity, (subject, body) in zip(range(1, count + 1), texts, strict=False):
        year = 2020 + identity * 6 // (count + 1)
        issued = date(year, chance.randint(1, 12), chance.randint(1, 28))
        yield IndexedDocument(
            id=identity,
            version=1,
            kind=chance.choice(("incoming", "outgoing", "internal")),
            readers=frozenset(
                [*chance.sample(readers, chance.randint(1, 3)), f"person:{identity % 1_000}"]
            ),
            reference=f"{identity:04}/{chance.choice(OFFICES)}",
            subject=subject,
            issuer=chance.choice(issuers),
            people=" ".join(subject.split()[4:6]),
            body=body,
            issued_on=issued,
            sort_key=issued.toordinal(),
            agency_id=chance.randint(1, 20),
            year=year,
        )


def queries(sample: list[IndexedDocument]) -> dict[str, list[SearchRequest]]:
    """Requests by class, none twice where there are enough; each as the page of results asks."""
    chance = random.Random(3)
    words = [document.body.split() for document in sample]
    counted = Counter(chain.from_iterable(map(dict.fromkeys, words)))  # in the same order anywhere
    common = [word for word, _ in counted.most_common(10 * QUERIES)]
    rare = [word for word, times in counted.items() if times == 1] or common[-1:]

    def some(many: int, of: Sequence[str] = common) -> Iterator[str]:
        while True:
            yield " ".join(chance.sample(of, many))

    texts: dict[str, Iterable[str]] = {
        "common word": common,
        "common word unmarked": map(fold, common),
        "rare word": rare,
        "three words": (" ".join(said[10:13]) for said in words),
        "three of the twelve commonest": some(3, common[:12]),
        "phrase of four": (f'"{" ".join(said[20:24])}"' for said in words),
        "phrase of two common": (f'"{one} {two}"' for one, two in pairwise(common)),
        "phrase of two of the five": (f'"{said}"' for said in some(2, common[:5])),
        "prefix of two letters": (f"{start}*" for start in dict.fromkeys(w[:2] for w in common)),
        "prefix of three letters": (f"{word[:3]}*" for word in common if len(word) > 2),
        "reference": (document.reference for document in sample),
        "question of 20": (" ".join(said[40:60]) for said in words),
        "question of 20 unmarked": (fold(" ".join(said[40:60])) for said in words),
        "question of 20 common": some(20, common[:60]),
        "one of twelve (OR)": (said.replace(" ", " OR ") for said in some(12)),
        "two, and not two others": (said.replace(" ", " -") for said in some(3)),
        "nothing": (f"zq{word} xz{word}" for word in common),
    }
    made = {
        name: [SearchRequest(text, READERS, today=TODAY) for text in islice(cycle(found), QUERIES)]
        for name, found in texts.items()
    }
    facets = ("kind", "issuer", "year")
    in_2023 = frozenset({("kind", "incoming"), ("year", "2023")})
    few = frozenset(sorted(READERS)[:5])
    return made | {
        "few rights, filter, by date, facets": [
            SearchRequest(text, few, facts=in_2023, order=Order.NEWEST, facets=facets)
            for text in common[:QUERIES]
        ],
        "common word, facets": [replace(one, facets=facets) for one in made["common word"]],
        "question, one unit's documents": [
            replace(one, readers=frozenset({"unit:1"})) for one in made["question of 20"]
        ],
        "question, one in a thousand": [
            replace(one, readers=frozenset({"person:1"})) for one in made["question of 20"]
        ],
        "everything, facets": [SearchRequest("", READERS, facets=facets)] * QUERIES,
    }


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


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the processor that the action takes, and of the clock."""
    start, spent = time.perf_counter(), time.process_time()
    action()
    return (time.process_time() - spent) * 1e3, (time.perf_counter() - start) * 1e3


def figures(times: Iterable[tuple[float, float]]) -> str:
    """Median and 95th percentile, of the processor and of the clock."""
    said = []
    for milliseconds in zip(*times, strict=True):
        p95 = statistics.quantiles(milliseconds, n=20)[-1]
        said.append(f"{statistics.median(milliseconds):7.1f} /{p95:7.1f}")
    return " ".join(said)


def memory_mb(kind: str) -> float:
    """Memory of this process: RssAnon is its own, RssFile may be shared with others."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{kind}:")[2].split()[0]) / 1024


def page(backend: SearchBackend, request: SearchRequest, bodies: list[str]) -> None:
    """Twenty hits with excerpts; of texts as long as theirs, since nobody has theirs at hand."""
    hits = backend.search(request).hits
    for body, _ in zip(bodies, hits, strict=False):
        excerpt(body, request.query, 200)


def report_queries(folder: Path, sample: list[IndexedDocument]) -> None:
    """Print first search, memory, every class beside the yardstick, twenty readers, updates."""
    before = memory_mb("RssAnon"), memory_mb("RssFile")
    backend, yardstick = WhooshBackend(folder / "index"), Fts5(folder / "fts5")
    classes, bodies = queries(sample), [document.body for document in sample]
    first = timed(lambda: backend.search(classes["common word"][0]))
    print("first search of a process: {:.0f} ms, {:.0f} on the clock".format(*first))
    heads = "ours: processor", "and clock", "FTS5: processor", "and clock"
    print(f"{'median / 95th percentile, ms':36}" + "".join(f"{head:>17}" for head in heads))
    for name, asked in classes.items():
        pairs = [
            (timed(partial(page, backend, one, bodies)), timed(partial(yardstick.search, one)))
            for one in asked
        ]
        ours, theirs = map(figures, zip(*pairs, strict=True))
        hits = statistics.median(backend.search(one).total for one in asked)
        print(f"{name:36} {ours} {theirs}  {hits:,.0f} hits", flush=True)
    corrected = [f"{one.text} {fold(str(one.text))[:-1]}zq" for one in classes["three words"]]
    asked = [SearchRequest(text, READERS) for text in corrected]
    times = [timed(partial(better_question, backend, one)) for one in asked]
    print(f"{'correction of one of four words':36} {figures(times)}")
    added = memory_mb("RssAnon") - before[0], memory_mb("RssFile") - before[1]
    print(f"memory added: {added[0]:.0f} MB of its own, {added[1]:.0f} MB of mapped files")
    report_crowd(backend, [one for asked in classes.values() for one in asked])
    report_updates(backend, sample)


def report_crowd(backend: WhooshBackend, asked: list[SearchRequest]) -> None:
    """Print how long twenty readers at once wait, and one with a quick search among 19 slow."""
    random.Random(4).shuffle(asked)

    def clock(one: SearchRequest) -> float:
        return timed(partial(backend.search, one))[1]

    alone = [clock(one) for one in asked]
    with ThreadPoolExecutor(20) as pool:
        together = list(pool.map(clock, asked))
    ratio = statistics.median(b / a for a, b in zip(alone, together, strict=True))
    print(f"{'20 readers at once':36} {figures(zip(alone, together, strict=True))} alone, together")
    print(f"each takes {ratio:.1f} times what it takes alone")


def report_updates(backend: WhooshBackend, sample: list[IndexedDocument]) -> None:
    """Print the time to write one document and to find it, with the merges that this brings."""

    def update(nth: int, document: IndexedDocument) -> None:
        backend.write([replace(document, id=document.id + nth)])
        backend.search(SearchRequest(document.reference, document.readers))

    changes = islice(enumerate(cycle(sample)), UPDATES)
    times = [timed(partial(update, *change)) for change in changes]
    worst = max(clock for _, clock in times)
    print(f"{'write one and find it':36} {figures(times)}  at most {worst:,.0f}")


def report_building(name: str, build: Callable[[], object], count: int, path: Path) -> None:
    """Print documents a second and bytes a document."""
    rates = [count * 1e3 / milliseconds for milliseconds in timed(build)]
    files = path.rglob("*") if path.is_dir() else [path]
    size = sum(file.stat().st_size for file in files if file.is_file())
    print(
        f"{name}: {rates[0]:,.0f} documents per second of the processor, {rates[1]:,.0f} of the "
        f"clock, {size / count:,.0f} B each, greatest memory {memory_mb('VmHWM'):.0f} MB"
    )


def run(count: int, data: Path | None, folder: Path) -> None:
    """Build an index of so many documents, where there is none, and print its figures."""

    def made() -> Iterator[IndexedDocument]:
        return documents(real_texts(data) if data else synthetic_texts(), count)

    print(f"{count:,} documents, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    sample = list(islice(made(), 0, None, max(1, count // QUERIES)))
    index, fts5 = folder / "index", folder / "fts5"
    if not index.exists():
        spent, _ = timed(lambda: deque(made(), maxlen=0))
        print(f"making the documents takes {spent / 1e3:.1f} s of each building")
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
    parser.add_argument("--folder", type=Path, help="where to keep the index")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        run(options.documents, options.data, options.folder or Path(made))


if __name__ == "__main__":
    main()
