"""Marked changes settled: taken as final, or undone as if nobody had made them."""

from typing import Any

from docx.oxml.ns import qn

from documents.settling.tree import remove, unwrap

DELETED, INSERTED = (qn("w:del"), qn("w:moveFrom")), (qn("w:ins"), qn("w:moveTo"))
CELL_DELETED, CELL_INSERTED = qn("w:cellDel"), qn("w:cellIns")
#: What was said before of a run, a paragraph, a table …, inside what is said of it now.
FORM = tuple(
    qn(f"w:{name}Change")
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid", "numbering")
)
_RANGES = tuple(
    qn(f"w:{name}Range{end}")
    for name in (
        "moveFrom",
        "moveTo",
        *(f"customXml{what}" for what in ("Ins", "Del", "MoveFrom", "MoveTo")),
    )
    for end in ("Start", "End")
)
_MERGED = qn("w:cellMerge")
_PROPERTIES = (qn("w:rPr"), qn("w:trPr"), qn("w:tcPr"))
#: What old properties do not name stays: marks of the paragraph's end, and where a section ends.
_KEPT = {qn("w:pPr"): (qn("w:rPr"), qn("w:sectPr"))}
_PARAGRAPH = qn("w:p")
_DELETED_WORDS = {qn("w:delText"): qn("w:t"), qn("w:delInstrText"): qn("w:instrText")}
#: What is nothing without one of these in it.
_NEEDED = {qn("w:tbl"): qn("w:tr"), qn("w:tr"): qn("w:tc")}


def settle_changes(root: Any, *, accept: bool = True) -> bool:
    """Settle every marked change below this element; tell whether there were any in the words."""
    for mark in list(root.iter(*FORM)):
        if not accept:
            _restore(mark)
        remove(mark)
    for mark in list(root.iter(*_RANGES, _MERGED)):
        remove(mark)
    found = list(root.iter(*DELETED, *INSERTED, CELL_DELETED, CELL_INSERTED))
    gone = (*DELETED, CELL_DELETED) if accept else (*INSERTED, CELL_INSERTED)
    # From the end on, so that words of many joined paragraphs move once.
    for mark in reversed(found):
        _settle(mark, goes=mark.tag in gone)
    return bool(found)


def _restore(change: Any) -> None:
    """Put back what was said before of the properties around this mark."""
    now, before = change.getparent(), change[0] if len(change) else None
    if now is None or before is None or now.tag != before.tag:
        return
    kept = [child for child in now if child.tag in _KEPT.get(now.tag, ())]
    for child in list(now):
        now.remove(child)
    now.extend([*before, *kept])


def _settle(mark: Any, *, goes: bool) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    if parent.tag in _PROPERTIES:
        remove(mark)
        if goes:
            _without(parent)
    elif goes:
        remove(mark)
    else:
        for words in list(mark.iter(*_DELETED_WORDS)):
            words.tag = _DELETED_WORDS[words.tag]
        unwrap(mark)


def _without(properties: Any) -> None:
    """Take away what these properties say is gone: a row, a cell, the end of a paragraph."""
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
        form = next(iter(following), None)
        for word in reversed(words):  # a slice would count all that is there already
            if form is not None and form.tag == qn("w:pPr"):
                form.addnext(word)
            else:
                following.insert(0, word)
        remove(paragraph)
    elif not words and following is not None and paragraph.find(f".//{qn('w:sectPr')}") is None:
        remove(paragraph)
