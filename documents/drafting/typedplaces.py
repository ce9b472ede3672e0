"""Where a text from elsewhere leaves room for its number and date, as a reader would see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from documents.drafting.stamping import DATE_TAG, NUMBER_TAG, PLACE_TAG
from documents.wordml import TEXT, inline, paragraph_text, paragraphs, sign

#: Bounded, as every row below: the text is a stranger's.
_ROOM = r"[ \t\u00a0.…_]{0,60}"
_SYMBOL = r"(?P<symbol>[^\s,;:)]{0,20}[^\W\d_][^\s,;:)]{0,30})"
_DAY = (
    rf"(?P<date>ngày{_ROOM}tháng{_ROOM}\d{{0,2}}{_ROOM}"
    rf"năm(?:{_ROOM}\d{{1,4}}[.…_]{{0,60}}|[ \t\u00a0]{{0,9}}[.…_]{{1,60}}|))"
)
_NUMBER_LINE = re.compile(rf"(?m)(?:^|\t|  )[ \t]{{0,60}}Số\s{{0,9}}:(?P<number>{_ROOM})/{_SYMBOL}")
#: Dots before the comma, or nothing in the whole line, are where the name of the place belongs.
_NO_PLACE = r"(?P<place>(?<![\w.…_])[.…_]{1,60}[ \t\u00a0]{0,9}|^[ \t\u00a0]{0,60})?"
_DATE_LINE = re.compile(rf"(?m){_NO_PLACE},\s{{0,9}}{_DAY}[ \t\u00a0]*$")
_APPENDIX = re.compile(
    rf"(?is)\bkèm theo\b.{{0,80}}?\bsố\s{{0,9}}:?(?P<number>{_ROOM})/{_SYMBOL}"
    rf"(?:[,\s]{{0,9}}{_DAY})?"
)
#: The same with a number that somebody typed.
_SYMBOL_LINE = re.compile(_NUMBER_LINE.pattern.replace(_ROOM, r"[ \t\u00a0.…_\d]{0,60}", 1))
_TAGS = {"number": NUMBER_TAG, "date": DATE_TAG, "place": PLACE_TAG}
_HEAD_PARAGRAPHS = 40


@dataclass(frozen=True)
class Place:
    """Room in a paragraph, from one letter to another."""

    tag: str
    paragraph: Any
    start: int
    end: int


@dataclass(frozen=True)
class Room:
    """Every place in the order of the text, and the symbol behind the room for the number."""

    places: tuple[Place, ...]
    symbol: str


def find_room(body: Any) -> Room | None:
    """The places of a text; None where its head has not one of each, or leaves open which."""
    every = [(one, paragraph_text(one)) for one in paragraphs(body)]
    spoken = [(one, text) for one, text in every if text.strip()]
    head = spoken[:_HEAD_PARAGRAPHS]
    numbers = [(one, found) for one, text in head for found in _NUMBER_LINE.finditer(text)]
    dates = [(one, found) for one, text in head for found in _DATE_LINE.finditer(text)]
    if len(numbers) != 1 or len(dates) != 1:
        return None
    symbol = numbers[0][1]["symbol"]
    later = [(one, found) for one, text in spoken for found in _APPENDIX.finditer(text)]
    own = [(one, found) for one, found in later if found["symbol"] == symbol]
    order = {one: number for number, (one, _text) in enumerate(every)}
    places = [place for one, found in (*numbers, *dates, *own) for place in _places(one, found)]
    places.sort(key=lambda place: (order[place.paragraph], place.start))
    return Room(tuple(places), symbol)


def set_symbol(body: Any, symbol: str) -> str:
    """Write this symbol where the one number line of a text bears another, and wherever an appendix
    repeats that; give the one that it bore. Nothing is written for "", or where none is found."""
    spoken = [one for one in paragraphs(body) if paragraph_text(one).strip()]
    head = [found for one in spoken[:_HEAD_PARAGRAPHS] for found in _symbols(one, _SYMBOL_LINE)]
    if len(head) != 1:
        return ""
    borne = head[0][1]
    later = (found for one in spoken for found in _symbols(one, _APPENDIX) if found[1] == borne)
    places = [place for place, _said in (*head, *later)]
    for place in reversed(places) if symbol else ():
        _write(place, symbol)
    return borne


def _symbols(paragraph: Any, line: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
    for found in line.finditer(paragraph_text(paragraph)):
        yield Place("", paragraph, *found.span("symbol")), found["symbol"]


def _places(paragraph: Any, found: re.Match[str]) -> Iterator[Place]:
    for name, text in found.groupdict().items():
        if name in _TAGS and text is not None:
            yield Place(_TAGS[name], paragraph, *found.span(name))


def fill_room(room: Room, text: str) -> tuple[str, ...]:
    """Put this text into every place, as the words before it are written; give the lines as they
    are then, each time with the tag of its place instead."""
    lines: dict[Any, str] = {}
    for place in reversed(room.places):
        said = lines.get(place.paragraph) or paragraph_text(place.paragraph)
        gap = " " if place.tag == NUMBER_TAG else ""
        lines[place.paragraph] = f"{said[: place.start]}{gap}{place.tag}{said[place.end :]}"
        _write(place, gap + text)
    return tuple(" ".join(line.split()) for line in reversed(lines.values()))


def _write(place: Place, text: str) -> None:
    """Into the run in which the room begins; what stood in the room goes."""
    at, written = 0, False
    for node in list(inline(place.paragraph)):
        length = len(sign(node))
        first, last = max(place.start - at, 0), min(place.end - at, length)
        begins = not written and at <= place.start <= at + length and node.tag == TEXT
        if begins or first < last:
            if node.tag == TEXT:
                said = node.text or ""
                node.text = f"{said[:first]}{text if not written else ''}{said[max(last, first) :]}"
                node.set(qn("xml:space"), "preserve")
                written = True
            else:
                node.getparent().remove(node)
        at += length
    assert written, "a place begins behind its own word"
