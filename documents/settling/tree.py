"""Moves in a tree of XML, and how a paragraph names its style."""

from typing import Any

from docx.oxml.ns import qn

#: A style based on a style … no deeper: Word itself gives up before.
DEEPEST_STYLES = 20
_FORM, _STYLE = qn("w:pPr"), qn("w:pStyle")


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


def paragraph_style(paragraph: Any) -> Any:
    """What names the style of a paragraph, or None.

    Its form is its first child, if it has any: to look for it among all of them, run by run, takes
    the square of their number.
    """
    form = next(iter(paragraph), None)
    return None if form is None or form.tag != _FORM else form.find(_STYLE)
