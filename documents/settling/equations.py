"""Equations as a line of text: not every program here can draw them, and search reads words."""

from collections.abc import Callable
from typing import Any

from docx.oxml import OxmlElement

from documents.settling.tree import unwrap

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_EQUATION, _PARAGRAPH = f"{_M}oMath", f"{_M}oMathPara"
_SCRIPTS = {"sub": "_", "lim": "_", "sup": "^"}
_SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,.")


def write_out_equations(root: Any) -> bool:
    """Put text in the place of every equation below this element; tell whether there were any."""
    for paragraph in list(root.iter(_PARAGRAPH)):
        unwrap(paragraph)
    equations = list(root.iter(_EQUATION))
    for equation in equations:
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = _line(equation)
        run.append(text)
        equation.addprevious(run)
        equation.getparent().remove(equation)
    return bool(equations)


def _line(element: Any) -> str:
    """What stands in one element, as text."""
    if not isinstance(element.tag, str) or not element.tag.startswith(_M):
        return ""
    name = element.tag.removeprefix(_M)
    if name == "t":
        return element.text or ""
    return _WRITERS[name](element) if name in _WRITERS else _children(element)


def _children(element: Any) -> str:
    return "".join(map(_line, element))


def _part(element: Any, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else _children(found)


def _held(text: str) -> str:
    """With brackets where it would otherwise run into what is beside it."""
    return text if len(text) < 2 or set(text.lower()) <= _SIMPLE else f"({text})"


def _sign(element: Any, name: str, usual: str) -> str:
    found = element.find(f"{_M}{element.tag.removeprefix(_M)}Pr/{_M}{name}")
    return usual if found is None else found.get(f"{_M}val", "")


def _fraction(element: Any) -> str:
    return f"{_held(_part(element, 'num'))}/{_held(_part(element, 'den'))}"


def _root(element: Any) -> str:
    return f"{_part(element, 'deg')}√{_held(_part(element, 'e'))}"


def _scripts(element: Any) -> str:
    parts = ((sign, _part(element, name)) for name, sign in _SCRIPTS.items())
    return "".join(f"{sign}{_held(text)}" for sign, text in parts if text)


def _scripted(element: Any) -> str:
    return f"{_part(element, 'e')}{_scripts(element)}"


def _nary(element: Any) -> str:
    return f"{_sign(element, 'chr', '∫')}{_scripts(element)} {_part(element, 'e')}"


def _brackets(element: Any) -> str:
    parts = [_children(part) for part in element.findall(f"{_M}e")]
    between = _sign(element, "sepChr", "|").join(parts)
    return f"{_sign(element, 'begChr', '(')}{between}{_sign(element, 'endChr', ')')}"


def _rows(element: Any) -> str:
    rows = (" ".join(_children(cell) for cell in row) for row in element.findall(f"{_M}mr"))
    return f"[{'; '.join(rows)}]"


def _lines(element: Any) -> str:
    return "; ".join(_children(line) for line in element.findall(f"{_M}e"))


def _function(element: Any) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "rad": _root,
    "sSub": _scripted,
    "sSup": _scripted,
    "sSubSup": _scripted,
    "limLow": _scripted,
    "nary": _nary,
    "d": _brackets,
    "m": _rows,
    "eqArr": _lines,
    "func": _function,
}
