"""Two moves in a tree of XML."""

from typing import Any


def remove(element: Any) -> None:
    """Take an element out with all that is in it; nothing where it is out already."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Leave what is in an element in its place."""
    for child in list(element):
        element.addprevious(child)
    remove(element)
