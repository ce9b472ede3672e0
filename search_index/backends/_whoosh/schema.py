"""How a document is laid out in a Whoosh index.

Text is analysed outside of Whoosh, and no text is stored. Each word of `words` and `subject` is
indexed without its marks and, where it has any, also with them, at the same position: the two
cannot be mistaken for one another, since one kind holds no marks and the other at least one.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search_index.analysis import Form, forms, number_tokens, parse_reference
from search_index.backends._whoosh.codec import PackedPositions
from search_index.protocol import IndexedDocument

STAMP = struct.Struct(
    "@4q"
)  # id, version, sort key, day of issue; arrays of 64-bit integers read it back
NO_DAY = 0
_NEVER = STAMP.pack(0, 0, 0, -1)  # a column leaves out values that equal its default

Posting = tuple[bytes, int, float, bytes]


class WordsField(FieldType):  # type: ignore[misc]
    """Words with positions, given as one list of forms for each stretch of text."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), analyzer=None)

    def index(self, value: Iterable[list[Form]], **_: Any) -> Iterator[Posting]:
        """The postings of one document, a gap between stretches so that no phrase spans them."""
        places: dict[str, list[int]] = {}
        position = 0
        for stretch in value:
            for marked, folded in stretch:
                places.setdefault(folded, []).append(position)
                if marked != folded:
                    places.setdefault(marked, []).append(position)
                position += 1
            position += 1
        for word, found in places.items():
            yield word.encode(), len(found), 1.0, array("I", found).tobytes()


class TokensField(FieldType):  # type: ignore[misc]
    """Whole tokens that a document has or has not."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[Posting]:
        """One posting for each token."""
        for token in value:
            yield token.encode(), 1, 1.0, b""


def schema() -> Schema:
    """The fields of an index."""
    return Schema(
        words=WordsField(),
        subject=WordsField(),
        numbers=TokensField(),
        readers=TokensField(),
        facets=TokensField(),
        stamp=COLUMN(FixedBytesColumn(STAMP.size, default=_NEVER)),
    )


def fields(document: IndexedDocument) -> dict[str, object]:
    """The document as values of those fields."""
    subject = forms(document.subject)
    texts = (document.reference, document.issuer, document.people, document.body)
    day = document.issued_on.toordinal() if document.issued_on else NO_DAY
    return {
        "words": [subject, *map(forms, texts)],
        "subject": [subject],
        "numbers": _numbers(document.reference),
        "readers": document.readers,
        "facets": [kind(document.kind), agency(document.agency_id), year(document.year)],
        "stamp": STAMP.pack(document.id, document.version, document.sort_key, day),
    }


def _numbers(text: str) -> set[str]:
    reference = parse_reference(text)
    tokens = set(number_tokens(text))
    if reference.key:
        tokens.add(whole(reference.key))
    if reference.serial:
        tokens.add(serial(reference.serial))
    return tokens


def whole(key: str) -> str:
    """The token of `numbers` that stands for a whole reference."""
    return f"={key}"


def serial(number: str) -> str:
    """The token of `numbers` that stands for the number a reference starts with."""
    return f"#{number}"


def kind(name: str) -> str:
    """The token of `facets` for a kind."""
    return f"kind:{name}"


def agency(identity: int) -> str:
    """The token of `facets` for an agency."""
    return f"agency:{identity}"


def year(number: int) -> str:
    """The token of `facets` for a year."""
    return f"year:{number}"
