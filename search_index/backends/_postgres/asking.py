"""A request as expressions over the tokens of a document.

An expression never finds too little. Where one cannot say all of it (the order of three words, the
marks of a phrase), what it finds is looked at again, by the reference of all backends.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from search_index.analysis import fold
from search_index.backends._postgres import layout
from search_index.backends._arrays import schema
from search_index.protocol import SearchRequest
from search_index.query import AllOf, AnyOf, Code, Fact, Inside, Node, Phrase, Prefix, Query, Word

NONE = "'!'"
"""No document has this token."""


def quoted(token: str, *, begun: bool = False) -> str:
    """A token in an expression."""
    return layout.quoted(token) + (":*" if begun else "")


def all_of(expressions: Iterable[str]) -> str:
    """Each of these; of none, nothing to say."""
    return " & ".join(f"({one})" for one in expressions if one)


def any_of(expressions: Iterable[str]) -> str:
    """One of these; of none, nothing is found."""
    return " | ".join(f"({one})" for one in expressions) or NONE


def scope(request: SearchRequest) -> str:
    """What passes the filters and holds what is demanded; who may read is not asked here."""
    query = request.query
    facts = (
        any_of(quoted(schema.fact(name, value)) for value in sorted(values))
        for name, values in sorted(request.facts_by_name().items())
    )
    demanded = (found_by(one.node) for one in query.wanted if one.demanded)
    kept_out = (f"!{quoted(schema.word(n.text))}" for n in query.excluded if isinstance(n, Word))
    return all_of(chain(facts, demanded, kept_out))


def found_by(node: Node, *, exact: bool = False, field: str = "body") -> str:
    """What a node finds, with the marks typed or any; in a field, or for the body in all."""
    match node:
        case Word(text):
            return quoted(_spelt(text, exact, field))
        case Prefix(text):
            return quoted(_spelt(text, exact, field), begun=True)
        case Phrase(words):
            pairs = (quoted(layout.pair(*pair)) for pair in pairwise(map(fold, words)))
            held = (quoted(_spelt(word, exact, field)) for word in words)
            return all_of([f"({all_of(pairs)}) | {quoted(layout.ALL_PAIRS)}", *held])
        case Code(parts, start=start):
            begun = [quoted(schema.number(start), begun=True)] if start or not parts else []
            return all_of([*(quoted(schema.number(part)) for part in parts), *begun])
        case Fact(name, words):
            return all_of(quoted(layout.fact_word(name, word)) for word in words)
        case Inside(name, inner):
            return found_by(inner, exact=exact, field=name)
        case AllOf(nodes):
            return all_of(found_by(one, exact=exact, field=field) for one in nodes)
        case AnyOf(nodes):
            return any_of(found_by(one, exact=exact, field=field) for one in nodes)


def _spelt(text: str, exact: bool, field: str) -> str:
    word = text if exact else fold(text)
    return schema.word(word) if field == "body" else layout.within(field, word)


def complete(query: Query) -> str:
    """What holds all that was asked for."""
    return all_of(map(found_by, query.nodes))


def first_of_complete(query: Query) -> Iterator[str]:
    """Of what holds all, what comes before the rest of it, the first first."""
    if query.codes():
        yield any_of(map(_meant, query.codes()))
    yield all_of(found_by(node, exact=True, field="subject") for node in query.nodes)
    if query.is_marked():
        yield all_of(found_by(node, exact=True) for node in query.nodes)


def named(query: Query) -> str:
    """What has a whole reference that was typed."""
    return any_of(quoted(schema.whole(code.key)) for code in query.codes() if code.key)


def _meant(code: Code) -> str:
    serial = [quoted(schema.serial(code.serial))] if code.serial else []
    return all_of([found_by(code), *serial])
