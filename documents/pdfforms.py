"""What was filled into a PDF form: it stands beside the pages, not in them."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pypdfium2.raw as raw

_FIELDS = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_XFA = (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)


def is_xfa(pdf: Any) -> bool:
    """Whether the PDF is the shell of an Adobe form that only Adobe's own program shows."""
    return raw.FPDF_GetFormType(pdf) in _XFA


def values(pdf: Any, page: Any) -> Iterator[str]:
    """What was filled into the fields of a page, and notes written on it, as they are seen.

    `pdf` has its forms initialised.
    """
    for annotation in annotations(page):
        if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FREETEXT:
            yield _text(partial(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        else:
            yield value_of(pdf, annotation)


def value_of(pdf: Any, annotation: Any) -> str:
    """What was typed or chosen in a field; empty for anything else."""
    if raw.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation) not in _FIELDS:
        return ""
    return _text(partial(raw.FPDFAnnot_GetFormFieldValue, pdf.formenv, annotation))


def annotations(page: Any) -> Iterator[Any]:
    """Each annotation of a page, open while it is looked at."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        with _opened(page, index) as annotation:
            if annotation:
                yield annotation


@contextmanager
def _opened(page: Any, index: int) -> Iterator[Any]:
    annotation = raw.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)


def _text(ask: Callable[[Any, int], int]) -> str:
    """Ask for the size of a text, then for the text, as pdfium wants it."""
    size = ask(None, 0)
    room = ctypes.create_string_buffer(size)
    ask(ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return room.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
