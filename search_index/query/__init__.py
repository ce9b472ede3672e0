"""What a person typed, as a tree that a backend can answer."""

from search_index.query.fields import DOSSIER_CALLED
from search_index.query.parse import parse
from search_index.query.tree import (
    AllOf,
    AnyOf,
    Code,
    Fact,
    Inside,
    Node,
    Note,
    Phrase,
    Prefix,
    Query,
    Wanted,
    Word,
)

__all__ = [
    "DOSSIER_CALLED",
    "AllOf",
    "AnyOf",
    "Code",
    "Fact",
    "Inside",
    "Node",
    "Note",
    "Phrase",
    "Prefix",
    "Query",
    "Wanted",
    "Word",
    "parse",
]
