"""The words of a Word document, wherever its author put them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.extraction.found import Found
from documents.settling import open_settled
from documents.wordml import TABLE, blocks, cells, paragraph_text, rows, text_boxes

_PARTS_BEFORE, _PARTS_AFTER = ("header",), ("footnotes", "endnotes", "footer")


def docx_pages(path: Path) -> Iterator[Found]:
    """Read headers, then the body in its order, then notes and footers, as one page."""
    document, remarks = open_settled(path)
    yield from remarks
    lines = [
        *_part_lines(document, _PARTS_BEFORE),
        *_lines(document.element.body),
        *_part_lines(document, _PARTS_AFTER),
    ]
    yield "\n".join(lines)


def _part_lines(document: Any, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                yield from _lines(relation.target_part.element)


def _lines(container: Any) -> Iterator[str]:
    for block in blocks(container):
        if block.tag == TABLE:
            for row in rows(block):
                yield " ".join(" ".join(_lines(cell)) for cell in cells(row))
            continue
        yield paragraph_text(block)
        for box in text_boxes(block):
            yield from _lines(box)
