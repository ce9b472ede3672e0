"""Every permission is used by the product, each half of it: what only tests ask decides nothing."""

import ast
import re
from importlib import import_module
from pathlib import Path

from app.core.policy import Rule
from config import ROOT

SOURCES = [*(ROOT / "app").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
POLICIES = sorted((ROOT / "app").rglob("policy.py"))
POLICIES.remove(ROOT / "app" / "core" / "policy.py")


def test_whoever_says_who_may_is_asked() -> None:
    texts = {path: path.read_text() for path in SOURCES}
    unasked = [
        f"{path.parent.name}.{name}"
        for path in POLICIES
        for name in _public_names(path)
        if not any(_uses(text, name, own=path == where) for where, text in texts.items())
    ]
    assert len(POLICIES) > 4
    assert unasked == []


def test_both_halves_of_a_rule_serve_the_product() -> None:
    text = "\n".join(path.read_text() for path in SOURCES)
    halves = [
        f"{name}.{half}"
        for path in POLICIES
        for name, value in vars(import_module(_module_of(path))).items()
        if isinstance(value, Rule)
        for half in ("for_row", "for_sql")
    ]
    assert len(halves) > 4
    assert [half for half in halves if not re.search(rf"\b{re.escape(half)}\b", text)] == []


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _public_names(path: Path) -> list[str]:
    names = [
        name
        for node in ast.parse(path.read_text()).body
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            else [t.id for t in node.targets if isinstance(t, ast.Name)]
            if isinstance(node, ast.Assign)
            else []
        )
    ]
    return [name for name in names if not name.startswith("_")]


def _uses(text: str, name: str, *, own: bool) -> bool:
    """In its own file it stands once where it is made; an import alone asks nothing."""
    plain = re.sub(r"^from [^\n]* import (\([^)]*\)|[^\n]*)", "", text, flags=re.M)
    return len(re.findall(rf"\b{name}\b", plain)) > (1 if own else 0)
