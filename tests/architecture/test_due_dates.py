"""Wherever a due date is shown, "Why?" is one press away."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

PRESENTERS = sorted(
    path
    for path in (ROOT / "app").rglob("*.py")
    if "presenters" in path.relative_to(ROOT).as_posix()
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHOWN = re.compile(r"\{\{(?! due\()[^}]*\bdue_(?:text|title|at)\b")
THE_MACRO, THE_PAGE = "components/why.html", "deadlines/why.html"
WHERE_IT_IS_SET = {"work/due.html", "work/give.html"}
"""Forms that give another date: what holds now stands beside the field."""
NO_DATES = {"app/dossiers/presenters/__init__.py"}
"""What stands in their place of a due date is none: when a dossier was opened."""


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_show_due_dates_by_one_macro(template: Path) -> None:
    name = template.relative_to(ROOT / "templates").as_posix()
    if name not in {THE_MACRO, THE_PAGE, *WHERE_IT_IS_SET}:
        assert SHOWN.findall(template.read_text()) == [], "show it by `due` of components/why.html"


def test_whoever_says_a_due_date_says_where_it_is_explained() -> None:
    unexplained = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in PRESENTERS
        if path.relative_to(ROOT).as_posix() not in NO_DATES
        for line in _unexplained(ast.parse(path.read_text()))
    ]
    assert unexplained == [], "say `due_href` beside `due_text`"


@pytest.mark.parametrize(
    ("said", "is_explained"),
    [
        ("Row(due_text=words(due))", False),
        ("Row(due_text=words(due), due_href=url_for('work.why', record_id=3))", True),
        ("{'state': 'late', 'due_text': said}", False),
        ("{'due_text': said, 'due_href': why}", True),
        ("Row(href='/')", True),
    ],
)
def test_it_would_be_found(said: str, is_explained: bool) -> None:
    assert (list(_unexplained(ast.parse(said))) == []) is is_explained


def _unexplained(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        names: set[object] = set()
        if isinstance(node, ast.Call):
            names = {one.arg for one in node.keywords}
        elif isinstance(node, ast.Dict):
            names = {key.value for key in node.keys if isinstance(key, ast.Constant)}
        if "due_text" in names and "due_href" not in names:
            yield node.lineno  # type: ignore[attr-defined]
