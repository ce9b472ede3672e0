"""Workbooks and slides: what no page of them shows, and the same files as they may leave.

Comments, speakers' notes and hidden slides go by one press. What is hidden in a sheet, embedded or
fetched from elsewhere is listed and stays: cells that are seen may be reckoned from it, so its
author takes it out, or shows it.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from documents.mark import COMMENT, EMBEDDED, HIDDEN, HISTORY, Mark
from documents.safexml import parse_xml
from documents.settling.parts import FOREIGN, forget_authors
from documents.settling.tree import remove

_CHARACTERS = 200
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: What is fetched from another file or a server, beside what any package may embed.
_FETCHED = (*FOREIGN, "/externalLink", "/connections")
_HISTORY = "/revisionHeaders"
_GOES = (
    *("/comments", "/threadedComment", "/person", "/commentAuthors", "/authors", "/notesSlide"),
    *(_HISTORY, "/usernames", "/printerSettings", "/customXml", "/tags"),
)
_COMMENT = ("comment", "threadedComment", "cm", "reply")
_AUTHOR = ("person", "cmAuthor", "author")
#: What says on whose machine and by whom a workbook was last kept.
_LEFT_BY_AUTHORS = ("absPath", "fileSharing", "revisionPtr", "creationId", "modifyVerifier")


def office_marks(path: Path) -> list[Mark]:
    """Comments, notes, hidden slides, sheets, rows and columns, earlier states, embedded files."""
    return _Office(path).marks()


def cleaned_office(path: Path, moment: datetime) -> bytes:
    """The file without authors and whatever of it goes; what is left to its author stays."""
    office = _Office(path)
    office.settle()
    forget_authors(office.package, moment)
    target = io.BytesIO()
    office.package.save(target)
    return target.getvalue()


class _Office:
    """One package, its parts of XML read as they are asked for."""

    def __init__(self, path: Path) -> None:
        self.package = OpcPackage.open(str(path))
        self._main = self.package.main_document_part
        self._parts: list[Part] = list(self.package.iter_parts())

    def marks(self) -> list[Mark]:
        return [*self._comments(), *self._slides(), *self._sheets(), *self._foreign()]

    # -- What it holds -----------------------------------------------------------------------------

    def _comments(self) -> Iterator[Mark]:
        names = dict(self._names())
        for part in self._parts:
            if not part.content_type.lower().endswith("comments+xml"):
                continue
            root = _root(part)
            writers = ["".join(one.itertext()) for one in root.iter("{*}author")]
            for one in root.iter(*(f"{{*}}{name}" for name in _COMMENT)):
                author = one.get("personId") or one.get("authorId") or ""
                if _local(one) == "comment":
                    author = writers[int(author)] if author.isdigit() else ""
                    # Beside each thread stands a comment for programs that know none.
                    if author.startswith("tc="):
                        continue
                at = one.get("dT") or one.get("dt") or one.get("created") or ""
                said = ": ".join(filter(None, (one.get("ref", ""), _said(one))))
                yield Mark(COMMENT, said[:_CHARACTERS], names.get(author, author), at)

    def _names(self) -> Iterator[tuple[str, str]]:
        for part in self._parts:
            if part.content_type.lower().endswith(("person+xml", "authors+xml")):
                for one in _root(part).iter(*(f"{{*}}{name}" for name in _AUTHOR)):
                    yield one.get("id", ""), one.get("displayName") or one.get("name") or ""

    def _slides(self) -> Iterator[Mark]:
        for slide in _within(self._main, "/slide"):
            for notes in _within(slide, "/notesSlide"):
                if words := _words(_root(notes)):
                    yield Mark(HIDDEN, words[:_CHARACTERS], story="notes")
            if _is_hidden(slide):
                yield Mark(HIDDEN, _words(_root(slide))[:_CHARACTERS], story="slide")

    def _sheets(self) -> Iterator[Mark]:
        for one in _root(self._main).iter("{*}sheet"):
            name, rid = one.get("name", ""), one.get(f"{_R}id")
            if one.get("state") in ("hidden", "veryHidden"):
                yield Mark(HIDDEN, name, story="sheet")
            elif rid in self._main.rels and not self._main.rels[rid].is_external:
                ranges = ", ".join(_hidden_ranges(_root(self._main.rels[rid].target_part)))
                if ranges:
                    yield Mark(HIDDEN, f"{name}: {ranges}"[:_CHARACTERS], story="cells")

    def _foreign(self) -> Iterator[Mark]:
        for part in self._parts:
            for relation in part.rels.values():
                fetched = relation.is_external and relation.reltype.endswith("/image")
                if relation.reltype.endswith(_FETCHED) or fetched:
                    name = relation.target_ref.rpartition("/")[2]
                    yield Mark(EMBEDDED, name[:_CHARACTERS])
                elif relation.reltype.endswith(_HISTORY):
                    yield Mark(HISTORY)

    # -- What of it goes ---------------------------------------------------------------------------

    def settle(self) -> None:
        hidden = {id(slide) for slide in _within(self._main, "/slide") if _is_hidden(slide)}
        for part in self._parts:
            kinds = {rid: relation.reltype for rid, relation in part.rels.items()}
            gone = {rid for rid, kind in kinds.items() if kind.endswith(_GOES)}
            if any(kinds[rid].endswith("/comments") for rid in gone):
                gone |= {rid for rid, kind in kinds.items() if kind.endswith("/vmlDrawing")}
            for rid, relation in part.rels.items():
                if not relation.is_external and id(relation.target_part) in hidden:
                    gone.add(rid)
            _let_go(part, gone)


def _within(part: Part, kind: str) -> list[Part]:
    """What hangs on a part by relations of this kind."""
    rels = part.rels.values()
    return [one.target_part for one in rels if one.reltype.endswith(kind) and not one.is_external]


def _is_hidden(slide: Part) -> bool:
    return _root(slide).get("show") in ("0", "false")


def _let_go(part: Part, gone: set[str]) -> None:
    """Take these relations out with what names them, and what tells of authors."""
    for rid in gone:
        del part.rels[rid]
    if isinstance(part, XmlPart) or not part.content_type.endswith("xml"):
        return
    root, numbers = _root(part), set()
    for node in list(root.iter("{*}*")):
        if _local(node) in _LEFT_BY_AUTHORS:
            remove(node)
        for name in [name for name in node.attrib if name.startswith(_R)]:
            if node.get(name) in gone:
                numbers.add(node.get("id"))
                del node.attrib[name]
                if not node.attrib or _local(node) in ("sldId", "sld"):
                    remove(node)
    for node in list(root.iter("{*}sldId")):  # sections name slides by their numbers
        if node.get("id") in numbers:
            remove(node)
    part._blob = serialize_part_xml(root)


def _hidden_ranges(sheet: Any) -> Iterator[str]:
    """The hidden rows and columns that hold something, as Excel writes them: 4:6, C:D."""
    filled = [
        (row, cell)
        for row in sheet.iter("{*}row")
        for cell in row
        if cell.find("{*}v") is not None or cell.find("{*}is") is not None
    ]
    rows = sorted({int(row.get("r", 0)) for row, _cell in filled if _is_on(row, "hidden")})
    for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in group]
        yield f"{numbers[0]}:{numbers[-1]}"
    letters = {coordinate_from_string(cell.get("r", ""))[0] for _row, cell in filled}
    columns = set(map(column_index_from_string, letters))
    for column in sheet.iter("{*}col"):
        first, last = int(column.get("min", 0)), int(column.get("max", 0))
        inside = sorted(number for number in columns if first <= number <= last)
        if _is_on(column, "hidden") and inside:
            yield ":".join(map(get_column_letter, (inside[0], inside[-1])))


def _is_on(node: Any, name: str) -> bool:
    return node.get(name) in ("1", "true")


def _root(part: Part) -> Any:
    return parse_xml(part.blob)


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _said(comment: Any) -> str:
    """Its own words: in a thread each answer is a comment of its own."""
    own = [child for child in comment if _local(child) in ("txBody", "text")]
    return " ".join("".join(text for one in own for text in one.itertext()).split())


def _words(root: Any) -> str:
    """The words of its paragraphs, without numbers of pages, which are fields."""
    runs = ("".join(one.itertext()) for one in root.iter("{*}r"))
    return " ".join(" ".join(runs).split())
