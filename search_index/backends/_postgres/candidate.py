"""A document as the server gave it, as the reference of all backends looks at documents."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from search_index import ranking
from search_index.analysis import fold
from search_index.backends._memory import Entry
from search_index.backends._postgres import layout
from search_index.protocol import IndexedDocument

COLUMNS = "id, sort_key, day, body_words, reference, facts, impacts"


class Spellings(dict[str, tuple[str, ...]]):
    """Of a word of a text, those of its spellings whose places are asked for."""

    def __init__(self, asked: Iterable[str]) -> None:
        self._asked = frozenset(asked)

    def __missing__(self, word: str) -> tuple[str, ...]:
        self[word] = tuple({word, fold(word)} & self._asked)
        return self[word]


class Candidate(Entry):
    """Only what is asked for is taken out of its lines, since most of it never is."""

    def __init__(self, row: Sequence[Any], spellings: Spellings) -> None:
        identity, sort_key, day, body_words, reference, facts, impacts = row
        self.document = IndexedDocument(
            id=identity,
            version=0,
            kind="",
            readers=frozenset(),
            reference=reference,
            subject="",
            issuer="",
            people="",
            body="",
            issued_on=date.fromordinal(day) if day else None,
            sort_key=sort_key,
            agency_id=0,
            year=0,
        )
        self.lengths = {"body": body_words}
        self._facts: list[str] = facts
        self._spelt, self._impacts_of, self._fields_of = impacts.split("\n")
        self._numbers: dict[str, int] = {}
        self.said = ""
        self._spellings = spellings

    @cached_property
    def facts(self) -> frozenset[tuple[str, str]]:  # type: ignore[override]
        """Its facts, pairs of a name and a value."""
        pairs = (one.split(layout.BETWEEN, 1) for one in self._facts)
        return frozenset((name, value) for name, value in pairs)

    def _number(self, word: str) -> int:
        """Which of its spellings this is; -1 for none."""
        if word not in self._numbers:
            at = self._spelt.find(f" {word} ")
            self._numbers[word] = self._spelt.count(" ", 0, at) if at >= 0 else -1
        return self._numbers[word]

    def impact(self, word: str) -> int:
        """See `Entry.impact`."""
        number = self._number(word)
        return 0 if number < 0 else int(self._impacts_of[2 * number : 2 * number + 2], 16)

    def _stands(self, word: str, fields: Collection[str]) -> bool:
        number = self._number(word)
        return number >= 0 and bool(int(self._fields_of[number], 32) & _bits(tuple(fields)))

    def _begins(self, start: str, fields: Collection[str]) -> bool:
        begun = re.finditer(rf"(?<= ){re.escape(start)}[^ ]*", self._spelt)
        return any(self._stands(found[0], fields) for found in begun)

    @cached_property
    def words(self) -> dict[str, dict[str, list[int]]]:  # type: ignore[override]
        """Of the words looked for, with and without marks, their places by field."""
        places: dict[str, dict[str, list[int]]] = {}
        for name, said in zip(ranking.FIELDS, self.said.split("\n"), strict=True):
            for at, word in enumerate(said.split()):
                for spelling in self._spellings[word]:
                    places.setdefault(spelling, {}).setdefault(name, []).append(at)
        return places


@lru_cache(64)
def _bits(fields: tuple[str, ...]) -> int:
    return sum(1 << ranking.FIELDS.index(name) for name in fields)
