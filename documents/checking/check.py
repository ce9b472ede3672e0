"""Holding a .docx against Annex I of Decree 30/2020: only what can be read in it is said."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from documents.checking.forms import Forms, Line, Sheet, sheets
from documents.checking.points import Point
from documents.drafting import rules
from documents.drafting.rules import Rule
from documents.errors import N_
from documents.settling import open_settled
from documents.wordml import open_docx

_SIZES = {False: (rules.PAGE_WIDTH_MM, rules.PAGE_HEIGHT_MM)}
_SIZES[True] = _SIZES[False][::-1]
#: Section I.3: what each margin may be, in millimetres.
_MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
_MARGIN_WORDS = {
    "top": N_("The top margin is %(found)s mm; it is 20 to 25 mm."),
    "bottom": N_("The bottom margin is %(found)s mm; it is 20 to 25 mm."),
    "left": N_("The left margin is %(found)s mm; it is 30 to 35 mm."),
    "right": N_("The right margin is %(found)s mm; it is 15 to 20 mm."),
}
_SLACK_MM = 0.6
_OF_PAGE = N_("Annex I, part I, section I")
_NATION = N_("Annex I, part II, point 1")
_AGENCY = N_("Annex I, part II, point 2")
_NUMBER = N_("Annex I, part II, point 3")
_DATE = N_("Annex I, part II, point 4")
_TITLE = N_("Annex I, part II, point 5")
_TEXT = N_("Annex I, part II, point 6")
_SIGNATURE = N_("Annex I, part II, point 7")
_RECEIVERS = N_("Annex I, part II, point 9")

_BLANK = r"[\s.…_\[\]]*"
_IS_NUMBER = re.compile(r"^số\s*:", re.IGNORECASE)
_SYMBOL = r"(\d{4}/)?[A-ZĐ0-9]+(-[A-ZĐ0-9&]+)*"
_GOOD_NUMBER = re.compile(rf"^Số: ?(?P<number>\d+|{_BLANK})/{_SYMBOL}$")
_IS_DATE = re.compile(rf"ngày{_BLANK}\d*{_BLANK}\s*tháng{_BLANK}\d*{_BLANK}\s*năm", re.IGNORECASE)
_GOOD_DATE = re.compile(
    rf"^[^,]+, ngày ?(0[1-9]|[12]\d|3[01]|{_BLANK}) ?tháng ?(0[12]|[3-9]|1[0-2]|{_BLANK}) ?"
    rf"năm ?(\d{{4}}|{_BLANK})$"
)
_CAPACITY = re.compile(r"^(TM|KT|TL|TUQ|Q)\.")
_HEAD_LINES = 30


def check_file(path: Path, *, type_name: str, signer: str) -> list[Point]:
    """Every point that was looked at in a letter of this type; raise UnreadableDocx.

    `type_name` is printed above the text; empty for a công văn, whose subject stands under its
    number. `signer` is who is to sign; empty where nobody is chosen yet.
    """
    document, _ = open_settled(path)
    lines = list(Forms(document).lines(document.element.body))
    return [
        *_page(sheets(document)),
        *_faces(path),
        *_head(lines, type_name),
        *_body(lines),
        *_end(lines, signer),
    ]


def _page(found: Sequence[Sheet]) -> Iterator[Point]:
    """A4, upright at its beginning; wide tables may lie across."""
    wrong = [sheet for sheet in found if not any(_is_size(sheet, size) for size in _SIZES.values())]
    if wrong or not found or not _is_size(found[0], _SIZES[False]):
        bad = (wrong or [*found, Sheet(0, 0, 0, 0, 0, 0)])[0]
        size = f"{_written(bad.width)} × {_written(bad.height)}"
        message = N_("The paper is %(found)s mm; it is A4, 210 × 297 mm, upright.")
        yield Point(message, False, _OF_PAGE, {"found": size})
    else:
        yield Point(N_("Paper: A4"), True, _OF_PAGE)
    upright = [sheet for sheet in found if sheet.width <= sheet.height]
    off = {
        side: getattr(sheet, side)
        for sheet in upright
        for side, (least, most) in _MARGINS.items()
        if not least - _SLACK_MM <= getattr(sheet, side) <= most + _SLACK_MM
    }
    for side, value in off.items():
        yield Point(_MARGIN_WORDS[side], False, _OF_PAGE, {"found": _written(value)})
    if upright and not off:
        yield Point(N_("Margins"), True, _OF_PAGE)


def _written(value: float) -> str:
    """As Vietnamese writes it: 12,5."""
    return f"{value:g}".replace(".", ",")


def _is_size(sheet: Sheet, size: tuple[int, int]) -> bool:
    return abs(sheet.width - size[0]) <= 1 and abs(sheet.height - size[1]) <= 1


def _faces(path: Path) -> Iterator[Point]:
    """As they are in the file itself: what is settled is in no old font any more."""
    letters: Counter[str] = Counter()
    coloured = 0
    document = open_docx(path)
    for line in Forms(document).lines(document.element.body):
        for form, count in line.letters:
            letters[form.font] += count
            coloured += 0 if form.black else count
    others = [font for font, _count in letters.most_common() if not font.startswith(rules.FONT)]
    if others:
        message = N_("Written in %(fonts)s; the face is Times New Roman.")
        yield Point(message, False, _OF_PAGE, {"fonts": ", ".join(others[:4])})
    elif letters:
        yield Point(N_("Face: Times New Roman"), True, _OF_PAGE)
    if coloured:
        message = N_("%(count)s letters are coloured; letters are black.")
        yield Point(message, False, _OF_PAGE, {"count": coloured})


def _head(lines: Sequence[Line], type_name: str) -> Iterator[Point]:
    head = lines[:_HEAD_LINES]
    nation = _spelled(head, rules.NATION)
    yield from _component(N_("Name of the nation"), nation, rules.NATION_RULE, _NATION, column=1)
    motto = _spelled(head, rules.MOTTO)
    yield from _component(N_("Motto"), motto, rules.MOTTO_RULE, _NATION, column=1)
    number = next((line for line in head if _IS_NUMBER.match(line.text)), None)
    agency = _agency(head, number)
    yield from _component(N_("Issuing agency"), agency, rules.AGENCY_RULE, _AGENCY, column=0)
    yield from _component(
        N_("Reference number and symbol"), number, rules.NUMBER_RULE, _NUMBER, column=0
    )
    if number is not None:
        yield from _number_form(number.text)
    date = next((line for line in head if _IS_DATE.search(line.text[:200])), None)
    yield from _component(N_("Place and date"), date, rules.DATE_RULE, _DATE, column=1)
    if date is not None and not _GOOD_DATE.match(date.text[:200]):
        message = N_("The date reads “%(found)s”; it is “Place, ngày 05 tháng 3 năm 2026”.")
        yield Point(message, False, _DATE, {"found": date.text[:80]})
    if type_name:
        title = next((line for line in head if line.text == type_name.upper()), None)
        yield from _component(N_("Name of the type"), title, rules.TYPE_RULE, _TITLE)
    else:
        subject = next((line for line in head if line.text.startswith("V/v")), None)
        yield from _component(N_("Subject under the number"), subject, rules.SUBJECT_RULE, _TITLE)


def _spelled(lines: Sequence[Line], words: str) -> Line | None:
    """The line of these words, however dashes and spaces of them are written."""

    def plain(text: str) -> str:
        return re.sub(r"[\s–—_*-]+", " ", text).strip().upper().replace("HOÀ", "HÒA")

    return next((line for line in lines if plain(line.text) == plain(words)), None)


def _agency(head: Sequence[Line], number: Line | None) -> Line | None:
    """The last line in capitals above the number, in its cell where there is one."""
    if number is None:
        return None
    above = [one for one in head[: head.index(number)] if _is_beside(one, number)]
    shouted = [one for one in above if one.text.isupper()]
    return next((one for one in reversed(shouted) if rules.NATION not in one.text), None)


def _is_beside(line: Line, other: Line) -> bool:
    """Whether it stands in the same column; a line may stand there alone where no cell holds it."""
    return line.column == other.column or (other.is_parted and line.column is None)


def _number_form(text: str) -> Iterator[Point]:
    found = _GOOD_NUMBER.match(text[:200])
    bare = found is not None and re.fullmatch(r"[1-9]", found["number"])
    if found is None or bare:
        message = N_("The number reads “%(found)s”; it is “Số: 05/QĐ-UBND”, without spaces.")
        yield Point(message, False, _NUMBER, {"found": text[:80]})


def _component(
    name: str, line: Line | None, rule: Rule, place: str, *, column: int | None = None
) -> Iterator[Point]:
    """One component: that it is there, its size, its style, its side of the page."""
    if line is None:
        yield Point(N_("%(what)s: not found in the file."), False, place, {"what": name})
        return
    wrong = list(_wrong(line, rule, column))
    for message, params in wrong:
        yield Point(message, False, place, {"what": name, **params})
    if not wrong:
        yield Point(name, True, place)


def _wrong(
    line: Line, rule: Rule, column: int | None
) -> Iterator[tuple[str, dict[str, str | int]]]:
    size, form = line.form.size, line.form
    if not rule.least_pt <= size <= rule.most_pt:
        law = str(rule.least_pt)
        law += f"–{rule.most_pt}" if rule.most_pt != rule.least_pt else ""
        message = N_("%(what)s: size %(found)s; it is %(law)s.")
        yield message, {"found": _written(size), "law": law}
    if rule.upper and line.text != line.text.upper():
        yield N_("%(what)s: it stands in capitals."), {}
    if form.bold != rule.bold:
        yield (N_("%(what)s: it is bold.") if rule.bold else N_("%(what)s: it is not bold.")), {}
    if form.italic != rule.italic:
        message = N_("%(what)s: it is italic.") if rule.italic else N_("%(what)s: it is upright.")
        yield message, {}
    if column is not None and line.column is not None and line.columns > 1:
        if column and not line.column:
            yield N_("%(what)s: it stands on the right."), {}
        elif line.column and not column:
            yield N_("%(what)s: it stands on the left."), {}


def _body(lines: Sequence[Line]) -> Iterator[Point]:
    """The text itself: long paragraphs outside tables that are no titles."""
    plain = (one for one in lines if one.column is None and not one.form.bold)
    texts = [one for one in plain if len(one.text) > 60 and one.align != "center"]
    if not texts:
        return
    rule = rules.BODY_RULE
    sizes = sorted({line.form.size for line in texts})
    if sizes[0] < rule.least_pt or sizes[-1] > rule.most_pt:
        found = "; ".join(map(_written, sizes))
        message = N_("The text has the size %(found)s; it is 13 to 14.")
        yield Point(message, False, _TEXT, {"found": found})
    else:
        yield Point(N_("Size of the text"), True, _TEXT)
    ragged = sum(line.align != "both" for line in texts)
    if ragged:
        message = N_("%(count)s paragraphs of the text are not justified.")
        yield Point(message, False, _TEXT, {"count": ragged})


def _end(lines: Sequence[Line], signer: str) -> Iterator[Point]:
    capacity = next((line for line in reversed(lines) if _CAPACITY.match(line.text)), None)
    if capacity is not None:
        yield from _component(
            N_("Capacity and post"), capacity, rules.CAPACITY_RULE, _SIGNATURE, column=1
        )
    if signer:
        name = next((one for one in reversed(lines) if one.text.endswith(signer)), None)
        what = N_("Name of the signer")
        yield from _component(what, name, rules.SIGNER_RULE, _SIGNATURE, column=1)
    title = next((line for line in lines if line.text.lower().startswith("nơi nhận")), None)
    yield from _component(N_("Nơi nhận"), title, rules.RECIPIENTS_RULE, _RECEIVERS, column=0)
    if title is None:
        return
    below = [one for one in lines[lines.index(title) + 1 :] if _is_beside(one, title)]
    listed = [one for one in below if one.text.startswith(("-", "–", "+"))]
    filed = next((one for one in listed if re.match(r"\W*lưu\s*:", one.text, re.IGNORECASE)), None)
    if filed is None:
        yield Point(N_("Nơi nhận: the last line, “Lưu: VT, …”, is missing."), False, _RECEIVERS)
    receivers = [one for one in listed if one is not filed]
    if not receivers:
        yield Point(N_("Nơi nhận: nobody is named."), False, _RECEIVERS)
    elif any(one.form.size != rules.RECIPIENT_RULE.least_pt for one in listed):
        yield Point(N_("Nơi nhận: the list has the size 11."), False, _RECEIVERS)
    elif filed is not None:
        yield Point(N_("Receivers and the line “Lưu”"), True, _RECEIVERS)
