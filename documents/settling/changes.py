"""Marked changes taken as final: what was deleted or moved away goes, what came in stays."""

from typing import Any

from docx.oxml.ns import qn

from documents.settling.tree import remove, unwrap

_GONE = (qn("w:del"), qn("w:moveFrom"))
_COME = (qn("w:ins"), qn("w:moveTo"))
_FORM = tuple(
    qn(f"w:{name}Change")
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid", "numbering")
)
_PROPERTIES = (qn("w:rPr"), qn("w:trPr"), qn("w:tcPr"))
_PARAGRAPH = qn("w:p")
#: What is nothing without one of these in it.
_NEEDED = {qn("w:tbl"): qn("w:tr"), qn("w:tr"): qn("w:tc")}


def accept_changes(root: Any) -> bool:
    """Accept every marked change below this element; tell whether there were any in the words."""
    for mark in list(root.iter(*_FORM)):
        remove(mark)
    found = list(root.iter(*_GONE, *_COME, qn("w:cellDel"), qn("w:cellIns")))
    # From the end on, so that words of many joined paragraphs move once.
    for mark in reversed(found):
        _accept(mark)
    return bool(found)


def _accept(mark: Any) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    if parent.tag not in _PROPERTIES:
        unwrap(mark) if mark.tag in _COME else remove(mark)
        return
    remove(mark)
    if mark.tag in (*_GONE, qn("w:cellDel")):
        _without(parent)


def _without(properties: Any) -> None:
    """Take away what these properties say was deleted: a row, a cell, the end of a paragraph."""
    owner = properties.getparent()
    if properties.tag == qn("w:rPr"):
        if owner is not None and owner.tag == qn("w:pPr"):
            _join_with_next(owner.getparent())
        return
    container = owner.getparent()
    if container is None:
        return
    container.remove(owner)
    needed = _NEEDED.get(container.tag)
    if needed and container.find(f".//{needed}") is None:
        remove(container)


def _join_with_next(paragraph: Any) -> None:
    """Put the words before those of the next paragraph, whose form and end remain."""
    following = paragraph.getnext()
    words = [child for child in paragraph if child.tag != qn("w:pPr")]
    if following is not None and following.tag == _PARAGRAPH:
        place = 1 if following.find(qn("w:pPr")) is not None else 0
        following[place:place] = words
        remove(paragraph)
    elif not words and following is not None and paragraph.find(f".//{qn('w:sectPr')}") is None:
        remove(paragraph)
