"""What the library of forms says by itself is said in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import wtforms
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, IntegerField, StringField
from wtforms.validators import Length

from app.web.forms import OfficeForm, RowForm
from config import ROOT

CATALOGUE = ROOT / "app/web/translations/vi/LC_MESSAGES/messages.po"


def _said(source: str) -> Iterator[tuple[str, ...]]:
    """The messages that a source asks for: one, or a singular and its plural."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            constants = (one.value for one in node.args if isinstance(one, ast.Constant))
            words = tuple(one for one in constants if isinstance(one, str))
            if node.func.attr in ("gettext", "ngettext") and words:
                yield words


def test_every_message_of_the_library_has_its_vietnamese() -> None:
    with CATALOGUE.open("rb") as file:
        ours = {entry.id: entry.string for entry in read_po(file)}
    sources = Path(wtforms.__file__).parent.rglob("*.py")
    said = {words for path in sources for words in _said(path.read_text(encoding="utf-8"))}
    assert ("Not a valid integer value.",) in said
    missing = [words for words in said if not ours.get(words if len(words) > 1 else words[0])]
    assert missing == []


class _Row(RowForm):
    count = IntegerField()


class _Whole(OfficeForm):
    name = StringField(validators=[Length(max=5)])
    rows = FieldList(FormField(_Row))


@pytest.mark.parametrize(
    ("language", "long", "none"),
    [
        ("vi", "Không được dài quá 5 ký tự.", "Hãy ghi một số nguyên."),
        ("en", "Field cannot be longer than 5 characters.", "Not a valid integer value."),
    ],
)
def test_a_form_and_its_rows_speak_the_language_of_the_reader(
    app: Flask, language: str, long: str, none: str
) -> None:
    with app.test_request_context(), force_locale(language):
        form = _Whole(MultiDict({"name": "dài quá", "rows-0-count": "x"}), meta={"csrf": False})
        assert not form.validate()
        assert form.name.errors == [long]
        assert form.rows[0].form.count.errors == [none]


def test_every_form_of_the_office_is_one_of_those() -> None:
    bare = [kind for kind in Form.__subclasses__() if kind.__module__.startswith("app.")]
    assert bare == [RowForm]
