"""Every action that the source records has a sentence, and every sentence its values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.features import FEATURES

APP = Path(__file__).resolve().parents[3] / "app"
ACTION = re.compile(r"[a-z]+\.[a-z_]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def recorded() -> Iterator[tuple[str, Path, int]]:
    """Actions named in calls: of functions that record, and of any function of a service."""
    for path in APP.rglob("*.py"):
        in_service = any(part.removesuffix(".py") == "service" for part in path.parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if in_service or "record" in _called(call):
                yield from ((name, path, line) for name, line in _actions(call))


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _actions(call: ast.Call) -> Iterator[tuple[str, int]]:
    for node in (part for argument in call.args for part in ast.walk(argument)):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if ACTION.fullmatch(node.value) and node.value not in FEATURES.permissions:
            yield node.value, node.lineno


def _begins(known: str, action: str) -> bool:
    """An f-string such as f"incoming.corrected_{field}" names a family of actions."""
    return action.endswith("_") and known.startswith(action)


def test_every_recorded_action_has_a_sentence() -> None:
    missing = {
        f"{action} ({path.relative_to(APP)}:{line})"
        for action, path, line in recorded()
        if not any(known == action or _begins(known, action) for known in FEATURES.sentences)
    }
    assert not missing


def test_the_search_for_actions_finds_them() -> None:
    found = {action for action, _path, _line in recorded()}
    assert {"access.signed_in", "access.delegation_given", "organisation.post_ended"} <= found


@pytest.mark.parametrize("action", FEATURES.sentences)
def test_every_action_belongs_to_a_group(action: str) -> None:
    assert ACTION.fullmatch(action)
    assert action.partition(".")[0] in FEATURES.trail_groups
