"""Writing into the fields of a form what pdfium's own fonts have no letters for."""

import ctypes
import textwrap
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from documents.fonts import serif_faces
from documents.pdfforms import annotations, value_of

_USUAL_SIZE = 12.0
#: A letter's usual width and a line's height, in parts of the size.
_LETTER, _LINE = 0.5, 1.2
_PADDING = 2.0


def undrawn(page: Any) -> frozenset[int]:
    """Tell the places of fields without a drawing; asked before pdfium makes its own."""
    return frozenset(
        place
        for place, annotation in enumerate(annotations(page))
        if not raw.FPDFAnnot_HasKey(annotation, b"AP")
    )


def write_values(pdf: Any, page: Any, places: frozenset[int]) -> None:
    """Draw the values of these fields on the page, where Vietnamese letters are needed."""
    face = serif_faces().get("regular")
    for place, annotation in enumerate(annotations(page)):
        value = value_of(pdf, annotation) if place in places and face else ""
        if not value.isascii() and face:
            _write(pdf, page, annotation, value, face.read_bytes())


def _write(pdf: Any, page: Any, annotation: Any, value: str, font: bytes) -> None:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    size = _size(pdf, annotation, top - bottom)
    lines = list(_lines(value, right - left, size))
    loaded = raw.FPDFText_LoadFont(
        pdf,
        (ctypes.c_uint8 * len(font)).from_buffer_copy(font),
        len(font),
        raw.FPDF_FONT_TRUETYPE,
        1,
    )
    baseline = top - size if len(lines) > 1 else (top + bottom) / 2 - size / 3
    for number, line in enumerate(lines):
        text = raw.FPDFPageObj_CreateTextObj(pdf, loaded, size)
        encoded = ctypes.create_string_buffer((line + "\0").encode("utf-16-le"))
        raw.FPDFText_SetText(text, ctypes.cast(encoded, ctypes.POINTER(raw.FPDF_WCHAR)))
        height = baseline - number * size * _LINE
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, left + _PADDING, height)
        raw.FPDFPage_InsertObject(page, text)
    raw.FPDFFont_Close(loaded)
    raw.FPDFAnnot_SetFlags(annotation, raw.FPDF_ANNOT_FLAG_HIDDEN)


def _size(pdf: Any, annotation: Any, height: float) -> float:
    """The size the form asks for; 0 there means as large as fits."""
    size = ctypes.c_float()
    raw.FPDFAnnot_GetFontSize(pdf.formenv, annotation, size)
    return size.value or max(4.0, min(_USUAL_SIZE, height / _LINE))


def _lines(value: str, width: float, size: float) -> Iterator[str]:
    letters = max(4, int((width - 2 * _PADDING) / (size * _LETTER)))
    for line in value.splitlines():
        yield from textwrap.wrap(line, letters) or [""]
