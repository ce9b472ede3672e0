"""The places where number and date are filled in at issuing: locked content controls."""

from typing import Any

from docx.oxml.ns import qn

from documents.drafting.ooxml import add_text, element
from documents.drafting.rules import Rule
from documents.drafting.stamping import DATE_TAG, NUMBER_TAG
from documents.drafting.wording import BLANK_NUMBER, padded_number

_ALIASES = {NUMBER_TAG: "Số", DATE_TAG: "Ngày, tháng, năm"}
_IDS = {NUMBER_TAG: 302020001, DATE_TAG: 302020002}


def add_number(paragraph: Any, number: str, rule: Rule, place: int = 0) -> None:
    """Add the number, or room for one, and mark the place: 0 in the head, 1, 2… in appendices."""
    text = padded_number(number) or BLANK_NUMBER
    _mark(add_text(paragraph, text, rule), NUMBER_TAG, place)


def add_date(
    paragraph: Any, words: str, rule: Rule, *, compact: bool = False, place: int = 0
) -> None:
    """Add the date, or its blank, and mark the place."""
    _mark(add_text(paragraph, words, rule, compact=compact), DATE_TAG, place)


def find_marks(root: Any) -> list[tuple[str, Any]]:
    """Give the content controls of a document that carry our tags, with these, as they come."""
    found = []
    for control in root.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None and tag.get(qn("w:val")) in _IDS:
            found.append((tag.get(qn("w:val")), control))
    return found


def fill_mark(control: Any, text: str) -> None:
    """Put the text in the control's place; the control goes, for a number is given once."""
    content = control.find(qn("w:sdtContent"))
    runs = content.findall(qn("w:r"))
    texts = [node for run in runs for node in run.iter(qn("w:t"))]
    for node in texts[1:]:
        node.getparent().remove(node)
    first = texts[0] if texts else _empty_text(content, runs)
    first.text = text
    for child in list(content):
        control.addprevious(child)
    control.getparent().remove(control)


def _empty_text(content: Any, runs: list[Any]) -> Any:
    if not runs:
        runs = [element("w:r")]
        content.append(runs[0])
    node = element("w:t")
    runs[0].append(node)
    return node


def _mark(run: Any, tag: str, place: int) -> None:
    control, content = element("w:sdt"), element("w:sdtContent")
    properties = element("w:sdtPr")
    properties.append(element("w:alias", val=_ALIASES[tag]))
    properties.append(element("w:tag", val=tag))
    properties.append(element("w:id", val=_IDS[tag] + 10 * place))
    # The clerk may type in the place, but not delete it by mistake.
    properties.append(element("w:lock", val="sdtLocked"))
    control.append(properties)
    control.append(content)
    run._r.addprevious(control)
    content.append(run._r)
