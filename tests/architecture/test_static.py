"""Pages, scripts and styles speak of the same things: each test names what one of them lacks."""

import re
from collections.abc import Iterable
from pathlib import Path

from app.web.assets import FOLDER
from config import ROOT

SHEETS = sorted(FOLDER.rglob("*.css"))
MODULES = sorted((FOLDER / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GALLERY = sorted((ROOT / "tests" / "components" / "templates").rglob("*.html"))
PYTHON = [path for folder in ("app", "documents") for path in (ROOT / folder).rglob("*.py")]
STATES = {
    "data-state",
    "data-conf",
    "data-depth",
    "data-label",
    "data-theme",
    "data-zoom",
    "data-turn",
}
"""What is so, said for styles: not for anything to happen."""


PUT_TOGETHER = re.compile(r"[sw]\d+|cv-urg--\d|from-\d")
"""Classes that templates make of a word and a number."""


def test_every_data_attribute_of_a_page_is_answered() -> None:
    asked = set(re.findall(r"\bdata-[a-z]+(?:-[a-z]+)*", _uncommented_templates()))
    assert asked - _answered() - STATES == set()


def test_every_data_attribute_answered_stands_in_some_page() -> None:
    asked = re.findall(r"\bdata-[a-z]+(?:-[a-z]+)*", _uncommented_templates())
    set_by_script = {"data-picker-own"}
    assert _answered() - set(asked) - set_by_script - STATES == set()


def test_every_module_names_what_it_answers_to() -> None:
    """Behaviours are found by reading the heads of the modules."""
    silent = {}
    for path in MODULES:
        text = path.read_text()
        head, code = text.split("*/", 1)
        marks = set(re.findall(r"\[(data-[a-z]+)(?=[\]=])", code))
        silent[path.name] = {mark for mark in marks if f"`{mark}" not in head}
    # Forms, menus and keys say where they leave something to another.
    shared = {"data-keep", "data-signin", "data-theme-form"}
    assert {name: marks - shared for name, marks in silent.items() if marks - shared} == {}


def test_every_class_of_a_page_has_a_style() -> None:
    styled = _styled()
    unknown = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in TEMPLATES
        for word in _classes(path.read_text())
        if word not in styled
    }
    assert unknown == set()


def test_every_style_is_for_something() -> None:
    used = set(re.findall(r"[\w-]+", _text([*TEMPLATES, *GALLERY, *MODULES, *PYTHON])))
    unused = {name for name in _styled() - used if not PUT_TOGETHER.fullmatch(name)}
    assert unused == set()


def test_no_sheet_and_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (*SHEETS, *MODULES)}
    assert {str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > 250} == set()


def test_keys_are_heard_in_one_place() -> None:
    """Which leaves those alone with which an input method composes a Vietnamese word."""
    hearing = [path.name for path in MODULES if re.search(r"key(down|up|press)", path.read_text())]
    assert hearing == ["dom.js"]


def _text(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text() for path in paths)


def _uncommented_templates() -> str:
    return re.sub(r"\{#.*?#\}", "", _text(TEMPLATES), flags=re.DOTALL)


def _answered() -> set[str]:
    """Data attributes that a selector names, or a script reads."""
    code = re.sub(r"/\*.*?\*/", "", _text([*MODULES, *SHEETS]), flags=re.DOTALL)
    read = re.findall(r"dataset\.(\w+)|'(\w+)' in \w+\.dataset", code)
    kebab = (re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", a or b) for a, b in read)
    return set(re.findall(r"\[(data-[a-z-]+)", code)) | {f"data-{name}" for name in kebab}


def _styled() -> set[str]:
    css = re.sub(r'/\*.*?\*/|"[^"]*"|\{\{', "", _text(SHEETS), flags=re.DOTALL)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", css))


def _classes(html: str) -> set[str]:
    """Whole words of class attributes; what is put together by the template is left out."""
    plain = re.sub(r"\{#.*?#\}", "", html, flags=re.DOTALL)
    plain = re.sub(r"\{\{.*?\}\}", "\0", plain, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}", " ", plain, flags=re.DOTALL)
    words = {word for found in re.findall(r'\bclass="([^"]*)"', plain) for word in found.split()}
    return {word for word in words if "\0" not in word}
