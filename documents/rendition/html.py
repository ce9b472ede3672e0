"""A Word document as plain HTML: its words and structure, none of its form, nothing that runs."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn

from documents import wordml
from documents.settling import open_settled
from documents.wordml import TABLE, TEXT_BOX, blocks, cells, inline, rows, text_boxes

_ALIGNMENTS = {"center": "align-center", "right": "align-right", "end": "align-right"}
_ALIGNMENTS |= {"both": "align-justify", "distribute": "align-justify"}
_EMPHASIS = (("w:b", "strong"), ("w:i", "em"), ("w:u", "u"))
_OFF = {"0", "false", "off", "none"}
_MAX_HEADING = 6
_MAX_SPAN = 100


def docx_to_html(path: Path) -> str:
    """Give the body of a .docx as a fragment of safe HTML; raise UnreadableDocx."""
    document, _ = open_settled(path)
    return _Writer(document).container(document.element.body)


class _Writer:
    """Writes elements of one document, whose styles and lists it knows."""

    def __init__(self, document: Any) -> None:
        self._levels = _heading_levels(document)
        self._bullets = _bullet_lists(document)

    def container(self, element: Any) -> str:
        """Write paragraphs and tables, gathering neighbours of one list."""
        runs = (self._run(key, group) for key, group in groupby(blocks(element), self._list_key))
        return "\n".join(filter(None, runs))

    def _run(self, key: str, group: Iterable[Any]) -> str:
        if key == "table":
            return "\n".join(map(self._table, group))
        if key == "text":
            return "\n".join(filter(None, map(self._paragraph, group)))
        items = "\n".join(f"<li>{self._content(item)}</li>" for item in group)
        return f"<{key}>\n{items}\n</{key}>"

    def _list_key(self, block: Any) -> str:
        if block.tag == TABLE:
            return "table"
        number = block.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        identity = "0" if number is None else number.get(qn("w:val"), "0")
        if identity == "0" or self._level(block):
            return "text"
        return "ul" if identity in self._bullets else "ol"

    def _paragraph(self, block: Any) -> str:
        content = self._content(block)
        boxes = map(self.container, text_boxes(block))
        parts = [self._tagged(block, content)] if content.strip() else []
        return "\n".join(parts + [f"<div>{box}</div>" for box in boxes if box])

    def _tagged(self, block: Any, content: str) -> str:
        level = self._level(block)
        tag = f"h{level}" if level else "p"
        alignment = block.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        value = "" if alignment is None else alignment.get(qn("w:val"), "")
        name = _ALIGNMENTS.get(value)
        return f'<{tag} class="{name}">{content}</{tag}>' if name else f"<{tag}>{content}</{tag}>"

    def _level(self, block: Any) -> int:
        style = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return 0 if style is None else self._levels.get(style.get(qn("w:val"), ""), 0)

    def _content(self, block: Any) -> str:
        pieces = ((_emphasis(node), node) for node in inline(block) if node.tag != TEXT_BOX)
        parts = []
        for tags, group in groupby(pieces, key=lambda piece: piece[0]):
            text = escape("".join(wordml.sign(node) for _, node in group))
            opening = "".join(f"<{tag}>" for tag in tags)
            closing = "".join(f"</{tag}>" for tag in reversed(tags))
            parts.append(f"{opening}{text}{closing}" if text.strip() else text)
        return "".join(parts).replace("\n", "<br>")

    def _table(self, table: Any) -> str:
        ruled = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is not None
        styled = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None
        # Letters stand in tables without lines, which must not look like tables.
        opening = "<table>" if ruled or styled else '<table class="layout">'
        written = "\n".join(f"<tr>{self._cells(row)}</tr>" for row in rows(table))
        return f"{opening}\n{written}\n</table>"

    def _cells(self, row: Any) -> str:
        return "".join(f"<td{_span(cell)}>{self.container(cell)}</td>" for cell in cells(row))


def _span(cell: Any) -> str:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "" if span is None else span.get(qn("w:val"), "")
    wide = value.isdecimal() and value.isascii() and len(value) < 4
    return f' colspan="{min(int(value), _MAX_SPAN)}"' if wide and int(value) > 1 else ""


def _emphasis(node: Any) -> tuple[str, ...]:
    properties = node.getparent().find(qn("w:rPr"))
    if properties is None:
        return ()
    return tuple(tag for name, tag in _EMPHASIS if _is_on(properties.find(qn(name))))


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(qn("w:val"), "true") not in _OFF


def _heading_levels(document: Any) -> dict[str, int]:
    """Give the level of each style with an outline level; Word's own headings have one."""
    levels = {}
    for style in document.styles.element.iter(qn("w:style")):
        outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        value = "" if outline is None else outline.get(qn("w:val"), "")
        if value in {"0", "1", "2", "3", "4", "5"}:
            levels[style.get(qn("w:styleId"), "")] = min(int(value) + 1, _MAX_HEADING)
    return levels


def _bullet_lists(document: Any) -> frozenset[str]:
    """Give the identities of lists whose first level has bullets."""
    relations = filter(_is_numbering, document.part.rels.values())
    numbering = next((relation.target_part.element for relation in relations), None)
    if numbering is None:
        return frozenset()
    bulleted = {
        abstract.get(qn("w:abstractNumId"))
        for abstract in numbering.iter(qn("w:abstractNum"))
        if _first_format(abstract) == "bullet"
    }
    links = ((number, number.find(qn("w:abstractNumId"))) for number in numbering.iter(qn("w:num")))
    return frozenset(
        number.get(qn("w:numId"), "")
        for number, link in links
        if link is not None and link.get(qn("w:val")) in bulleted
    )


def _is_numbering(relation: Any) -> bool:
    return not relation.is_external and relation.reltype.endswith("/numbering")


def _first_format(abstract: Any) -> str:
    found = abstract.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
    return "" if found is None else found.get(qn("w:val"), "")
