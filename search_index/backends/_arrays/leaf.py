"""A segment of the index, open for reading.

An array is used as it lies on disk: nothing is decoded, and no two searches wait for one another.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, overload
from weakref import proxy

import numpy as np

from search_index.analysis import fold
from search_index.backends._arrays.files import ArrayFile
from search_index.backends._arrays.inverted import Inverted, Numbers, laid, narrow, ranges
from search_index.backends._arrays.schema import NO_DAY, Field, fact, word
from search_index.errors import IndexUnreadable
from search_index.ranking import RECENT_YEARS

P = ParamSpec("P")
R = TypeVar("R")

_LAST = b"\xff"
"""Greater than whatever a token goes on with."""

_FOUND = 2_000  # tokens that were looked up, a kilobyte each
_KEPT = 32  # rights of so many readers at work, a byte for each document; names of facts


class Postings:
    """A token in one field; what lies on disk is read when it is asked for."""

    def __init__(
        self,
        columns: Sequence[Any],
        start: list[int],
        end: list[int],
        codes: tuple[int, ...] = (),
    ) -> None:
        """What is from `start` to `end` in these columns of `Inverted`, as its `begins` say.

        codes: which codes the text has where the token stands, if they tell all of its places.
        """
        self._columns, self.codes = columns, codes
        self._here, self._places, self._worth = map(slice, start, end)

    @classmethod
    def of(cls, documents: Numbers, counts: Numbers, positions: Numbers) -> "Postings":
        """All of such columns, without impacts and codes."""
        columns = documents, counts, positions, documents[:0]
        return cls(columns, [0, 0, 0], [len(documents), len(positions), 0])

    @property
    def times(self) -> int:
        """How many positions there are."""
        return self._places.stop - self._places.start

    @cached_property
    def documents(self) -> Numbers:
        """In rising order."""
        return self._columns[0][self._here]

    @cached_property
    def counts(self) -> Numbers:
        """How often it stands in each."""
        return self._columns[1][self._here]

    @cached_property
    def positions(self) -> Numbers:
        """All the positions, document after document; none of a marked word that has codes."""
        return self._columns[2][self._places]

    @property
    def impacts(self) -> Numbers:
        """How much each is about it, or each document of the segment; in ALL only."""
        return self._columns[3][self._worth]


NOWHERE = Postings.of(*[np.zeros(0, np.uint8)] * 3)


def _unless_damaged(read: Callable[P, R]) -> Callable[P, R]:
    """Damage may look like any mistake: whatever it is, the index is said to be unreadable."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(*args, **kwargs)
        except Exception as error:
            raise IndexUnreadable(f"damaged postings: {error!r}") from error

    return reading


class Tokens(Sequence[bytes]):
    """The tokens of a segment in rising order: where each ends, and all of them mapped."""

    def __init__(self, ends: Numbers, text: Numbers) -> None:
        self._ends, self._text = np.array(ends).data, text.data

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, nth: int) -> bytes: ...
    @overload
    def __getitem__(self, nth: slice) -> Sequence[bytes]: ...
    def __getitem__(self, nth: int | slice) -> bytes | Sequence[bytes]:
        """Override: the token of this number."""
        if isinstance(nth, slice):
            return [self[one] for one in range(*nth.indices(len(self)))]
        if nth >= len(self):
            raise IndexError(nth)
        return self._text[self._ends[nth] : self._ends[nth + 1]].tobytes()


class Leaf:
    """A segment open for reading. It never changes, and holds what was deleted since.

    Raises:
        Exception: any, if the files are damaged; later, when they are read, IndexUnreadable.
    """

    def __init__(self, path: Path, documents: int | None = None) -> None:
        """Open a file; `documents` are as many as it is to have, where that is known."""
        file = ArrayFile(path)
        stamps, lengths = file.mapped(), file.mapped()
        self._columns = [file.on_disk() for _ in range(5)]
        fields, begins, rows, codes, *tokens = (file.mapped() for _ in range(6))
        by_token = Tokens(*tokens), rows, fields, begins, codes
        self.made = Inverted(stamps, lengths, *by_token, *self._columns)
        if documents not in (None, len(stamps)):
            raise ValueError(f"{path} belongs to another segment")
        self.lengths, self.words = lengths, int(lengths.sum(dtype=np.int64))
        self.ids, self.versions, self.sort_keys, self.days = np.ascontiguousarray(stamps.T)
        self.end = laid(lengths)[1]
        itself = proxy(self)  # or a merged segment would stay open until cycles are collected
        self.with_any = lru_cache(_KEPT)(partial(Leaf._with_any, itself))
        self.facts = lru_cache(_KEPT)(partial(Leaf._facts, itself))
        self.years_old = lru_cache(1)(partial(Leaf._years_old, itself))
        self._bounds = lru_cache(_FOUND)(partial(Leaf._sought, itself))

    @_unless_damaged
    def postings(self, token: str, field: Field) -> Postings:
        """Where a token stands in a field."""
        bounds = self._bounds(token).get(field)
        codes = self._codes.get(token, ()) if field is Field.ALL else ()
        return Postings(self._columns, *bounds[1:], codes) if bounds else NOWHERE

    @cached_property
    def text(self) -> Numbers:
        """The codes of all places; stays mapped, since each question reads some of it."""
        text: Numbers = self.made.text[:]
        return text

    @cached_property
    def _codes(self) -> dict[str, tuple[int, ...]]:
        """By its token, which codes stand where a word with codes does: its own and, of one without
        marks, those of it with marks."""
        tokens, codes = self.made.tokens, enumerate(self.made.codes.tolist(), 1)
        said = {code: tokens[nth].decode() for code, nth in codes if nth < len(tokens)}
        codes_of: dict[str, tuple[int, ...]] = dict.fromkeys(said.values(), ())
        for code, token in said.items():
            for one in codes_of.keys() & {token, word(fold(token[1:]))}:
                codes_of[one] += (code,)
        return codes_of

    def _sought(self, token: str) -> dict[int, tuple[int, list[int], list[int]]]:
        """The rows of a token, by their fields, and where the columns of each begin and end."""
        tokens, wanted = self.made.tokens, token.encode()
        nth = bisect_left(tokens, wanted)
        if nth == len(tokens) or tokens[nth] != wanted:
            return {}
        first, last = self.made.rows[nth : nth + 2].tolist()
        fields = self.made.fields[first:last].tolist()
        bounds = self.made.begins[first : last + 1].tolist()
        rows = zip(range(first, last), bounds, bounds[1:], strict=False)
        return dict(zip(fields, rows, strict=True))

    @_unless_damaged
    def beginning(self, start: str, field: Field) -> Numbers:
        """Documents, some of them repeatedly, with a token that begins so.

        The rows of these tokens are neighbours, so however many they are it is one look. All that
        stands in some text stands in ALL.
        """
        first, last = self.made.rows[list(self._tokens_from(start))].tolist()
        bounds = self.made.begins[first : last + 1, 0].astype(np.int64)
        documents: Numbers = self.made.documents[int(bounds[0]) : int(bounds[-1])]
        if field in (Field.ALL, Field.TOKENS):
            return documents
        of_field = np.flatnonzero(self.made.fields[first:last] == field)
        return documents[ranges((bounds - bounds[0])[of_field], np.diff(bounds)[of_field])]

    @_unless_damaged
    def begun(self, start: str) -> Postings:
        """Where in ALL a token stands that begins so, one such token after the other."""
        return self._said(*self.made.rows[list(self._tokens_from(start))].tolist())

    @_unless_damaged
    def said(self, token: str) -> Postings:
        """Where in ALL a token stands, also without codes."""
        bounds = self._bounds(token).get(Field.ALL)
        return self._said(bounds[0], bounds[0] + 1) if bounds else NOWHERE

    def _said(self, first: int, last: int) -> Postings:
        """Where in ALL the tokens of some rows stand."""
        bounds = self.made.begins[first : last + 1, 0].astype(np.int64)
        here = slice(int(bounds[0]), int(bounds[-1]))
        in_all = (self.made.fields[first:last] == Field.ALL).repeat(np.diff(bounds))
        counts, positions = self.made.counts[here], self.made.said(first, last)
        columns = self.made.documents[here][in_all], counts[in_all]
        return Postings.of(*columns, positions[in_all.repeat(counts)])

    def count(self, name: str, among: Numbers) -> Counter[str]:
        """How many of some documents have each value of facts of a name."""
        values, documents, which = self.facts(name)
        times = np.bincount(which[among[documents]], minlength=len(values))
        held = np.flatnonzero(times).tolist()
        return Counter(dict(zip(map(values.__getitem__, held), times[held].tolist(), strict=True)))

    def mask(self, *groups: Numbers) -> Numbers:
        """Which documents of this segment are in any of the groups of numbers."""
        mask = np.zeros(len(self.ids), bool)
        for numbers in groups:
            mask[numbers.astype(np.intp, copy=False)] = True  # three times as quick as of two bytes
        return mask

    def numbers_of(self, ids: Collection[int]) -> Numbers:
        """Numbers in this segment of the documents with these ids."""
        return np.flatnonzero(np.isin(self.ids, np.fromiter(ids, np.int64)))

    def _years_old(self, today: date) -> Numbers:
        """The years of age of each document, as far as they matter to its place; the most of one
        without a day."""
        years = (today.toordinal() - self.days) // 365
        years[self.days == NO_DAY] = RECENT_YEARS
        return years.clip(0, RECENT_YEARS).astype(np.uint8)

    def _tokens_from(self, start: str) -> tuple[int, int]:
        """The first token that begins so, and the one behind the last."""
        first = start.encode()
        return bisect_left(self.made.tokens, first), bisect_left(self.made.tokens, first + _LAST)

    def _with_any(self, tokens: frozenset[str]) -> Numbers:
        """Documents with any of the tokens; kept, since a reader comes again with the same."""
        held = self.mask(*(self.postings(token, Field.TOKENS).documents for token in tokens))
        held.flags.writeable = False
        return held

    @_unless_damaged
    def _facts(self, name: str) -> tuple[list[str], Numbers, Numbers]:
        """Values of facts of a name, documents that have them, and for each of these which value.

        Kept, since the values of some names are many.
        """
        start = fact(name, "")
        first, last = self._tokens_from(start)
        values = [self.made.tokens[nth].decode().removeprefix(start) for nth in range(first, last)]
        rows = slice(int(self.made.rows[first]), int(self.made.rows[last]) + 1)
        bounds = self.made.begins[rows, 0].astype(np.int64)
        which = narrow(np.arange(last - first).repeat(np.diff(bounds)))
        return values, self.made.documents[bounds[0] : bounds[-1]], which
