"""Two moves in a tree of XML."""

from typing import Any


def remove(element: Any) -> None:
    """Take an element out with all that is in it; nothing where it is out already."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Leave what is in an element in its place."""
    parent = element.getparent()
    place = parent.index(element)
    parent[place : place + 1] = list(element)
