"""How a document is laid out in an index.

Text is analysed outside of Whoosh, and no text is stored. A word is indexed without its marks and,
where it has any, also with them, at the same position: the two cannot be mistaken for one another,
since one kind holds no marks and the other at least one.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from search_index.analysis import Form, forms, is_marked, number_tokens, parse_reference
from search_index.protocol import IndexedDocument
from search_index.ranking import FIELDS

MARKED = "x"
"""What the token of a word with marks begins with."""

NO_DAY = 0
"""The day of a document without a date."""


class Field(IntEnum):
    """Where in a document a token stands.

    The texts are as in `ranking.FIELDS`; ALL is all of them, one after the other with a gap of one
    place between, so that no phrase spans two. BODY is not kept apart: it is what of ALL is left.
    """

    REFERENCE = 0
    SUBJECT = 1
    ISSUER = 2
    PEOPLE = 3
    BODY = 4
    TOKENS = 5
    ALL = 6


def spelt(said: Form | str) -> Iterable[str]:
    """The tokens that a word of a text is found by, each once; a token is found by itself."""
    return (said,) if isinstance(said, str) else dict.fromkeys(map(word, said))


def lay_out(document: IndexedDocument) -> Iterator[Sequence[Form | str]]:
    """The words of each text, in the order of the fields, and the tokens that it has or has not."""
    yield from (forms(getattr(document, name)) for name in FIELDS)
    yield sorted(_tokens(document))


def stamp(document: IndexedDocument) -> tuple[int, int, int, int]:
    """What is kept of a document in columns: id, version, sort key and day of issue."""
    day = document.issued_on.toordinal() if document.issued_on else NO_DAY
    return document.id, document.version, document.sort_key, day


def _tokens(document: IndexedDocument) -> set[str]:
    reference = parse_reference(document.reference)
    return {
        *map(reader, document.readers),
        *(fact(name, value) for name, value in document.all_facts()),
        *map(number, number_tokens(document.reference)),
        *([whole(reference.key)] if reference.key else ()),
        *([serial(reference.serial)] if reference.serial else ()),
    }


def word(text: str) -> str:
    """The token for a word of the text; those with marks lie apart, behind all others.

    So what begins with some letters is read without what is found in it once more, with its marks.
    """
    return f"{MARKED if is_marked(text) else 'w'}{text}"


def number(part: str) -> str:
    """The token for a part of the document's own reference."""
    return f"n{part}"


def whole(key: str) -> str:
    """The token for a whole reference."""
    return f"={key}"


def serial(text: str) -> str:
    """The token for the number a reference starts with."""
    return f"#{text}"


def reader(name: str) -> str:
    """The token for who may read it."""
    return f"r{name}"


def fact(name: str, value: str) -> str:
    """The token for a fact."""
    return f"f{name}\0{value}"
