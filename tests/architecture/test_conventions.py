"""Conventions of the code base: each test names the offenders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from alembic.script import ScriptDirectory
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from flask import Flask

from app.cli import migration_config
from app.core.catalogues import catalogue_folders
from app.features import FEATURES
from app.web.fields import ActField
from app.web.typed import known_forms
from config import ROOT, Settings

SOURCES = sorted(
    path
    for package in ("app", "documents", "search_index")
    for path in (ROOT / package).rglob("*.py")
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
SAYS_AN_ACT = (
    re.compile(r'type="submit"[^>]* name="([a-z_]+)" value="([a-z_]+)"'),
    re.compile(r'form_foot\(.*?, "([a-z_]+)", "([a-z_]+)"\)'),
)
FREE = {"signed in", "public"}


def test_there_is_one_migration_head() -> None:
    script = ScriptDirectory.from_config(migration_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_every_route_names_its_permission(bare_app: Flask) -> None:
    nameless = [
        endpoint
        for endpoint, view in bare_app.view_functions.items()
        if not endpoint.endswith("static") and not getattr(view, "permissions", ())
    ]
    assert nameless == []


def test_every_permission_asked_for_is_in_the_catalogue(bare_app: Flask) -> None:
    asked = {
        permission
        for view in bare_app.view_functions.values()
        for permission in getattr(view, "permissions", ())
    }
    assert asked - FREE - FEATURES.permissions.keys() == set()
    given = {role for one in FEATURES.permissions.values() for role in one.roles}
    assert given == set(FEATURES.roles)


CACHES = {
    "catalogues.py",
    "addresses.py",
    "assets.py",
    "named.py",
    "papers.py",
    "receivers.py",
    "rules.py",
}
"""Addresses, icons, what features name, the files of the demonstration; whom a text names, and
rules, which know no statement."""


def test_no_statement_is_remembered() -> None:
    """Who asks is a parameter: a statement is a constant, a function that builds one is cheap."""
    kept = [
        f"{path.name}: {node.name}"
        for path in (ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and path.name not in CACHES
        if any(re.search(r"\b(lru_)?cache\b", ast.unparse(one)) for one in node.decorator_list)
    ]
    assert kept == []


def test_every_template_compiles(bare_app: Flask) -> None:
    names = bare_app.jinja_env.list_templates(filter_func=lambda name: name.endswith(".html"))
    for name in names:
        bare_app.jinja_env.get_template(name)
    assert len(names) >= len(TEMPLATES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_inline_script_or_style_or_trusts_text(path: Path) -> None:
    text = path.read_text()
    if path.name == "mail.html":  # no page: mail programs read no other style
        text = text.replace(" style=", " ")
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|\|\s*safe\b", text)


def test_a_button_says_a_word_that_its_form_knows(bare_app: Flask) -> None:
    """A choice among acts is an ActField: a word it does not know must not become another act."""
    fields = [named for form in known_forms() for named in form.items()]
    acts = [
        (name, word) for name, one in fields if one.field_class is ActField for word in one.args
    ]
    texts = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    said = {pair for text in texts for pattern in SAYS_AN_ACT for pair in pattern.findall(text)}
    assert said == set(acts)
    asked = re.compile(rf"request\.form.*[\"']({'|'.join(dict(acts))})[\"']\) [=!]=")
    assert [str(path) for path in SOURCES if asked.search(path.read_text("utf-8"))] == []


def test_ids_are_read_by_one_parser() -> None:
    """What no row can have never comes to the database: `typed_id`, `asked_id`, `IdField`."""
    found = [str(path) for path in SOURCES if "type=int" in path.read_text("utf-8")]
    assert found == []


def test_every_message_has_its_vietnamese() -> None:
    translated = _translated()
    assert {where: text for text, where in _messages().items() if text not in translated} == {}


def test_translations_keep_the_placeholders() -> None:
    broken = {
        text: words
        for folder in catalogue_folders(ROOT / "app")
        for text, words in _pairs(folder)
        if words and _holes(text) != _holes(words)
    }
    assert broken == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({_length(node)})"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and _length(node) > 50
    ]
    assert long == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in SOURCES}
    assert {name for name, lines in lengths.items() if lines > 400} == set()


def test_views_do_not_query() -> None:
    words = re.compile(r"\bselect\(|\.execute\(|\.scalars?\(|\.add\(|session\(\)\.get")
    asking = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in SOURCES
        if "views" in path.relative_to(ROOT).parts[-1] or "views" in path.parts[-2]
        for match in words.finditer(path.read_text())
    ]
    assert asking == []


NOW = re.compile(r"(?:^|\.)now(?:\(\))?$|soon|\bNOW\b", re.IGNORECASE)


def _tells_time(node: ast.AST) -> TypeGuard[ast.Compare]:
    """A due date held against the present, or the days of a week counted."""
    if not isinstance(node, ast.Compare):
        return False
    if not any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops):
        return False
    sides = [ast.unparse(side) for side in (node.left, *node.comparators)]
    is_due = any(re.search(r"\bdue_at$|\w_due$", side) for side in sides)
    return (is_due and any(NOW.search(side) for side in sides)) or ".weekday()" in "".join(sides)


def test_only_deadlines_compares_due_dates_and_counts_days() -> None:
    """Whether something is late, or how many working days there are, is told in one place."""
    telling = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[:2] != ("app", "deadlines")
        for node in ast.walk(ast.parse(path.read_text()))
        if _tells_time(node)
    ]
    assert telling == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("line.due_at < now", True),
        ("clock.now() > own_due", True),
        ("Draft.due_at <= SOON_LIMIT", True),
        ("day.weekday() < 5", True),
        ("due_at > document_due", False),
        ("due_at == now", False),
    ],
)
def test_a_comparison_of_due_dates_would_be_found(text: str, found: bool) -> None:
    assert any(_tells_time(node) for node in ast.walk(ast.parse(text))) == found


def test_services_never_commit() -> None:
    committing = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "service" in str(path.relative_to(ROOT)) and ".commit()" in path.read_text()
    ]
    assert committing == []


def test_every_setting_is_explained() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text()
    names = re.findall(r'env\.get\(\s*"(CONGVAN_[A-Z_]+)"', (ROOT / "config.py").read_text())
    assert len(names) == len(Settings.__dataclass_fields__)
    assert [name for name in names if name not in operations] == []


def test_locks_name_no_host() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--find-links", text)


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _messages() -> dict[str, str]:
    """Every message id of code and templates, and a place where it stands."""
    found: dict[str, str] = {}
    for method, paths in (("python", SOURCES), ("jinja2.ext:babel_extract", TEMPLATES)):
        for path in paths:
            for line, text, *_rest in extract_from_file(method, path, keywords=KEYWORDS):
                message = text[0] if isinstance(text, tuple) else text
                found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    for path in SOURCES:  # within f-strings the extraction sees none
        for message in re.findall(r"\{_\('([^']+)'", path.read_text("utf-8")):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _translated() -> dict[str, str]:
    """Every message id that has Vietnamese, singular and plural ones alike."""
    words: dict[str, str] = {}
    for folder in catalogue_folders(ROOT / "app"):
        for message in _catalogue(folder):
            ids = message.id if isinstance(message.id, tuple) else (str(message.id),)
            words |= {text: "".join(message.string) for text in ids if text and message.string}
    return words


def _pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """Message and Vietnamese; of a plural the form that names the number."""
    for message in _catalogue(folder):
        if isinstance(message.id, tuple):
            yield message.id[-1], tuple(message.string or ())[-1]
        elif message.id:
            yield str(message.id), str(message.string)


def _catalogue(folder: Path) -> Catalog:
    with (folder / "vi" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def _holes(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def test_one_message_has_one_translation() -> None:
    """Catalogues are merged, so the same English words cannot mean two things."""
    words: dict[str, set[str]] = {}
    for folder in catalogue_folders(ROOT / "app"):
        for text, translation in _pairs(folder):
            words.setdefault(text, set()).add(translation)
    assert {text: found for text, found in words.items() if len(found) > 1} == {}


OF_DOCUMENTS = ("correspondence", "incoming", "outgoing", "drafting", "dossiers", "desk")


@pytest.mark.parametrize("room", ["work", "approval"])
def test_work_and_approval_know_records_and_no_documents(room: str) -> None:
    """Neither what stands beside and above them, nor the addresses of their pages."""
    names = "|".join(OF_DOCUMENTS)
    told = re.compile(rf"""(?:from|import) app\.(?:{names})\b|url_for\(\s*["'](?:{names})\.""")
    paths = [*(ROOT / "app" / room).rglob("*.py"), *(ROOT / "templates" / room).glob("*.html")]
    knowing = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in paths
        for match in told.finditer(path.read_text())
    ]
    assert knowing == []
    assert len(paths) > 20


NAMES_A_NUMBER = {"app/outgoing/queries/numbering.py"}
"""Who bears a number already is asked there, not what holds."""


def test_whoever_reads_references_of_documents_reads_what_followed_them() -> None:
    """No list, picker or suggestion shows a document as if it had not been recalled, replaced or
    corrected: `sequels_in` is a column, `sequels_of` a statement, `Face.sequels` stands by."""
    reads = re.compile(r"\w*Document\.reference\b(?!_)")
    sources = {str(path.relative_to(ROOT)): path.read_text() for path in SOURCES}
    asking = {name for name, text in sources.items() if reads.search(text)}
    silent = {name for name in asking if "sequels" not in sources[name]}
    assert silent == NAMES_A_NUMBER
