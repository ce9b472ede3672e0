"""Plain data that somebody brings: a JSON file, or the cells of a workbook by their places.

Loaded inside the sandbox alone. What comes out is bounded: in depth, in figures, in rows.
"""

import json
from pathlib import Path
from typing import Any, NoReturn

import openpyxl

from documents.errors import N_, BadFile, FileProblem

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH, MOST_FIGURES = 8, 18
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 20, 20_000, 40
JSON, SHEETS = "json", "sheets"


def plain_data(path: Path, kind: str) -> Any:
    """The value of a JSON file; of a workbook its sheets, each a title and rows of texts.

    Raises BadFile for what is neither, and for more than anybody means.
    """
    if path.stat().st_size > MOST_BYTES:
        _refuse(N_("This file is too large for a list."))
    return _sheets(path) if kind == SHEETS else _json(path)


def _json(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text, parse_int=_whole, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse(N_("This is no JSON file."))
    if _is_deeper(found, MOST_DEPTH):
        _refuse(N_("This is no JSON file."))
    return found


def _whole(figures: str) -> int:
    if len(figures) > MOST_FIGURES:
        raise ValueError(figures[:MOST_FIGURES])
    return int(figures)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _is_deeper(value: Any, depth: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(depth == 0 or _is_deeper(one, depth - 1) for one in inside)


def _sheets(path: Path) -> list[Any]:
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        try:
            return [[one.title, list(_rows(one))] for one in book.worksheets[:MOST_SHEETS]]
        finally:
            book.close()


def _rows(sheet: Any) -> Any:
    # The size a sheet claims can be a whole empty worksheet; its rows say the truth.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        texts = [_text(value) for value in row]
        if any(texts):
            yield texts


def _text(value: Any) -> str:
    """A figure as it is, without the look of its cell: 10000 and 0,5."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return "" if value is None else str(value)


def _refuse(message: str) -> NoReturn:
    raise BadFile([FileProblem("not_a_list", message)])
