"""The tree of a query, its words normalised; says what to find and not where that is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from search_index.analysis import is_marked


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, with or without marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, not across the border of two fields."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Parts of a document's own reference, in any order.

    parts: number tokens it must have.
    serial: the number it must start with to count as meant; empty for any.
    key: the key that makes it the whole reference; empty where too little was typed.
    ranked: false for an abbreviation added to words, which says nothing about which document is
        meant.
    """

    parts: tuple[str, ...]
    serial: str = ""
    key: str = ""
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    nodes: tuple["Node", ...]


Node = Word | Phrase | Code | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """What must be there and what must not.

    An excluded word with marks keeps out that spelling only; without marks, every spelling.
    hopeless: something was typed that no document can hold, such as "???".
    """

    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    hopeless: bool = False

    def is_marked(self) -> bool:
        """Whether any word to be found was typed with marks."""
        return any(is_marked(word) for node in leaves(self.required) for word in words_of(node))

    def codes(self) -> tuple[Code, ...]:
        """The parts of a reference that were typed to name a document."""
        return tuple(n for n in leaves(self.required) if isinstance(n, Code) and n.ranked)


def leaves(nodes: tuple[Node, ...]) -> Iterator[Word | Phrase | Code]:
    """The words, phrases and codes under these nodes, in order."""
    for node in nodes:
        if isinstance(node, AllOf | AnyOf):
            yield from leaves(node.nodes)
        else:
            yield node


def words_of(leaf: Word | Phrase | Code) -> tuple[str, ...]:
    """The words of the text a leaf looks for; a code looks elsewhere."""
    match leaf:
        case Word(text):
            return (text,)
        case Phrase(words):
            return words
        case Code():
            return ()
