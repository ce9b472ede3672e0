"""What a person typed into a form, in plain words: for the page that could not take it.

The page says what was not saved, so that it can be read and copied; it never holds a password.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import Field, HiddenField, IntegerField, PasswordField, StringField
from wtforms.fields.core import UnboundField

from app.web.forms import OfficeForm
from app.web.only_shown import ONCE_FIELD, ONLY_SHOWN
from app.web.page_tokens import FIELD

NOT_TYPED = frozenset({FIELD, ONCE_FIELD, ONLY_SHOWN})
Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Typed:
    """One field by its label (empty when no form of ours knows it), and what stood in it."""

    label: str
    text: str


def sent_fields() -> list[tuple[str, str]]:
    """All fields of this request, in order, without its keys and without passwords."""
    secret = set(_names_of(PasswordField))
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NOT_TYPED | secret and "password" not in name
    ]


def sent_file_names() -> list[str]:
    return [file.filename for _name, file in request.files.items(multi=True) if file.filename]


def in_words(fields: Fields) -> tuple[Typed, ...]:
    """What was written by hand among these fields; choices and numbers of rows are left out."""
    filled = [(name, value) for name, value in fields if value.strip()]
    form = _nearest_form({name for name, _value in filled})
    return tuple(
        Typed(_label(form.get(name)), value)
        for name, value in filled
        if _is_written(form.get(name), value)
    )


def _is_written(field: Any, value: str) -> bool:
    if field is None:  # a field that its template writes itself: words have spaces, numbers none
        return any(sign.isspace() for sign in value.strip())
    kind = field.field_class
    return issubclass(kind, StringField | IntegerField) and not issubclass(kind, HiddenField)


def _label(field: Any) -> str:
    if field is None:
        return ""
    return str(field.kwargs.get("label") or (field.args[0] if field.args else ""))


def _nearest_form(names: set[str]) -> Mapping[str, Any]:
    """The fields of the form that knows most of these names."""
    return max(known_forms(), key=lambda fields: len(names & fields.keys()), default={})


def known_forms(base: type[OfficeForm] = OfficeForm) -> Iterator[dict[str, Any]]:
    for form in base.__subclasses__():
        members = ((name, getattr(form, name, None)) for name in dir(form))
        yield {name: member for name, member in members if isinstance(member, UnboundField)}
        yield from known_forms(form)


def _names_of(kind: type[Field]) -> Iterator[str]:
    for fields in known_forms():
        yield from (name for name, field in fields.items() if issubclass(field.field_class, kind))
