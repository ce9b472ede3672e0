"""How a document is laid out in a row: tokens that find it, and what its place is reckoned from.

PostgreSQL's own dictionaries, positions and ranks are not used: a vector holds 16,383 positions and
knows nothing of Vietnamese syllables. The vector has our tokens only, each word without its marks
and, where it has any, also with them; and the pairs of neighbours, by which phrases are found.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain, pairwise
from typing import NamedTuple

from search_index import ranking
from search_index.analysis import Form, fold, forms, number_tokens, parse_reference, tokens
from search_index.backends._arrays import schema
from search_index.protocol import IndexedDocument

VERSION = 1
"""Raise it with every change of the columns or the analysis: another version is built anew."""

TABLE = f"search_index.documents_{VERSION}"
SAMPLE = f"search_index.sample_{VERSION}"
STEP = 64
"""The documents whose id is a multiple of it are the sample."""
CREATE = """
CREATE TABLE {table} (
    id bigint PRIMARY KEY,
    version bigint NOT NULL,
    sort_key bigint NOT NULL,
    day integer,
    body_words integer NOT NULL,
    reference text NOT NULL,
    readers text[] NOT NULL,
    facts text[] NOT NULL,
    impacts text NOT NULL,
    said text NOT NULL,
    tokens tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE {table} ALTER reference SET STORAGE MAIN, ALTER readers SET STORAGE MAIN,
    ALTER facts SET STORAGE MAIN
"""
CREATE_SAMPLE = f"CREATE TABLE {SAMPLE} (token text PRIMARY KEY, documents bytea NOT NULL)"
"""Of each word and reader, which documents of the sample have it, a bit for each."""
"""Long values lie beside the table, so that looking at the age of many rows reads little."""
INDEXES = """
CREATE INDEX ON {table} USING gin (tokens) WITH (fastupdate = off);
CREATE INDEX ON {table} USING gin (readers);
CREATE INDEX ON {table} (sort_key, id);
ANALYZE {table}
"""

BETWEEN = "\x1f"
"""Between the name of a fact and its value."""
ALL_PAIRS = "p"
"""The token of a document that has more pairs than a vector holds: it may have any."""

_LONGEST = 500  # bytes of a token; a vector takes 2,046, and all of it together a megabyte
_MOST_PAIRS = 20_000


class Row(NamedTuple):
    """The values of COLUMNS; the tokens as a list."""

    id: int
    version: int
    sort_key: int
    day: int | None
    body_words: int
    reference: str
    readers: list[str]
    facts: list[str]
    impacts: str
    said: str
    tokens: list[str]


COLUMNS = ", ".join(Row._fields)


def row(document: IndexedDocument) -> Row:
    """The row of a document."""
    fields = {name: forms(getattr(document, name)) for name in ranking.FIELDS}
    day = document.issued_on.toordinal() if document.issued_on else None
    facts = document.all_facts()
    found = chain(_words(fields), _pairs(fields), _numbers(document.reference), _fact_tokens(facts))
    return Row(
        document.id,
        document.version,
        document.sort_key,
        day,
        len(fields["body"]),
        _sent(document.reference),
        sorted(map(_sent, document.readers)),
        sorted(_sent(BETWEEN.join(fact)) for fact in facts),
        _impacts(fields),
        "\n".join(" ".join(form.marked for form in said) for said in fields.values()),
        [token(one) for one in set(found)],
    )


def _sent(text: str) -> str:
    return text.replace("\0", " ")


def token(text: str) -> str:
    """The token as the vector takes it: one that is too long by its beginning and its hash."""
    text = text.replace("\0", BETWEEN)
    data = text.encode()
    if len(data) <= _LONGEST:
        return text
    start = data[: _LONGEST // 2].decode(errors="ignore")
    return start + blake2b(data, digest_size=16).hexdigest()


def quoted(text: str) -> str:
    """A token as the server reads it."""
    plain = token(text).replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"


def _words(fields: dict[str, list[Form]]) -> Iterator[str]:
    for name, said in fields.items():
        for form in set(said):
            for spelling in form:
                yield schema.word(spelling)
                if name != "body":
                    yield within(name, spelling)


def within(field: str, word: str) -> str:
    """The token of a word that stands in a field other than the body."""
    return f"{ranking.FIELDS.index(field)}{word}"


def pair(first: str, second: str) -> str:
    """The token of neighbours, without their marks."""
    return f"p{first} {second}"


def _pairs(fields: dict[str, list[Form]]) -> Iterable[str]:
    found = {
        pair(one.folded, other.folded) for said in fields.values() for one, other in pairwise(said)
    }
    return found if len(found) <= _MOST_PAIRS else (ALL_PAIRS,)


def fact_word(name: str, word: str) -> str:
    """The token of a word in the value of a fact."""
    return f"g{name}{BETWEEN}{word}"


def has_fact(name: str) -> str:
    """The token of a document with any fact of this name."""
    return f"h{name}"


def _numbers(text: str) -> Iterator[str]:
    reference = parse_reference(text)
    yield from map(schema.number, number_tokens(text))
    if reference.key:
        yield schema.whole(reference.key)
    if reference.serial:
        yield schema.serial(reference.serial)


def _fact_tokens(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in facts:
        yield has_fact(name)
        yield schema.fact(name, value)
        for word in tokens(fold(value)):
            yield fact_word(name, word)


def _impacts(fields: dict[str, list[Form]]) -> str:
    """Three lines: every spelling; the impact of each, two digits; its fields, a digit of bits."""
    lengths = [len(said) for said in fields.values()]
    counted: dict[str, list[int]] = {}
    for number, said in enumerate(fields.values()):
        for form in said:
            for spelling in set(form):
                counted.setdefault(spelling, [0] * len(fields))[number] += 1
    impacts = (f"{int(ranking.impact(counts, lengths)):02x}" for counts in counted.values())
    bits = (
        sum(1 << number for number, count in enumerate(counts) if count)
        for counts in counted.values()
    )
    digits = ("0123456789abcdefghijklmnopqrstuv"[of_one] for of_one in bits)
    return "\n".join((f" {' '.join(counted)} ", "".join(impacts), "".join(digits)))


def sampled(made: Row) -> Iterable[str]:
    """Of a document in the sample, its words and readers."""
    words = (one for one in made.tokens if one[0] == "w")
    return chain(words, map(token, map(schema.reader, made.readers)))
