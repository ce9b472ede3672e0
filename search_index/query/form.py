"""A question and the form that says the same: its fields apart from its words, and back."""

from collections.abc import Mapping

from search_index.query.fields import FIELD_NAMES
from search_index.query.lexer import fielded

_FIRST_NAMES = {field: name for name, field in reversed(FIELD_NAMES.items())}
"""The first name of each field, which a form bears."""


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


def together(words: str, said: Mapping[str, str]) -> str:
    """The question of these words and fields; a value of several words stands in quotes."""
    plain = {name: value.replace('"', " ").strip() for name, value in said.items()}
    fields = (f'{name}:"{v}"' if " " in v else f"{name}:{v}" for name, v in plain.items() if v)
    return " ".join(filter(None, (words, *fields)))
