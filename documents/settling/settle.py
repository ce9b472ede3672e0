"""Settling every part of a document that holds words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.part import XmlPart

from documents.remarks import EQUATIONS, HIDDEN_WORDS, MARKED_CHANGES, OLD_FONTS, Remark
from documents.settling.changes import settle_changes
from documents.settling.equations import write_out_equations
from documents.settling.fields import freeze_fields
from documents.settling.fonts import Fonts
from documents.settling.hidden import HiddenWords, remove_comments
from documents.wordml import open_docx, paragraph_text, paragraphs

_STORIES = ("document.main", "header", "footer", "footnotes", "endnotes")


def open_settled(source: Any) -> tuple[Any, tuple[Remark, ...]]:
    """Open a document settled, and say what its reader should know; raise UnreadableDocx."""
    document = open_docx(source)
    found = {remark.code: remark for remark in _settle(document)}
    return document, tuple(found.values())


def paragraphs_of(path: Path) -> list[str]:
    """Give the paragraphs of a .docx that hold text, in reading order; raise UnreadableDocx."""
    document, _ = open_settled(path)
    texts = (paragraph_text(p).strip() for p in paragraphs(document.element.body))
    return [text for text in texts if text]


def _settle(document: Any) -> Iterator[Remark]:
    fonts, hidden = Fonts(document.styles.element), HiddenWords(document.styles.element)
    for _name, root in stories(document):
        if settle_changes(root):
            yield MARKED_CHANGES
        freeze_fields(root)
        remove_comments(root)
        if hidden.remove(root):
            yield HIDDEN_WORDS
        if write_out_equations(root):
            yield EQUATIONS
        if fonts.make_unicode(root):
            yield OLD_FONTS
    fonts.modernise_styles()


def stories(document: Any) -> Iterator[tuple[str, Any]]:
    """Give every part that holds words, by its kind and its root."""
    for part in document.part.package.iter_parts():
        kind = part.content_type.removesuffix("+xml").rpartition("wordprocessingml.")[2]
        if isinstance(part, XmlPart) and kind in _STORIES:
            yield kind.removesuffix(".main"), part.element
