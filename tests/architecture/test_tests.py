"""Tests that can fail: each of them asserts something, itself or through what it calls."""

import ast
import subprocess
import sys

from config import ROOT

TESTS = ROOT / "tests"
TELLING = ("assert", "expect", "raises", "warns", "fail")
"""What the name of a function that finds fault begins with, in pytest, Playwright and here."""


def test_every_test_asserts_something() -> None:
    functions = [
        (path, node)
        for path in sorted(TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]
    asserting = {node.name for _path, node in functions if _finds_fault(node)}
    while more := {
        n.name for _p, n in functions if n.name not in asserting and _calls(n) & asserting
    }:
        asserting |= more
    idle = {
        node.name: str(path.relative_to(TESTS))
        for path, node in functions
        if node.name.startswith("test_") and path.name.startswith("test_")
        if node.name not in asserting
    }
    assert len(asserting) > 1000
    assert idle == {}


def test_the_long_proof_can_be_begun() -> None:
    """`make soak` runs once in a while: what keeps it from starting must not wait for that."""
    command = [sys.executable, "-m", "tests.whole.soak", "--collect-only", "--quiet"]
    begun = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert begun.returncode == 0, begun.stdout + begun.stderr
    assert "test_crash.py" in begun.stdout
    assert "test_hostile.py" in begun.stdout, "what is marked slow"


def _finds_fault(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Assert) for one in ast.walk(node)) or any(
        name.lstrip("_").startswith(TELLING) for name in _calls(node)
    )


def _calls(node: ast.FunctionDef) -> set[str]:
    """What it calls, by its last name."""
    called = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in called}
    return names - {node.name}
