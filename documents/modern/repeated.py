"""Cells of a spreadsheet that a few letters stand for."""

import zipfile
from pathlib import Path

from documents.safexml import parse_xml

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"


def repeated_cells(path: Path) -> int:
    """Count the values of an OpenDocument spreadsheet, each as often as it is repeated."""
    with zipfile.ZipFile(path) as package:
        root = parse_xml(package.read("content.xml"))
    return sum(
        int(row.get(f"{_TABLE}number-rows-repeated", 1))
        * int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        for row in root.iter(f"{_TABLE}table-row")
        for cell in row
        if cell.get(_VALUE)
    )
