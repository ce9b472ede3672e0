"""Full-text search of Vietnamese documents, behind `SearchBackend`.

Importing this package loads no engine: a backend loads its own at first use.
"""

from search_index.alike import alike
from search_index.analysis import ABBREVIATIONS, Abbreviation, abbreviation
from search_index.backends.memory import MemoryBackend
from search_index.backends.postgres import PostgresBackend
from search_index.backends.successor import Successor
from search_index.backends.whoosh import WhooshBackend
from search_index.corrections import better_question
from search_index.errors import BadCursor, IndexBusy, IndexUnreadable, SearchIndexError
from search_index.highlight import Span, excerpt
from search_index.protocol import (
    FACET_VALUES,
    MAX_LIMIT,
    TOTAL_CAP,
    IndexedDocument,
    Order,
    SearchBackend,
    SearchHit,
    SearchPage,
    SearchRequest,
)
from search_index.query import Query, parse

__all__ = [
    "ABBREVIATIONS",
    "FACET_VALUES",
    "MAX_LIMIT",
    "TOTAL_CAP",
    "Abbreviation",
    "BadCursor",
    "IndexBusy",
    "IndexUnreadable",
    "IndexedDocument",
    "MemoryBackend",
    "Order",
    "PostgresBackend",
    "Query",
    "SearchBackend",
    "SearchHit",
    "SearchIndexError",
    "SearchPage",
    "SearchRequest",
    "Span",
    "Successor",
    "WhooshBackend",
    "abbreviation",
    "alike",
    "better_question",
    "excerpt",
    "parse",
]
