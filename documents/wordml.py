"""Reading WordprocessingML in the order a reader sees it, wherever its author put the text."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import PartFactory, XmlPart
from docx.oxml.ns import qn

from documents.errors import N_, EngineError, FileProblem
from documents.zips import ZIP_ERRORS

PARAGRAPH, TABLE, ROW, CELL, RUN = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:r")
TEXT, TAB, BREAK, RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
HYPHEN, SOFT_HYPHEN = qn("w:noBreakHyphen"), qn("w:softHyphen")
TEXT_BOX = qn("w:txbxContent")
#: python-docx reads these as bytes unless told that they are XML.
for _notes in (CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES):
    PartFactory.part_type_for[_notes] = XmlPart
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Deleted and moved-away text, and every description of form.
_UNREAD = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), _FALLBACK}
)
_SIGNS = {TAB: "\t", qn("w:ptab"): "\t", BREAK: "\n", RETURN: "\n", HYPHEN: "-", SOFT_HYPHEN: ""}


class UnreadableDocx(EngineError):
    """The file is no Word document that can be read."""

    def __init__(self, reason: str) -> None:
        message = N_("The Word document cannot be read: %(reason)s")
        super().__init__(FileProblem("docx_unreadable", message, {"reason": reason}))


def open_docx(source: Any) -> Any:
    """Open a document from a path or a stream; raise UnreadableDocx."""
    try:
        return docx.Document(str(source) if isinstance(source, Path) else source)
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, *ZIP_ERRORS) as error:
        raise UnreadableDocx(str(error)) from error
    # A part may be missing, misnamed or of another kind; python-docx then fails anywhere.
    except (AttributeError, TypeError, SyntaxError) as error:
        raise UnreadableDocx(str(error)) from error


def blocks(container: Any) -> Iterator[Any]:
    """Give paragraphs and tables of a body, cell or text box, through any wrapper, in order."""
    for child in container:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag not in _UNREAD:
            yield from blocks(child)


def inline(container: Any) -> Iterator[Any]:
    """Give texts, signs and text boxes of a paragraph or run, through any wrapper, in order."""
    for child in container:
        if child.tag == TEXT or child.tag in _SIGNS or child.tag == TEXT_BOX:
            yield child
        elif child.tag not in _UNREAD:
            yield from inline(child)


def runs(container: Any) -> Iterator[Any]:
    """Give the runs of a paragraph, through any wrapper, without those of its text boxes."""
    for child in container:
        if child.tag == RUN:
            yield child
        elif child.tag != TEXT_BOX and child.tag not in _UNREAD:
            yield from runs(child)


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Give the text boxes anchored in a paragraph."""
    return (node for node in inline(paragraph) if node.tag == TEXT_BOX)


def sign(node: Any) -> str:
    """Give the characters that one node of `inline` stands for."""
    return node.text or "" if node.tag == TEXT else _SIGNS.get(node.tag, "")


def paragraph_text(paragraph: Any) -> str:
    """Give the text of a paragraph without that of its text boxes."""
    return "".join(map(sign, inline(paragraph)))


def paragraphs(container: Any) -> Iterator[Any]:
    """Give every paragraph in reading order: of tables cell by cell, of text boxes too."""
    for block in blocks(container):
        if block.tag == TABLE:
            for cell in cells(block):
                yield from paragraphs(cell)
        else:
            yield block
            for box in text_boxes(block):
                yield from paragraphs(box)


def rows(table: Any) -> Iterator[Any]:
    """Give the rows of a table, through any wrapper."""
    return _within(table, ROW)


def cells(table_or_row: Any) -> Iterator[Any]:
    """Give the cells of a table or a row, through any wrapper, without those of inner tables."""
    return _within(table_or_row, CELL)


def _within(container: Any, wanted: str) -> Iterator[Any]:
    for child in container:
        if child.tag == wanted:
            yield child
        elif child.tag != TABLE and child.tag not in _UNREAD:
            yield from _within(child, wanted)
