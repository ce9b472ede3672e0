"""Numbers that name no document: days, years, amounts, articles of a law."""

import re
from collections.abc import Sequence
from datetime import date

from search_index.analysis import fold, tokens
from search_index.query.lexer import Piece
from search_index.query.tree import AllOf, AnyOf, Code, Fact, Node, Phrase, Word, as_phrase

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MONTH = re.compile(r"\d{1,2}[/.-]\d{4}|\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE = re.compile(
    "ngay|thang|nam|quy|dieu|khoan|diem|muc|chuong|phan|trang|tap|lan|khoa|thu|gio|hang"
)
"""What stands behind these is the number of something else; without marks."""
_AFTER = re.compile("dong|trieu|ty|nghin|ngan|usd|thang|gio|phut|nguoi|ho|ha|km|met|phan")
"""What stands before these is how many there are."""


def figure(run: Sequence[Piece], at: int) -> tuple[Node | None, int] | None:
    """What the figure in this place means, and how many pieces it has; None where there is none."""
    words = [fold(piece.text) for piece in run[at : at + 6]]
    before = fold(run[at - 1].text) if at else ""
    is_named = _BEFORE.fullmatch(before) is not None
    match words:
        case ["ngay", dated, *_] if day := _day(_DAY.fullmatch(dated)):
            return day, 2
        case ["ngay", *parts] if day := _day(_IN_WORDS.fullmatch(" ".join(parts))):
            return day, 6
        case [number, "nam", year, *_] if not is_named and _are_serial(number, year):
            spelt = AllOf(tuple(Word(word) for p in run[at : at + 3] for word in tokens(p.text)))
            serial = number.lstrip("0")
            return AnyOf((AllOf((Code((serial,), serial), Fact("year", (year,)))), spelt)), 3
    if day := _day(_DAY.fullmatch(words[0])):
        return day, 1
    if (is_named and _MONTH.fullmatch(words[0])) or _AMOUNT.fullmatch(words[0]) or _is_count(words):
        return as_phrase(tokens(words[0])), 1
    return None


def _day(found: re.Match[str] | None) -> Node | None:
    """A day as typed, or as documents have it in words (Decree 30/2020, annex I); None for none."""
    if found is None:
        return None
    parts = found.groups()
    day, month, year = map(int, parts)
    try:
        date(year, month, day)
    except ValueError:
        return None
    named = f"{month:02}" if month < 3 else str(month)
    return AnyOf((Phrase((f"{day:02}", "tháng", named, "năm", str(year))), Phrase(parts)))


def _are_serial(number: str, year: str) -> bool:
    """ "807 năm 2026" is the document of that number and year."""
    return number.isdigit() and number.strip("0") != "" and bool(_YEAR.fullmatch(year))


def _is_count(words: Sequence[str]) -> bool:
    """ "500 triệu", "5 ngày làm việc"; but "807 ngày 12/3" is a document and its day."""
    number, unit, following = (*words, "", "")[:3]
    is_span = unit in ("ngay", "nam") and not following[:1].isdigit()
    return number.isdigit() and (is_span or _AFTER.fullmatch(unit) is not None)
