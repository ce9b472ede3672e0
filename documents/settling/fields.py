"""Fields as they were last shown: no program may compute a date or a name anew."""

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from documents.settling.tree import remove, unwrap

_SIMPLE, _CHARACTER = qn("w:fldSimple"), qn("w:fldChar")
_CODE = (qn("w:instrText"), qn("w:delInstrText"))
_SHOWN = tuple(qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "sym", "drawing", "pict"))
#: What a page shows of itself belongs to the page; boxes to tick are drawn from their own data.
_LIVING = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT"}
)
#: Content controls that take their words from the properties of the file, or write dates anew.
_BOUND = (
    qn("w:dataBinding"),
    qn("w:date"),
    "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding",
)


def freeze_fields(root: Any) -> None:
    """Leave of every field below this element what it last showed."""
    for bound in list(root.iter(*_BOUND)):
        remove(bound)
    for field in list(root.iter(_SIMPLE)):
        if not _lives(field.get(qn("w:instr"), "")):
            unwrap(field)
    spread = _SpreadFields()
    for node in list(root.iter(_CHARACTER, *_CODE, *_SHOWN)):
        spread.meet(node)
    spread.end_all()


@dataclass
class _Field:
    """A field of which the end was not met yet; `marks` are what makes it one."""

    marks: list[Any]
    code: str = ""
    in_code: bool = True


class _SpreadFields:
    """Fields whose begin, code, result and end lie in runs of their own, one in the other."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._in_code = 0

    def meet(self, node: Any) -> None:
        """Take the next node of the document."""
        if node.tag == _CHARACTER:
            self._turn(node, node.get(qn("w:fldCharType")))
        elif self._open and node.tag in _CODE:
            self._open[-1].code += node.text or ""
            self._open[-1].marks.append(node)
        elif self._in_code:
            self._open[-1].marks.append(node)

    def end_all(self) -> None:
        while self._open:
            self._end()

    def _turn(self, node: Any, kind: str | None) -> None:
        if kind == "begin":
            self._open.append(_Field([node]))
            self._in_code += 1
        elif self._open:
            self._open[-1].marks.append(node)
            if kind == "separate":
                self._leave_code(self._open[-1])
            elif kind == "end":
                self._end()

    def _leave_code(self, field: _Field) -> None:
        self._in_code -= field.in_code
        field.in_code = False

    def _end(self) -> None:
        field = self._open.pop()
        self._leave_code(field)
        # What stands in the code of another field is part of its question, not of what it shows.
        if self._in_code or not _lives(field.code):
            for mark in field.marks:
                remove(mark)


def _lives(code: str) -> bool:
    name, *_ = (*code.split(), "")
    return name.upper() in _LIVING
