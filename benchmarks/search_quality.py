"""How well the order of hits answers real questions, beside plain BM25 over the same syllables.

    python -m benchmarks.search_quality --law DIR --documents FILE.jsonl.gz [--memory]

DIR holds `law.json` (laws and their articles) and `unverified_train.json` (questions, each with the
articles that answer it). FILE holds documents, one to a line, with "subject" and "content": each is
looked for by its subject in the contents without their beginning, where the subject stands.

Prints recall@10 and the mean reciprocal rank (MRR), with and without marks, of the questions whose
number is even, by which the weights were tuned, and of the odd ones, by which they were not.
"""

import argparse
import gzip
import json
import math
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from search_index import (
    IndexedDocument,
    MemoryBackend,
    PostgresBackend,
    SearchBackend,
    SearchRequest,
    WhooshBackend,
)
from search_index.analysis import ABBREVIATIONS, fold, forms
from tests.servers import postgres_server

READERS = frozenset({"all"})
BEGINNING = 1_200
"""Characters in which a document says its subject."""
FIRST = 10

Search = Callable[[str], Sequence[int]]


@dataclass(frozen=True)
class Question:
    """What is asked, and the ids of the documents that answer it."""

    text: str
    answers: frozenset[int]


@dataclass(frozen=True)
class Collection:
    """Texts with their questions."""

    name: str
    texts: Sequence[str]
    questions: Sequence[Question]


def laws(folder: Path) -> Collection:
    """Articles of laws, and questions on them."""
    read = json.loads((folder / "law.json").read_text(encoding="utf-8"))
    articles = {(law["id"], one["id"]): one["text"] for law in read for one in law["articles"]}
    numbers = {key: number for number, key in enumerate(articles)}
    asked = json.loads((folder / "unverified_train.json").read_text(encoding="utf-8"))
    keys = [[(a["law_id"], a["article_id"]) for a in one["relevant_articles"]] for one in asked]
    questions = [
        Question(one["text"], frozenset(numbers[key] for key in found if key in numbers))
        for one, found in zip(asked, keys, strict=True)
    ]
    answered = [question for question in questions if question.answers]
    return Collection("questions on law", list(articles.values()), answered)


def documents(path: Path) -> Collection:
    """Contents of documents without their beginning, and their subjects."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    questions = [Question(one["subject"], frozenset({n})) for n, one in enumerate(read)]
    return Collection("subjects", [one["content"][BEGINNING:] for one in read], questions)


def one_word_more(words: list[str], chance: random.Random) -> list[str]:
    """A word in some place that has nothing to do with it."""
    at = chance.randrange(len(words) + 1)
    return [*words[:at], chance.choice(("gấp", "nhé", "liên quan", "xem")), *words[at:]]


def one_letter_less(words: list[str], chance: random.Random) -> list[str]:
    """A letter missing inside a word."""
    long = [n for n, word in enumerate(words) if len(word) > 2] or [0]
    at = chance.choice(long)
    letter = chance.randrange(1, max(2, len(words[at]) - 1))
    return [*words[:at], words[at][:letter] + words[at][letter + 1 :], *words[at + 1 :]]


def last_word_cut(words: list[str], chance: random.Random) -> list[str]:
    """The last word not typed to its end."""
    return [*words[:-1], words[-1][: max(1, len(words[-1]) // 2)]]


def other_i(words: list[str], chance: random.Random) -> list[str]:
    """Every "lý" as "lí", "kĩ" as "kỹ", and so on."""
    letters = dict(zip("iìỉĩíịyỳỷỹýỵIÌỈĨÍỊYỲỶỸÝỴ", "yỳỷỹýỵiìỉĩíịYỲỶỸÝỴIÌỈĨÍỊ", strict=True))
    syllables = {onset + y for onset in ("h", "k", "l", "m", "t", "s", "v", "qu") for y in "iy"}
    return [w[:-1] + letters[w[-1]] if fold(w) in syllables else w for w in words]


def two_swapped(words: list[str], chance: random.Random) -> list[str]:
    """Two words, one after the other, in each other's places."""
    at = chance.randrange(max(1, len(words) - 1))
    return [*words[:at], *words[at : at + 2][::-1], *words[at + 2 :]]


def asked_politely(words: list[str], chance: random.Random) -> list[str]:
    """As one asks a colleague."""
    return [
        *chance.choice(("cho tôi hỏi", "tìm giúp", "xin hỏi về", "văn bản nói")).split(),
        *words,
    ]


def plural(words: list[str], chance: random.Random) -> list[str]:
    """A word that says that there are many."""
    at = chance.randrange(len(words))
    return [*words[:at], chance.choice(("các", "những")), *words[at:]]


def wrong_year(words: list[str], chance: random.Random) -> list[str]:
    """Another year than there is, or one where there is none."""
    year = str(chance.randrange(2001, 2015))
    said = [year if re.fullmatch(r"(?:19|20)\d\d", word) else word for word in words]
    return said if said != words else [*words, "năm", year]


def one_letter_twice(words: list[str], chance: random.Random) -> list[str]:
    """A letter doubled."""
    at = chance.randrange(len(words))
    letter = chance.randrange(len(words[at]))
    word = words[at][: letter + 1] + words[at][letter:]
    return [*words[:at], word, *words[at + 1 :]]


def abbreviated(words: list[str], _chance: random.Random) -> list[str]:
    """What offices abbreviate, abbreviated."""
    text = " ".join(words)
    for one in ABBREVIATIONS:
        text = re.sub(rf"(?i)(?<!\w){' '.join(one.long)}(?!\w)", one.short.upper(), text)
    return text.split()


DISTURBANCES = (
    one_word_more,
    one_letter_less,
    last_word_cut,
    other_i,
    two_swapped,
    asked_politely,
    plural,
    wrong_year,
    one_letter_twice,
    abbreviated,
)


def unmarked(text: str) -> str:
    """As one types without an input method."""
    return "".join(form.folded + " " for form in forms(text))


def bm25(texts: Sequence[str], *, with_marks: bool) -> Search:
    """The textbook's order: k1 = 1.2, b = 0.75, syllables."""
    said = [Counter(_syllables(text, with_marks)) for text in texts]
    lengths = [sum(counts.values()) for counts in said]
    mean = sum(lengths) / len(lengths)
    holders: dict[str, list[int]] = {}
    for number, counts in enumerate(said):
        for syllable in counts:
            holders.setdefault(syllable, []).append(number)

    def search(text: str) -> list[int]:
        scores: Counter[int] = Counter()
        for syllable in _syllables(text, with_marks):
            having = holders.get(syllable, [])
            rare = math.log(1 + (len(said) - len(having) + 0.5) / (len(having) + 0.5))
            for number in having:
                often = said[number][syllable]
                norm = 0.25 + 0.75 * lengths[number] / mean
                scores[number] += rare * often * 2.2 / (often + 1.2 * norm)  # type: ignore[assignment]
        return [number for number, _ in scores.most_common(FIRST)]

    return search


def _syllables(text: str, with_marks: bool) -> list[str]:
    return [form.marked if with_marks else form.folded for form in forms(text)]


def filled(backend: SearchBackend, texts: Sequence[str]) -> Search:
    """A search in a backend that holds the texts as bodies."""
    backend.rebuild(_indexed(texts))

    def search(text: str) -> list[int]:
        page = backend.search(SearchRequest(text, READERS, limit=FIRST))
        return [hit.id for hit in page.hits]

    return search


def _indexed(texts: Sequence[str]) -> Iterator[IndexedDocument]:
    for number, text in enumerate(texts):
        yield IndexedDocument(
            id=number,
            version=1,
            kind="text",
            readers=READERS,
            reference="",
            subject="",
            issuer="",
            people="",
            body=text,
            issued_on=None,
            sort_key=0,
            agency_id=1,
            year=2026,
        )


def measured(search: Search, questions: Sequence[Question]) -> tuple[float, float]:
    """Recall among the first ten, and MRR."""
    recall = rank = 0.0
    for question in questions:
        found = search(question.text)
        recall += len(question.answers.intersection(found)) / len(question.answers)
        rank += next((1 / n for n, one in enumerate(found, 1) if one in question.answers), 0)
    return recall / len(questions), rank / len(questions)


def disturbed(collection: Collection, change: Callable[..., list[str]]) -> list[Question]:
    """The questions, each with the change made to its words."""
    chance = random.Random(change.__name__)
    return [
        Question(" ".join(change(one.text.split(), chance)), one.answers)
        for one in collection.questions
    ]


def report(collection: Collection, engines: dict[str, Search]) -> None:
    """Print a line for each way of asking, and for each engine its figures."""
    print(f"{collection.name}: {len(collection.texts)} texts, recall@10 and MRR")
    asked = {"as they are": list(collection.questions)}
    asked |= {change.__name__: disturbed(collection, change) for change in DISTURBANCES}
    bare = {name: bm25(collection.texts, with_marks=marks) for name, marks in BARE.items()}
    for name, questions in asked.items():
        for marks, plain in bare.items():
            typed = questions
            if marks == "unmarked":
                typed = [Question(unmarked(one.text), one.answers) for one in questions]
            parts = {"even": typed[::2], "odd": typed[1::2]}
            for part, chosen in parts.items():
                figures = {e: measured(search, chosen) for e, search in engines.items()}
                figures["BM25"] = measured(plain, chosen)
                line = "  ".join(f"{e} {r:.3f} {m:.3f}" for e, (r, m) in figures.items())
                print(f"  {name:16} {marks:9} {part:5} {line}", flush=True)


BARE = {"marked": True, "unmarked": False}


def _on(server: "psycopg.Connection[Any]", folder: Path) -> SearchBackend:
    return PostgresBackend(lambda: nullcontext(server), folder)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--memory", action="store_true", help="also by the plain reference (slow)")
    parser.add_argument("--postgresql", action="store_true", help="also in a PostgreSQL of its own")
    options = parser.parse_args()
    collections = [laws(options.law)] if options.law else []
    collections += [documents(options.documents)] if options.documents else []
    for collection in collections:
        with tempfile.TemporaryDirectory() as folder, ExitStack() as open_ones:
            backends: dict[str, SearchBackend] = {"whoosh": WhooshBackend(Path(folder))}
            if options.postgresql:
                url = open_ones.enter_context(postgres_server()).replace("+psycopg", "")
                server = open_ones.enter_context(psycopg.connect(url, autocommit=True))
                backends["postgresql"] = _on(server, Path(folder) / "copies")
            if options.memory:
                backends["memory"] = MemoryBackend()
            engines = {name: filled(one, collection.texts) for name, one in backends.items()}
            report(collection, engines)


if __name__ == "__main__":
    main()
