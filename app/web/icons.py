"""The sprite of icons: only those that templates, view models and the script name.

Run as `python -m app.web.icons` after naming a new icon. The pictures come from the Bootstrap Icons
sprite that the Bootstrap-Flask wheel carries; the whole of it weighs more than all else we send.
"""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from importlib.resources import files
from pathlib import Path

from app.web import listing

ROOT = Path(__file__).resolve().parents[2]
SPRITE = ROOT / "app" / "static" / "icons.svg"
SCRIPTS = ROOT / "app" / "static" / "js"
CALL = re.compile(r"\bicon\(([^()]*)|\bicon=([^,)%}]*)|\bsign=([^,)%}]*)")
QUOTED = re.compile(r"""['"]([a-z0-9-]+)['"]""")
# Where the icon stands among the positional arguments of a view model.
ICON_PLACES = {
    name: names.index("icon")
    for name, cls in vars(listing).items()
    if is_dataclass(cls) and "icon" in (names := [field.name for field in fields(cls)])
}


def build_sprite(*more: Path) -> str:
    """The sprite as it should be committed; `more` are folders to look through besides."""
    drawn = _drawn()
    names = sorted(named(*more) & drawn.keys())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Bootstrap Icons, MIT licence. Written by app/web/icons.py -->\n"
        + "".join(f"{drawn[name]}\n" for name in names)
        + "</svg>\n"
    )


def unknown() -> set[str]:
    """Names given to the icon macro or a view model that no picture has."""
    return named() - _drawn().keys()


def named(*more: Path) -> set[str]:
    """Every icon name in templates, Python and script."""
    found: set[str] = set()
    for script in SCRIPTS.glob("*.js"):
        found.update(_in_text(script.read_text(encoding="utf-8")))
    for path in (path for folder in (ROOT / "templates", *more) for path in folder.rglob("*.html")):
        found.update(_in_text(path.read_text(encoding="utf-8")))
    for path in (path for folder in (ROOT / "app", *more) for path in folder.rglob("*.py")):
        with suppress(
            SyntaxError
        ):  # the linter's business; a file in the middle of an edit names nothing
            found.update(_in_python(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _in_text(text: str) -> Iterator[str]:
    text = re.sub(r"[=!]= *'[^']*'", "", text)  # `'sun' if theme == 'dark'` names one icon
    for groups in CALL.findall(text):
        for group in groups:
            yield from QUOTED.findall(group)
    # Positions of a loop over (href, words, icon) tuples.
    for loop in re.findall(r"for \w+, \w+, sign in (.*?) %}", text):
        yield from (name for name in QUOTED.findall(loop))


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _in_python(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = _name_of(node.func)
            yield from (
                name
                for keyword in node.keywords
                if keyword.arg == "icon"
                for name in _words(keyword.value)
            )
            place = ICON_PLACES.get(called)
            if place is not None and len(node.args) > place:
                yield from _words(node.args[place])
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(
                isinstance(target, ast.Name) and target.id.endswith(("ICON", "ICONS"))
                for target in targets
            ):
                yield from _words(
                    node.value.values if isinstance(node.value, ast.Dict) else node.value
                )
        elif isinstance(node, ast.FunctionDef):
            arguments = node.args.args[-len(node.args.defaults) :] if node.args.defaults else []
            for argument, default in zip(arguments, node.args.defaults, strict=True):
                if argument.arg == "icon":
                    yield from _words(default)
        if (
            isinstance(node, ast.AnnAssign)
            and _name_of(node.target) == "icon"
            and node.value is not None
        ):
            yield from _words(node.value)


def _words(value: ast.AST | list[ast.expr]) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        for node in ast.walk(part):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _drawn() -> dict[str, str]:
    source = files("flask_bootstrap") / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
    symbols = re.findall(
        r"<symbol.*?</symbol>", source.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    drawn = {}
    for symbol in symbols:
        name = re.search(r'\bid="([^"]+)"', symbol)
        if name:
            drawn[name[1]] = re.sub(r' class="[^"]*"| fill="currentColor"|\n\s*', "", symbol)
    return drawn


if __name__ == "__main__":
    SPRITE.write_text(build_sprite(), encoding="utf-8")
    missing = sorted(unknown())
    print(
        f"{SPRITE.relative_to(ROOT)}: {len(named())} icons"
        + (f"; no picture for {missing}" if missing else "")
    )
