"""How words of a .docx come out: set directly, by styles, by the defaults below them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.settling.tree import DEEPEST_STYLES, paragraph_style
from documents.wordml import CELL, ROW, TABLE, blocks, inline, runs, sign, text_boxes

_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = qn("w:rPr"), qn("w:pPr")
_VALUE, _BASED_ON, _RUN_STYLE = qn("w:val"), qn("w:basedOn"), qn("w:rStyle")
_OFF = {"0", "false", "off", "none"}
_THEMES = {"major": "majorFont", "minor": "minorFont"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: What Word takes where nobody says anything.
_FONT, _HALF_POINTS = "Times New Roman", 20
TWIPS_PER_MM = 56.7
_BREAK = re.compile(r"\n")
_CAPITAL = "A-ZĐÀ-ÝĂĨŨƠƯ" + "".join(chr(one) for one in range(0x1EA0, 0x1EFA, 2))
#: Room between two columns made without a table: what is only left to be filled in goes on small.
_GAP = re.compile(
    r"(?:(?<=[^\s.)])|(?<=[^\W\d_]{2}[.)]))(\t[\t ]*|[ \u00a0]{3}[ \u00a0\t]*)"
    rf"(?=[{_CAPITAL}])"
)


@dataclass(frozen=True)
class Form:
    """How a run is written; the size in points."""

    font: str
    size: float
    bold: bool
    italic: bool
    black: bool


@dataclass(frozen=True)
class Line:
    """A line with words that its author ended: how most of them are written, where it stands."""

    text: str
    form: Form
    align: str
    column: int | None
    """Which cell of its row, or which of the words beside each other, from 0 on; else None."""
    columns: int
    is_parted: bool
    """Whether room, not the edge of a cell, parts it from what stands beside it."""
    letters: tuple[tuple[Form, int], ...]
    """How many letters are written in which form."""


@dataclass(frozen=True)
class Sheet:
    """The paper of a section, in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


def sheets(document: Any) -> list[Sheet]:
    """The paper of every section."""
    return [_sheet(section) for section in document.element.body.iter(qn("w:sectPr"))]


def _sheet(section: Any) -> Sheet:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    named = ((size, ("w", "h")), (margins, ("top", "bottom", "left", "right")))
    return Sheet(*(_mm(node, name) for node, names in named for name in names))


def _mm(node: Any, name: str) -> float:
    value = "0" if node is None else node.get(qn(f"w:{name}"), "0")
    return round(abs(float(value)) / TWIPS_PER_MM, 1)


class Forms:
    """The forms of one document, by its styles."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._styles = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._defaults = root.find(qn("w:docDefaults"))
        usual = (s for s in self._styles.values() if s.get(qn("w:default")) in ("1", "true"))
        self._usual = next((s for s in usual if s.get(qn("w:type")) == "paragraph"), None)
        self._fonts = _theme_fonts(document)

    def lines(self, container: Any, column: int | None = None, columns: int = 1) -> Iterator[Line]:
        """Every line with words, in reading order, through tables and text boxes."""
        for block in blocks(container):
            if block.tag == TABLE:
                for row in block.iter(ROW):
                    found = [cell for cell in row.iter(CELL) if _row_of(cell) is row]
                    for number, cell in enumerate(found):
                        if next(cell.iterancestors(TABLE)) is block:
                            yield from self.lines(cell, number, len(found))
                continue
            yield from self._lines(block, column, columns)
            for box in text_boxes(block):
                yield from self.lines(box, column, columns)

    def _lines(self, paragraph: Any, column: int | None, columns: int) -> Iterator[Line]:
        """What stands between the breaks of a paragraph; side by side where room parts it."""
        align = self._of_paragraph(paragraph, "jc")
        for line in _split(self._pieces(paragraph), _BREAK):
            beside = list(_split(line, _GAP)) if column is None else [line]
            for place, pieces in enumerate(beside):
                stands = (place, len(beside), True) if len(beside) > 1 else (column, columns, False)
                letters: Counter[Form] = Counter()
                for text, form in pieces:
                    letters[form] += len(text.strip())
                said = " ".join("".join(text for text, _form in pieces).split())
                form = max(letters, key=lambda one: letters[one])
                yield Line(said, form, align, *stands, tuple((+letters).items()))

    def _pieces(self, paragraph: Any) -> Iterator[tuple[str, Form]]:
        for run in runs(paragraph):
            text = "".join(map(sign, inline(run)))
            if text:
                is_capital = self._is_on(paragraph, run, "caps")
                yield text.upper() if is_capital else text, self._form(paragraph, run)

    def _form(self, paragraph: Any, run: Any) -> Form:
        found = list(self._properties(paragraph, run))
        size = _first(found, "sz", "val")
        colour = _first(found, "color", "val") or "auto"
        return Form(
            font=self._font(found),
            size=float(size or _HALF_POINTS) / 2,
            bold=_is_on(found, "b"),
            italic=_is_on(found, "i"),
            black=colour.lower() in ("auto", "000000"),
        )

    def _is_on(self, paragraph: Any, run: Any, name: str) -> bool:
        return run is not None and _is_on(list(self._properties(paragraph, run)), name)

    def _font(self, found: list[Any]) -> str:
        for properties in found:
            fonts = properties.find(qn("w:rFonts"))
            if fonts is None:
                continue
            theme = fonts.get(qn("w:asciiTheme")) or fonts.get(qn("w:hAnsiTheme"))
            named = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi"))
            if theme and (by_theme := self._fonts.get(theme[:5])):
                return by_theme
            if named:
                return str(named)
        return _FONT

    def _properties(self, paragraph: Any, run: Any) -> Iterator[Any]:
        """Where the form of a run may be said, the nearest first."""
        own = run.find(_RUN_PROPERTIES)
        by_run = None if own is None else own.find(_RUN_STYLE)
        chains = (self._chain(by_run), self._paragraph_chain(paragraph))
        styled = (style.find(_RUN_PROPERTIES) for chain in chains for style in chain)
        default = None if self._defaults is None else self._defaults.find(f".//{_RUN_PROPERTIES}")
        return (one for one in (own, *styled, default) if one is not None)

    def _of_paragraph(self, paragraph: Any, name: str) -> str:
        styled = (s.find(_PARAGRAPH_PROPERTIES) for s in self._paragraph_chain(paragraph))
        default = self._defaults
        default = None if default is None else default.find(f".//{_PARAGRAPH_PROPERTIES}")
        places = (paragraph.find(_PARAGRAPH_PROPERTIES), *styled, default)
        return _first([one for one in places if one is not None], name, "val")

    def _paragraph_chain(self, paragraph: Any) -> list[Any]:
        chain = self._chain(paragraph_style(paragraph))
        return chain or ([] if self._usual is None else [self._usual])

    def _chain(self, reference: Any) -> list[Any]:
        chain: list[Any] = []
        while reference is not None and len(chain) < DEEPEST_STYLES:
            style = self._styles.get(reference.get(_VALUE))
            if style is None:
                break
            chain.append(style)
            reference = style.find(_BASED_ON)
        return chain


def _split(
    pieces: Iterable[tuple[str, Form]], between: re.Pattern[str]
) -> Iterator[list[tuple[str, Form]]]:
    """These pieces cut where the pattern stands in their common text, without empty parts."""
    pieces = list(pieces)
    whole = "".join(text for text, _form in pieces)
    ends = [found.span() for found in between.finditer(whole)]
    for first, last in pairwise((0, *(edge for span in ends for edge in span), len(whole))):
        at, part = 0, []
        for text, form in pieces:
            cut = text[max(first - at, 0) : max(last - at, 0)]
            part += [(cut, form)] if cut else []
            at += len(text)
        if "".join(text for text, _form in part).strip():
            yield part


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(ROW), None)


def _first(places: list[Any], name: str, attribute: str) -> str:
    for properties in places:
        node = properties.find(qn(f"w:{name}"))
        if node is not None and node.get(qn(f"w:{attribute}")) is not None:
            return str(node.get(qn(f"w:{attribute}")))
    return ""


def _is_on(places: list[Any], name: str) -> bool:
    for properties in places:
        node = properties.find(qn(f"w:{name}"))
        if node is not None:
            return node.get(qn("w:val"), "true") not in _OFF
    return False


def _theme_fonts(document: Any) -> dict[str, str]:
    """The faces that "major" and "minor" stand for."""
    relations = document.part.rels.values()
    named = next((one for one in relations if one.reltype == RELATIONSHIP_TYPE.THEME), None)
    if named is None:
        return {}
    root, face = parse_xml(named.target_part.blob), f"{_DRAWING}latin"
    found = {key: root.find(f".//{_DRAWING}{name}/{face}") for key, name in _THEMES.items()}
    return {key: node.get("typeface", "") for key, node in found.items() if node is not None}
