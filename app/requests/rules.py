"""What a request may be, and how its figures are read: plain values, nothing else."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.core.days import Short, typed_day_or_none
from app.core.errors import Problem
from app.core.text import N_
from app.core.workflow import moves
from app.correspondence.rules import citations, reference_key
from app.deadlines.rules.colours import done_colour, is_late, past_problems

KIND = "request_answer"
"""The kind of record on which the files of an answer hang; kept in data."""
AWAITED = ("asked", "redo")
"""The answer is to be given by whoever was asked."""
ASKED_BY = ("incoming", "outgoing")
ASKED_BY_AS = ("registered", "directed", "closed", "issued")
"""One asks by a document of one's own agency that is out: no draft, nothing called back."""
MOVES = moves(
    ("answer", ("asked", "redo", "answered"), "answered"),
    ("approve", ("answered",), "approved"),
    ("redo", ("answered",), "redo"),
    ("take back", ("approved",), "answered"),
    ("lose", ("answered", "approved"), "asked"),
    ("off", ("asked", "answered", "redo", "approved"), "off"),
    ("on", ("off",), "asked"),
)
URGED_AGAIN_AFTER = timedelta(minutes=60)
"""Two people who urge in the same minute urge once; nobody is urged every quarter of an hour."""
NUMBER, TEXT, DAY = "number", "text", "day"
COLUMN_KINDS: Mapping[str, str] = {NUMBER: N_("Number"), TEXT: N_("Words"), DAY: N_("Date")}
MOST_COLUMNS, LONGEST_COLUMN, LONGEST_WORDS, MOST_DIGITS = 20, 80, 500, 15
"""Figures of more digits no workbook holds, and no sum is exact."""
TOLD = 300
"""Letters of what is asked that a message has room for."""
_GROUPED = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"-?\d+(?:,\d+)?")
_SENTENCE = re.compile(r"(?<=[.;!?…])\s+(?=[^\W\d_a-zà-ỹ])|\n\s*\n")
_OPENING = re.compile(
    r"\n\s*(?=(?:Thực hiện|Căn cứ|Phúc đáp|Trả lời|Theo|Tiếp|Sau khi|Xét|Nhận được)\b)"
)
"""Letterheads have no full stop: a line that opens the words of a letter begins a sentence."""
_BODY = re.compile(r"Kính gửi", re.IGNORECASE)

LINE_WORDS = {
    "answered": N_("Waiting for approval"),
    "approved": N_("Approved"),
    "redo": N_("To be done again"),
    "off": N_("Taken off"),
}


@dataclass(frozen=True)
class Holder:
    """Who is asked: a unit, an agency, or somebody outside, by name alone."""

    name: str
    unit_id: int | None = None
    agency_id: int | None = None
    due_at: datetime | None = None
    role: str = "cohandler"


def is_here(line: Any) -> bool:
    """A unit or an agency of this installation is asked: it is told, and sees it here."""
    return line.unit_id is not None or line.agency_id is not None


def shortened(text: str) -> str:
    """On one line, as far as a message has room for it."""
    line = " ".join(text.split())
    return line if len(line) <= TOLD else line[:TOLD].rsplit(" ", 1)[0] + " …"


def to_better(line: Any) -> Any:
    """What an answer begins with: the one that stands, or the latest that was refused."""
    refused = (one for one in line.answers if one.state == "refused")
    return line.standing or next(refused, None)


def number_of(text: str) -> Decimal | None:
    """A number as it is written here: "1.234,5" and "1234,5"; None for what is none.

    "1.234" is a thousand and more, never one and a bit; "1,234.5" is read as nothing, not guessed.

    >>> number_of("1.650"), number_of("380,5"), number_of("khoảng 700tr"), number_of("1,234.5")
    (Decimal('1650'), Decimal('380.5'), None, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if not (_GROUPED.fullmatch(plain) or _PLAIN.fullmatch(plain)):
        return None
    return Decimal(plain.replace(".", "").replace(" ", "").replace(",", "."))


def written(number: Decimal) -> str:
    """The other way round: 2450.5 is "2.450,5"."""
    whole, _, rest = f"{number:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def read_figures(
    columns: Sequence[Mapping[str, str]], typed: Sequence[str]
) -> tuple[dict[str, str], list[Problem]]:
    """What was typed into each column, as it is kept, and every cell that cannot be."""
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    for place, (column, text) in enumerate(zip(columns, typed, strict=False)):
        if not text.strip():
            continue
        value = _kept(column["kind"], text.strip())
        if value is None:
            message = N_("“%(column)s”: “%(text)s” is no number, like 1.250 or 380,5.")
            if column["kind"] == DAY:
                message = N_("“%(column)s”: “%(text)s” is no day, like 25/11/2026.")
            elif column["kind"] == TEXT:
                message = N_("“%(column)s”: “%(text)s” is too long.")
            shown = {"column": column["name"], "text": text.strip()[:80]}
            problems.append(Problem(message, shown, f"figures-{place}"))
        else:
            kept[str(place)] = value
    return kept, problems


def _kept(kind: str, text: str) -> str | None:
    if kind == NUMBER:
        number = number_of(text)
        is_exact = number is not None and len(number.as_tuple().digits) <= MOST_DIGITS
        return str(number) if is_exact else None
    if kind == DAY:
        day = typed_day_or_none(text, Short.NEAREST)
        return day.isoformat() if day is not None else None
    return text if len(text) <= LONGEST_WORDS else None


def shown(kind: str, value: str) -> str:
    """A figure as people read it."""
    if kind == NUMBER:
        return written(Decimal(value))
    return date.fromisoformat(value).strftime("%d/%m/%Y") if kind == DAY else value


def figure_texts(columns: Sequence[Mapping[str, str]], figures: Mapping[str, str]) -> list[str]:
    """The figures of an answer as people write them, one for each column."""
    kept = ((one["kind"], figures.get(str(place), "")) for place, one in enumerate(columns))
    return [shown(kind, value) if value else "" for kind, value in kept]


def sums(
    columns: Sequence[Mapping[str, str]], rows: Iterable[Mapping[str, str]]
) -> dict[str, Decimal]:
    """The sum of each column of numbers; a cell that is not filled in is not nought."""
    found: dict[str, Decimal] = {}
    numbers = {str(place) for place, one in enumerate(columns) if one["kind"] == NUMBER}
    for row in rows:
        for place in numbers & row.keys():
            found[place] = found.get(place, Decimal(0)) + Decimal(row[place])
    return found


def column_problems(columns: Sequence[Mapping[str, str]], filled: int) -> Iterator[Problem]:
    """`filled` columns have answers in them: they stay what they are."""
    if len(columns) > MOST_COLUMNS:
        yield Problem(N_("At most %(most)s columns."), {"most": MOST_COLUMNS})
    if len(columns) < filled:
        yield Problem(N_("A column that has been filled in cannot be taken away."))
    names = [one["name"].casefold() for one in columns]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(N_("Two columns are called “%(name)s”."), {"name": name})


def sentence_citing(text: str, start: int, end: int, most: int = 600) -> str:
    """The sentence in which these letters stand, at most so many letters around them."""
    away = max(start - most, 0)
    text, start, end = text[away : end + most], start - away, end - away
    ends = (one.end() for way in (_SENTENCE, _OPENING) for one in way.finditer(text))
    begins = [0, *sorted(ends)]
    begin = max(one for one in begins if one <= start)
    finish = min((one for one in begins if one >= end), default=len(text))
    begin, finish = max(begin, start - most // 2), min(finish, end + most // 2)
    return " ".join(text[begin:finish].split())


def places_cited(text: str) -> dict[str, re.Match[str]]:
    """By key, where a letter cites each reference: in its words rather than in its letterhead,
    whose subject says it too."""
    addressed = _BODY.search(text)
    begin = addressed.start() if addressed else 0
    places: dict[str, re.Match[str]] = {}
    for found in citations(text):
        known = places.setdefault(reference_key(found.group()), found)
        if known.start() < begin <= found.start():
            places[reference_key(found.group())] = found
    return places


def is_noted(line: Any, answer: Any, person_ids: Collection[int]) -> bool:
    """Whether one of these people may say that this answer of the line is none: they noted it, or
    somebody noted what came from outside. What the asked gave themselves is asked for again.
    """
    is_outside = line.unit_id is None and line.agency_id is None
    return answer.source_id is None and (is_outside or answer.given_by_id in person_ids)


def again_problems(line: Any, due_at: datetime | None, now: datetime) -> Iterator[Problem]:
    """Who answered in time is not late because whoever asked took long: they get another date."""
    yield from past_problems(due_at, now, "due_on")
    is_in_time = done_colour(line.due_at, line.answered_at) == "done"
    if due_at is None and is_in_time and is_late(line.due_at, now):
        message = N_("It answered in time, and its date has passed: give another date.")
        yield Problem(message, field="due_on")


def asking_problems(holders: Sequence[Holder]) -> Iterator[Problem]:
    """Why these cannot be asked together."""
    if not holders:
        yield Problem(N_("Choose at least one unit or agency, or write a name."), field="inside")
    if sum(one.role == "lead" for one in holders) > 1:
        yield Problem(N_("Only one of them leads."), field="lead")
