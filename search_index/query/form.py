"""A question and the form that says the same: its fields apart from its words, and back."""

import re
from collections.abc import Callable, Mapping

from search_index.analysis import fold, tokens
from search_index.query.fields import FACT_FIELDS, FIELD_NAMES
from search_index.query.lexer import behind, fielded, plain

_FIRST_NAMES = {field: name for name, field in reversed(FIELD_NAMES.items())}
"""The first name of each field, which a form bears."""


FACTS_OF = {_FIRST_NAMES[fact]: (fact,) for fact in FACT_FIELDS.values() if fact != "dossier"} | {
    "coquan": ("issuer",),
    "nguoi": ("signer", "handler"),
}
"""Facts whose values stand behind the field of this first name."""


def holds(value: str, words: str) -> bool:
    """Whether these words stand in the value one after the other, whatever marks they have."""
    whole, part = (f" {' '.join(map(fold, tokens(one)))} " for one in (value, words))
    return part in whole


def apart(text: str) -> tuple[str, dict[str, str]]:
    """The words of a question, and what it says of each field under that field's first name.

    Of several values of one field the last; the others, and what is excluded, stay with the words.
    """
    said: dict[str, str] = {}
    for start, end, name, value in reversed(list(fielded(text))):
        first = _FIRST_NAMES[FIELD_NAMES[name]]
        if first not in said:
            said[first] = value
            text = text[:start] + text[end:]
    return " ".join(text.split()), said


def said_of_fields(text: str) -> list[tuple[str, str]]:
    """The first name of each field that a question asks for, in order, with the value."""
    return [(_FIRST_NAMES[FIELD_NAMES[name]], value) for _start, _end, name, value in fielded(text)]


def gathered(text: str, is_known: Callable[[str, str], bool]) -> str:
    """The question with as many of the words behind a field in its value, then in quotes, as make
    one that is known: `loai:quyết định đất` is `loai:"quyết định" đất`.

    What stands in quotes already, or is begun only ("ub*"), stays.

    is_known: of the first name of a field and a value, whether there is something such.
    """
    for _start, end, name, value in reversed(list(fielded(text))):
        if plain(text[end - 1]) in '"*':
            continue
        first, at, whole = _FIRST_NAMES[FIELD_NAMES[name]], end - len(value), end
        for word_end in behind(text, end):
            if not is_known(first, text[at:word_end]):
                break
            whole = word_end
        if whole > end:
            text = f'{text[:at]}"{text[at:whole]}"{text[whole:]}'
    return text


def parts(text: str) -> list[str]:
    """A question in the parts of which each may be left out: words, phrases and fields."""
    return [text[found.start() : found.end()] for found in _PART.finditer(plain(text))]


_PART = re.compile(r'-?(?:\w+:)?"[^"]*"|\S+')


def together(words: str, said: Mapping[str, str]) -> str:
    """The question of these words and fields; a value of several words stands in quotes."""
    bare = {name: value.replace('"', " ").strip() for name, value in said.items()}
    fields = (f'{name}:"{v}"' if " " in v else f"{name}:{v}" for name, v in bare.items() if v)
    return " ".join(filter(None, (words, *fields)))
