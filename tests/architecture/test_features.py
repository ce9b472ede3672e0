"""What features bring hangs together, and nothing of one is written into another below it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.core.feature import Feature, Features, Named, Permission, Question, Trail, Twice
from app.core.outbox import Event
from app.features import FEATURES
from app.models import UNDER_ALL, metadata
from config import ROOT

APP = ROOT / "app"
FOLDERS = [feature.name for feature in FEATURES]
FILES = sorted(APP.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
HOUSES = {"onestop"}
"""Folders under app/ whose folders are features."""
NO_FEATURES = {"core", "web", "demo", "static"} | HOUSES

IMPORTED_MODELS = 115
"""So many lines import the models of another feature today; a query or a presenter of the owner is
the better way. The number may only be brought down."""


def test_every_folder_is_listed_and_every_feature_has_its_folder() -> None:
    paths = [*APP.iterdir(), *(room for house in HOUSES for room in (APP / house).iterdir())]
    folders = {_dotted(path) for path in paths if (path / "__init__.py").exists()}
    assert set(FOLDERS) == folders - NO_FEATURES


def _dotted(path: Path) -> str:
    """What stands in app/onestop/cases is "onestop.cases"."""
    return ".".join(path.relative_to(APP).parts)


def _feature_of(parts: tuple[str, ...]) -> str:
    """The feature in whose folder a file with these parts stands; a house, where it is its own."""
    return ".".join(parts[:2]) if parts[0] in HOUSES and len(parts) > 2 else parts[0]


def test_everything_that_is_named_is_there() -> None:
    named = [one for feature in FEATURES for one in _named(feature)]
    assert len(named) > 40
    for one in named:
        assert one.found() is not None, one.place


def _named(value: Any) -> Iterator[Named[Any]]:
    if isinstance(value, Named):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _named(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _named(getattr(value, one.name))


def test_a_feature_names_only_what_is_its_own() -> None:
    foreign = [
        one.place
        for feature in FEATURES
        for one in _named(feature)
        if not one.place.startswith(f"app.{feature.name}.")
    ]
    assert foreign == []


def test_every_table_is_brought_by_a_listed_feature() -> None:
    modules = {module.__name__ for feature in FEATURES for module in feature.models}
    modules |= {module.__name__ for module in UNDER_ALL}
    mapped = {mapper.class_.__module__ for mapper in _mappers()}
    assert mapped == modules
    assert len(metadata.tables) > 30


def _mappers() -> Any:
    from app.core.db import Base

    return Base.registry.mappers


def test_what_there_is_once_cannot_be_brought_twice() -> None:
    twin = Feature(name="twin", permissions=(Permission("desk.read", "…"),))
    with pytest.raises(Twice, match=re.escape("desk.read")):
        FEATURES.and_also(twin)
    trail = Trail("twin", "…", {"incoming.closed": "…"})
    with pytest.raises(Twice, match=re.escape("incoming.closed")):
        FEATURES.and_also(Feature(name="twin", trail=(trail,)))


def test_every_feature_declares_the_permissions_it_guards_with(bare_app: Flask) -> None:
    """Or another listed feature does, whose pages it adds to; none is asked for in the air."""
    known = set(FEATURES.permissions)
    for entry in FEATURES.navigation:
        assert known.issuperset(entry.permissions), entry.label
    for tile in FEATURES.tiles:
        assert {tile.permission, *tile.minor_for} <= known, tile.label
    for panel in FEATURES.panels:
        assert panel.permission in known, panel.name
    for kind in FEATURES.kinds.values():
        assert kind.permission in known, kind.name


def test_every_endpoint_that_is_offered_is_there(bare_app: Flask) -> None:
    asked = {
        *(entry.endpoint for entry in FEATURES.navigation),
        *(tile.endpoint for tile in FEATURES.tiles),
        *(first.endpoint for first in FEATURES.first if first.tile is None),
    }
    assert asked - set(bare_app.view_functions) == set()


def test_every_event_is_published_and_heard(bare_app: Flask) -> None:
    """Nothing waits for news that nobody brings, and nobody brings news that nothing waits for."""
    declared = {
        (module, one.__name__): one.topic
        for module, one in ((one.__module__, one) for one in Event.__subclasses__())
        if module.startswith("app.")
    }
    assert len(declared) > 25
    published = {called for path in FILES for called in _called_events(path)}
    assert declared.keys() - published == set()
    heard = set(FEATURES.handlers(bare_app.extensions["engines"]).by_topic)
    assert heard == set(declared.values())


def _called_events(path: Path) -> Iterator[tuple[str, str]]:
    """The events that a file makes: their modules and names."""
    tree = ast.parse(path.read_text())
    names: dict[str, tuple[str, str]] = {}
    modules: dict[str, str] = {}
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module:
            for alias in one.names:
                names[alias.name] = (one.module, alias.name)
                modules[alias.name] = f"{one.module}.{alias.name}"
    for one in ast.walk(tree):
        if not isinstance(one, ast.Call):
            continue
        made = one.func
        if isinstance(made, ast.Name) and made.id in names:
            yield names[made.id]
        elif isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name):
            yield modules.get(made.value.id, ""), made.attr


def test_the_worker_carries_no_flask() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import app.celery_app, sys; print('flask' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "False"


def test_no_address_of_a_higher_feature_is_written_below() -> None:
    """An endpoint is named by its own feature and by those above it; the others ask `link_to`."""
    heights = _heights()
    written = []
    for path in [*FILES, *TEMPLATES]:
        parts = path.relative_to(APP if path.suffix == ".py" else ROOT / "templates").parts
        folder = _feature_of(parts).rpartition(".")[2]
        if folder not in heights:
            continue
        for owner in re.findall(r"""url_for\(\s*f?["']([a-z]+)\.""", path.read_text()):
            if owner in heights and heights[owner] > heights[folder]:
                written.append((folder, owner))
    assert sorted(set(written)) == sorted(HIGHER_ADDRESSES)


HIGHER_ADDRESSES = {
    ("organisation", "access"),  # persons have their page in access, one layer up
}
"""Written below still; the number may only be brought down."""


def _heights() -> dict[str, float]:
    """Blueprint to the layer it stands in, from the contracts; rooms lie between two floors."""
    heights: dict[str, float] = _floors("features")
    for house in HOUSES:
        rooms = _floors("shop")
        heights |= {
            room: heights[house] + floor / (len(rooms) + 1) for room, floor in rooms.items()
        }
    names = {name.rpartition(".")[2] for name in FOLDERS}
    return {name: height for name, height in heights.items() if name in names}


def _floors(contract: str) -> dict[str, float]:
    text = (ROOT / "pyproject.toml").read_text()
    layers = re.search(rf'id = "{contract}".*?layers = \[(.*?)\n\]', text, re.S)
    assert layers
    rows = re.findall(r'"([^"]+)"', layers[1])
    return {
        name.strip(" ()").removeprefix("app."): len(rows) - number
        for number, row in enumerate(rows)
        for name in row.split("|")
    }


def test_imports_of_the_models_of_others_do_not_grow() -> None:
    found = sum(_imports_models_of_another(path) for path in FILES)
    assert found <= IMPORTED_MODELS


def _imports_models_of_another(path: Path) -> int:
    folder = _feature_of(path.relative_to(APP).parts)
    if folder not in FOLDERS:
        return 0
    modules = re.findall(r"^from app\.([\w.]+)\.models import", path.read_text(), re.M)
    return sum(module in FOLDERS and module not in (folder, "records") for module in modules)


def test_no_table_is_declared_twice_or_reached_by_a_tunnel() -> None:
    tunnels = [str(p.relative_to(APP)) for p in FILES if "__table__" in p.read_text()]
    assert tunnels == []
    named = [str(p.relative_to(APP)) for p in FILES if re.search(r"\btable\(\"", p.read_text())]
    assert named == [], "a table of a layer above is asked for by a Question"


def test_every_question_has_its_answer() -> None:
    asked = {
        question
        for path in FILES
        if re.search(r"^\w+: Question\[", path.read_text(), re.M)
        for question in vars(import_module(_module_of(path))).values()
        if isinstance(question, Question)
    }
    assert len(asked) >= 5
    assert asked == set(FEATURES.answers)


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


ASKING = {"execute", "scalar", "scalars", "get", "get_one", "query"}
WRITING = {"add", "add_all", "delete", "merge", "flush", "commit", "refresh"}
SESSIONS = {"session", "own"}
STATEMENTS = {"select", "insert", "update", "delete", "exists"}


def test_views_neither_ask_the_database_nor_write_into_it() -> None:
    """They load through queries, and change through services: nothing is done in passing."""
    doing = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in FILES
        if "views" in path.parts or path.name == "views.py"
        for line, what in _database_work(ast.parse(path.read_text()))
    ]
    assert doing == []


def _database_work(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = call.func
        if isinstance(called, ast.Name) and called.id in STATEMENTS:
            yield call.lineno, called.id
        if isinstance(called, ast.Attribute) and called.attr in ASKING | WRITING:
            on = called.value.func if isinstance(called.value, ast.Call) else called.value
            if isinstance(on, ast.Name) and on.id in SESSIONS:
                yield call.lineno, f"{on.id}.{called.attr}"


def test_that_test_sees_reading_and_writing() -> None:
    code = (
        "session().add(row)\nown.flush()\nselect(Row)\nsession().get(Row, 1)\nrequest.args.get('x')"
    )
    assert len(list(_database_work(ast.parse(code)))) == 4


def test_features_are_collected_in_their_places() -> None:
    assert isinstance(FEATURES, Features)
    places = [tile.place for tile in FEATURES.tiles]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
