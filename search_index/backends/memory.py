"""Search in plain Python over documents kept in memory.

The reference for what every backend finds and in which order, and the test double of the
application. It looks at one document after the other and shares with the other backends only the
analysis and the query.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from search_index.analysis import Form, forms, is_marked, number_tokens, parse_reference
from search_index.analysis import fold as fold_text
from search_index.cursor import Place, decode, encode
from search_index.protocol import (
    EXACT_MARKS,
    OWN_REFERENCE,
    SUBJECT,
    TOTAL_CAP,
    WHOLE_REFERENCE,
    IndexedDocument,
    SearchHit,
    SearchPage,
    SearchRequest,
)
from search_index.query import AllOf, AnyOf, Code, Node, Phrase, Query, Word, parse

Fields = list[list[Form]]


@dataclass(frozen=True)
class _Entry:
    """A document taken apart once."""

    document: IndexedDocument
    subject: Fields = field(init=False)
    everything: Fields = field(init=False)
    numbers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        document = self.document
        texts = (document.reference, document.issuer, document.people, document.body)
        subject = [forms(document.subject)]
        object.__setattr__(self, "subject", subject)
        object.__setattr__(self, "everything", subject + [forms(text) for text in texts])
        object.__setattr__(self, "numbers", number_tokens(document.reference))


class MemoryBackend:
    """A `SearchBackend` that forgets everything with the process. Starts empty."""

    def __init__(self, *, total_cap: int = TOTAL_CAP) -> None:
        self._total_cap = total_cap
        self._entries: dict[int, _Entry] = {}
        self._lock = Lock()

    def write(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.write`."""
        added = {document.id: _Entry(document) for document in documents}
        with self._lock:
            self._entries = {**self._entries, **added}

    def delete(self, ids: Iterable[int]) -> None:
        """See `SearchBackend.delete`."""
        gone = set(ids)
        with self._lock:
            self._entries = {i: entry for i, entry in self._entries.items() if i not in gone}

    def search(self, request: SearchRequest) -> SearchPage:
        """See `SearchBackend.search`."""
        query = parse(request.text)
        entries = self._entries.values()
        found = [entry for entry in entries if _allowed(entry, request) and _found(entry, query)]
        places = sorted((_place(entry, query) for entry in found), reverse=True)
        after = None if request.after is None else decode(request.after)
        rest = [place for place in places if after is None or place < after][request.offset :]
        page = rest[: request.limit]
        return SearchPage(
            hits=tuple(SearchHit(place.id, float(place.score)) for place in page),
            total=min(len(places), self._total_cap),
            total_is_capped=len(places) > self._total_cap,
            next_cursor=encode(page[-1]) if len(rest) > len(page) else None,
        )

    def stamps(self) -> Iterator[tuple[int, int]]:
        """See `SearchBackend.stamps`."""
        for identity, entry in self._entries.items():
            yield identity, entry.document.version

    def rebuild(self, documents: Iterable[IndexedDocument]) -> None:
        """See `SearchBackend.rebuild`."""
        entries: dict[int, _Entry] = {}
        for document in documents:
            entries.setdefault(document.id, _Entry(document))
        with self._lock:
            self._entries = entries

    def close(self) -> None:
        """See `SearchBackend.close`; there is nothing open."""


def _allowed(entry: _Entry, request: SearchRequest) -> bool:
    document = entry.document
    return (
        bool(document.readers & request.readers)
        and document.id not in request.without
        and (not request.kinds or document.kind in request.kinds)
        and request.agency_id in (None, document.agency_id)
        and request.year in (None, document.year)
        and _issued_within(document, request)
    )


def _issued_within(document: IndexedDocument, request: SearchRequest) -> bool:
    if request.issued_from is None and request.issued_to is None:
        return True
    if document.issued_on is None:
        return False
    after_start = request.issued_from is None or request.issued_from <= document.issued_on
    return after_start and (request.issued_to is None or document.issued_on <= request.issued_to)


def _found(entry: _Entry, query: Query) -> bool:
    if query.hopeless:
        return False
    wanted = all(_holds(entry, node, entry.everything, exact=False) for node in query.required)
    return wanted and not any(
        _holds(entry, node, entry.everything, exact=True) for node in query.excluded
    )


def _holds(entry: _Entry, node: Node, fields: Fields, *, exact: bool) -> bool:
    match node:
        case Word(text):
            return any(_is(form, text, exact=exact) for words in fields for form in words)
        case Phrase(wanted):
            return any(_runs(words, wanted, exact=exact) for words in fields)
        case Code(parts):
            return entry.numbers >= set(parts)
        case AllOf(nodes):
            return all(_holds(entry, child, fields, exact=exact) for child in nodes)
        case AnyOf(nodes):
            return any(_holds(entry, child, fields, exact=exact) for child in nodes)


def _is(form: Form, word: str, *, exact: bool) -> bool:
    if exact and is_marked(word):
        return form.marked == word
    return form.folded == fold_text(word)


def _runs(words: list[Form], wanted: tuple[str, ...], *, exact: bool) -> bool:
    """Whether the wanted words stand one after the other."""
    return any(
        all(_is(words[start + n], word, exact=exact) for n, word in enumerate(wanted))
        for start in range(len(words) - len(wanted) + 1)
    )


def _place(entry: _Entry, query: Query) -> Place:
    return Place(_score(entry, query), entry.document.sort_key, entry.document.id)


def _score(entry: _Entry, query: Query) -> int:
    reference = parse_reference(entry.document.reference)
    score = 0
    if any(code.key and code.key == reference.key for code in query.codes()):
        score += WHOLE_REFERENCE
    if any(_meant(code, entry, reference.serial) for code in query.codes()):
        score += OWN_REFERENCE
    if query.is_marked() and _all_hold(entry, query, entry.everything, exact=True):
        score += EXACT_MARKS
    if query.required and _all_hold(entry, query, entry.subject, exact=False):
        score += SUBJECT
    return score


def _all_hold(entry: _Entry, query: Query, fields: Fields, *, exact: bool) -> bool:
    return all(_holds(entry, node, fields, exact=exact) for node in query.required)


def _meant(code: Code, entry: _Entry, serial: str) -> bool:
    return code.serial in ("", serial) and entry.numbers >= set(code.parts)
