"""A better question offered for one with a slip of the keys: never more than offered.

It is made of words that documents of the reader hold, and offered only if they answer it better.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from search_index.analysis import (
    ABBREVIATIONS,
    RUN,
    as_meant,
    fold,
    forms,
    is_marked,
    is_syllable,
    respaced,
    visible,
    with_other_marks,
)
from search_index.protocol import SearchBackend, SearchPage, SearchRequest
from search_index.query import Query, Word, parse
from search_index.query.lexer import without_fields
from search_index.query.tree import leaves

_LETTERS = "abcdeghiklmnopqrstuvxyđ"
_MOST_WORDS = 3
"""That are tried one way after the other; what keys mean is known at once for all."""
_MOST_TRIED = 5
_LONG = 4
_LONGEST = 9  # letters; a syllable has seven
_SHORT = frozenset(fold(entry.short) for entry in ABBREVIATIONS)
_BRACKETED = re.compile(r"(?<!\w)\[.*\](?!\w)")
_FIELD = "\ue000"
"""Stands for a field while the words around it are corrected."""


def better_question(
    backend: SearchBackend, request: SearchRequest, read: Callable[[str], Query] = parse
) -> str | None:
    """The text of the request with words corrected that no document of the reader holds; what
    stands in its fields, and their names, are left as they were typed.

    Keys of an input method and lost spaces are surely a slip. Any other strange word may be a rare
    name, so that it is changed only for a document that then holds all of the question, and by its
    marks alone where it is written as a name.

    read: what a text means to this reader; nothing else is asked of the index.

    Raises:
        IndexUnreadable: there is no usable index.
    """
    if isinstance(request.text, Query):
        raise TypeError("a question is corrected as it was typed")
    typed, fields = without_fields(visible(request.text).replace(_FIELD, ""), _FIELD)
    typed = _unbracketed(typed)

    def whole(text: str) -> str:
        for field in fields:
            text = text.replace(_FIELD, field, 1)
        return text

    def answer(text: str) -> SearchPage:
        asked = replace(request, text=read(whole(text)), limit=1, offset=0, after=None, facets=())
        return backend.search(asked)

    text = respaced(typed, partial(backend.holders, readers=request.readers))
    strange = _strange(backend, read(text), request.readers)
    if not strange and whole(text) == request.text:
        return None
    first = answer(request.text)
    meant = _keys_read(backend, request, strange)
    sure = text = _replaced(text, meant)
    best = at_first = answer(sure) if whole(sure) != request.text else first
    names = _names(typed)
    for word in [one for one in strange if one not in meant][:_MOST_WORDS]:
        for other in _others(backend, request, word, is_name=word in names):
            better = _replaced(text, {word: other})
            found = answer(better)
            if _is_better(found, best):
                text, best = better, found
    keys = {word: key[0] for word in strange if (key := as_meant(word)) and is_syllable(key[0])}
    off = keys if meant else {}  # the method was off for every word, held or not
    if best is not at_first and not best.hits[0].missing:
        return whole(_replaced(text, off))
    return whole(_replaced(sure, off)) if _is_better(at_first, first) else None


def _unbracketed(text: str) -> str:
    """The text with the brackets of Telex as the letters that they are the keys of: "tr]ờng"."""
    return text if _BRACKETED.search(text) else text.replace("[", "ow").replace("]", "uw")


def _keys_read(
    backend: SearchBackend, request: SearchRequest, strange: list[str]
) -> dict[str, str]:
    """Of these words those that are keys of an input method for a word that is held."""
    meant = {word: read[0] for word in strange if (read := as_meant(word))}
    held = backend.holders(set(meant.values()), request.readers) if meant else {}
    return {word: read for word, read in meant.items() if read in held}


def _is_better(answer: SearchPage, than: SearchPage) -> bool:
    """Whether its best hit lacks less or, lacking as much, holds what is asked for better."""
    if not answer.hits or not than.hits:
        return len(answer.hits) > len(than.hits)
    lacks, lacked = len(answer.hits[0].missing), len(than.hits[0].missing)
    return lacks < lacked or (lacks == lacked and answer.hits[0].score > than.hits[0].score)


def _strange(backend: SearchBackend, asked: Query, readers: frozenset[str]) -> list[str]:
    """Words of the question that no document of the reader holds as typed; an abbreviation is no
    slip."""
    words = [leaf.text for leaf in leaves(asked.nodes) if isinstance(leaf, Word)]
    words = [word for word in words if fold(word) not in _SHORT]
    held = backend.holders(words, readers)
    return [word for word in dict.fromkeys(words) if word not in held]


def _names(text: str) -> frozenset[str]:
    """Words with a capital inside of a question."""
    inside = [found[0] for found in RUN.finditer(text)][1:]
    return frozenset(forms(one)[0].marked for one in inside if one.istitle())


def _others(
    backend: SearchBackend, request: SearchRequest, word: str, *, is_name: bool
) -> list[str]:
    """Words that may be meant and are held, those of the surest kind that has any, common first."""
    meant = next(iter(as_meant(word)), word)
    for kind in _kinds(meant, is_name=is_name):
        held = backend.holders(kind, request.readers)
        if held:
            return sorted(held, key=lambda one: (-held[one], one))[:_MOST_TRIED]
    return []


def _kinds(word: str, *, is_name: bool) -> Iterator[frozenset[str]]:
    """Other marks, a letter more, less, other or in another place.

    A short syllable is one letter off from too many.
    """
    if is_marked(word):
        yield with_other_marks(word, hats=False)
        yield with_other_marks(word, hats=True)
    is_short = len(word) < _LONG and is_syllable(word)
    if len(word) <= _LONGEST and not is_short and not is_name:
        yield _one_letter_off(word)
        yield _one_letter_off(fold(word))


def _one_letter_off(word: str) -> frozenset[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
    more = {a + letter + b for a, b in cuts for letter in _LETTERS}
    near = (less | swapped | other | more) - {word}
    return frozenset(one for one in near if is_syllable(one))


def _replaced(text: str, others: Mapping[str, str]) -> str:
    """The text with each of these words written otherwise."""
    return RUN.sub(lambda found: others.get(forms(found[0])[0].marked, found[0]), text)
