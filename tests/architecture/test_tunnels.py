"""What the types of the application do not see, and why."""

import ast
from collections.abc import Iterator
from typing import TypeVar

from config import ROOT

Node = TypeVar("Node", bound=ast.AST)


def _nodes(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    """Every node of this kind in the application, with its file."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, kind):
                yield str(path.relative_to(ROOT)), node


TUNNELS = {
    "app/core/disk.py": "sqlstate: an error of psycopg has it, one of SQLite has not",
}
"""Where an attribute whose name is known is reached past the types, and why nothing else does."""


def test_what_has_a_name_is_reached_by_it() -> None:
    """`getattr(row, name)` reads columns that a list names; `getattr(row, "name")` hides from the
    types what everybody can see, and whoever renames it finds out from the users."""
    found = {
        file
        for file, call in _nodes(ast.Call)
        if isinstance(call.func, ast.Name)
        and call.func.id in ("getattr", "hasattr", "setattr", "delattr")
        and isinstance(call.args[1], ast.Constant)
    }
    assert found == TUNNELS.keys()


OF_ANY_TYPE = {
    "app/core/books.py": "the line of a book is a row of the feature that offers the book",
    "app/core/feature/offers.py": "what fills a panel is a view model of its template",
    "app/core/feature/records.py": "a record is what its kind loads; its horizon lies above core",
    "app/core/feature/watching.py": "engines and features are wired above; a session is at hand",
    "app/core/installation.py": "settings are read by entry points alone, so core knows no type",
    "app/core/lists/listing.py": "columns of whatever table a list is of",
    "app/desk/presenters/home.py": "what fills a panel is a view model of its template",
    "app/incoming/queries/book.py": "a row of many columns, named by the statement",
    "app/outgoing/queries/book.py": "a row of many columns, named by the statement",
    "app/search/queries.py": "a hit is a row of its kind's own list",
    "app/web/listing/record.py": "what fills a part is a view model of its template",
}
"""Where an attribute may be anything, and why."""


def test_attributes_have_a_type() -> None:
    found = {
        file
        for file, kind in _nodes(ast.ClassDef)
        for line in kind.body
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.annotation) == "Any"
    }
    assert found == OF_ANY_TYPE.keys()
