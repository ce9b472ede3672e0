"""How a syllable is written, and words whose spaces were lost or are too many."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from search_index.analysis.text import fold, forms

_SYLLABLE = re.compile(
    r"(?:ngh(?=[ie])|ng(?![ie])|gh(?=[ie])|g(?![ey])|k(?=[iey])|c(?![iey])|kh|nh|gi|ch|tr|th|ph|qu"
    r"|[bdhlmnprstvx])?"
    r"(?:[ieaouy]|[iy]e|ie|ye|uo|ua|ia|oa|oe|ue|uy|uye|uya|oo|ai|ao|au|ay|eo|eu|iu|oi|ui|uu|"
    r"ieu|yeu|oai|oay|oao|oeo|uay|uoi|uou|uyu)(?:ng|nh|ch|[cmnpt])?"
)
_LONGEST = 7  # letters of a syllable
_RUN_TOGETHER = 40  # letters of words that are cut
_MOST_BROKEN = 8
_FRAGMENTS = 3  # pieces of which a syllable is joined
RUN = re.compile(r"[^\W_]+")

Holders = Callable[[Collection[str]], Mapping[str, int]]
"""Which of some words something holds, and how much does."""


@lru_cache(maxsize=4_096)
def is_syllable(word: str) -> bool:
    """Whether a word may be one syllable, whatever marks it has.

    >>> is_syllable("nghiêng"), is_syllable("ngi"), is_syllable("th")
    (True, False, False)
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


def respaced(text: str, holders: Holders) -> str:
    """An NFC text in which a word that nothing holds is cut into syllables that are held, and
    pieces of a syllable are joined to one that is.

    >>> held = {"thông": 9, "tin": 9, "đất": 3, "đai": 2}
    >>> respaced("th ông tin đấtđai", lambda words: {w: held[w] for w in words if w in held})
    'thông tin đất đai'
    """
    runs = list(RUN.finditer(text))
    words = [run[0] for run in runs]
    known = holders({_spelt(word) for word in words})
    found = [at for at, word in enumerate(words) if _is_broken(word, known)]
    broken = [at in found[:_MOST_BROKEN] for at in range(len(words))]
    if not found:
        return text
    joins = {
        (at, size): "".join(words[at : at + size])
        for size in (_FRAGMENTS, 2)
        for at in range(len(runs) - size + 1)
        if any(broken[at : at + size])
        and not re.sub(RUN, "", text[runs[at].start() : runs[at + size - 1].end()]).strip()
    }
    cut = [word for word, is_one in zip(words, broken, strict=True) if is_one]
    tried = {*joins.values(), *(part for word in cut for _at, part in _parts(word))}
    held = holders({spelt for one in tried if is_syllable(spelt := _spelt(one))})
    written, at, end = [], 0, 0
    while at < len(runs):
        sizes = (n for n in (_FRAGMENTS, 2) if _spelt(joins.get((at, n), "")) in held)
        size = next(sizes, 1)
        whole = joins[at, size] if size > 1 else _cut(words[at], held) if broken[at] else words[at]
        written += [text[end : runs[at].start()], whole]
        at += size
        end = runs[at - 1].end()
    return "".join((*written, text[end:]))


def _spelt(word: str) -> str:
    return "".join(form.marked for form in forms(word))


def _is_broken(word: str, known: Collection[str]) -> bool:
    spelt = _spelt(word)
    return word.isalpha() and (spelt not in known or not is_syllable(spelt))


def _parts(word: str) -> Iterator[tuple[int, str]]:
    """What may be a syllable in a word, with where it begins; of one letter only "y", "ở", "ô"."""
    if len(word) <= _RUN_TOGETHER:
        for at, letter in enumerate(word):
            shortest = 1 if letter in "yY" or fold(letter) != letter.lower() else 2
            for end in range(at + shortest, min(at + _LONGEST, len(word)) + 1):
                yield at, word[at:end]


def _cut(word: str, held: Mapping[str, int]) -> str:
    """The word as the fewest syllables that are held, of several ways the commonest; itself where
    there is none, and where it is one syllable: in that no space was lost."""
    if is_syllable(word):
        return word
    ways: dict[int, tuple[int, int, str]] = {0: (0, 0, "")}
    for at, part in _parts(word):
        often = held.get(_spelt(part), 0)
        if often and at in ways:
            count, rarest, before = ways[at]
            way = (count - 1, min(often, rarest or often), f"{before} {part}".strip())
            ways[at + len(part)] = max(way, ways.get(at + len(part), way))
    return ways.get(len(word), (0, 0, word))[2]
