"""The tree of a query, its words normalised; says what to find and not where that is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from search_index.analysis import is_marked


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, with or without marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so, with or without marks."""

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
    start: how one more number token must begin, while it is being typed; empty for none.
    ranked: false for an abbreviation added to words, which says nothing about which document is
        meant.
    """

    parts: tuple[str, ...]
    serial: str = ""
    key: str = ""
    start: str = ""
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Inside:
    """A word, prefix or phrase in one field of `ranking.FIELDS`."""

    field: str
    node: "Node"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of this name (`IndexedDocument.facts`) in whose value these words, without marks,
    stand one after the other."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    nodes: tuple["Node", ...]


Leaf = Word | Prefix | Phrase | Code | Fact
Node = Leaf | Inside | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for.

    text: as typed, to be named where a hit does not have it.
    demanded: no hit is without it (a quoted phrase, a field); all else is preferred.
    """

    text: str
    node: Node
    demanded: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What the reader of a query should know of how it was taken.

    what: "no-date" (a date that is none, left out; `better` is the nearest), "cut" (the text was
        too long; `text` is the last that counts), "half-excluded" (of two words behind a minus only
        the first is kept out; `better` keeps out both).
    """

    what: str
    text: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for, and what must not be there.

    excluded: an excluded word with marks keeps out that spelling only; without, every spelling.
    since, until: days of issue, both included.
    neighbours: words, without marks, that stood next to each other, as pairs, each once.
    hopeless: something was typed that no document can hold, such as "???".
    """

    wanted: tuple[Wanted, ...] = ()
    excluded: tuple[Node, ...] = ()
    since: date | None = None
    until: date | None = None
    neighbours: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    hopeless: bool = False

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What is wanted, without the words for it."""
        return tuple(one.node for one in self.wanted)

    def is_marked(self) -> bool:
        """Whether any word to be found was typed with marks."""
        return any(is_marked(word) for leaf in leaves(self.nodes) for word in words_of(leaf))

    def codes(self) -> tuple[Code, ...]:
        """The parts of a reference that were typed to name a document."""
        return tuple(n for n in leaves(self.nodes) if isinstance(n, Code) and n.ranked)


def leaves(nodes: tuple[Node, ...]) -> Iterator[Leaf]:
    """The words, phrases and codes under these nodes, in order."""
    for node in nodes:
        if isinstance(node, AllOf | AnyOf):
            yield from leaves(node.nodes)
        elif isinstance(node, Inside):
            yield from leaves((node.node,))
        else:
            yield node


def words_of(leaf: Leaf) -> tuple[str, ...]:
    """The words of the text a leaf looks for; a code and a fact look elsewhere."""
    match leaf:
        case Word(text) | Prefix(text):
            return (text,)
        case Phrase(words):
            return words
        case Code() | Fact():
            return ()


def as_phrase(words: Sequence[str]) -> Node | None:
    """The words one after the other; None for none."""
    if len(words) > 1:
        return Phrase(tuple(words))
    return Word(words[0]) if words else None
