"""Procedures as plain data, as they leave in a file and come back: only what is not usual. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any

from app.core.errors import Problem
from app.core.text import N_, clean
from app.deadlines.rules.spans import Span
from app.onestop.procedures.inputs import (
    LISTS,
    Certainty,
    Channel,
    Content,
    Listed,
    Online,
    PaperKind,
    Pausing,
    Role,
    TemplateKind,
    Timing,
)

FORMAT = "procedures/1"
"""What a file says that it is."""
MOST_PROCEDURES, MOST_LINES, MOST_AMOUNT = 5000, 200, 2_000_000_000
LETTERS = {
    "name": 500, "field": 120, "code": 40, "result": 500, "ground": 500, "note": 500, "unit": 200,
    "condition": 300, "extension_reason": 300, "group": 300, "form_code": 40, "variant": 200,
}  # fmt: skip
_OWN_LETTERS = {("variants", "name"): 200, ("fees", "name"): 120, ("steps", "name"): 200,
                ("fees", "unit"): 60, ("templates", "name"): 300}  # fmt: skip
_WORDS: dict[str, type[StrEnum]] = {
    "online": Online, "limit_certainty": Certainty, "fee_certainty": Certainty,
    "paper_certainty": Certainty, "step_certainty": Certainty, "timing": Timing, "role": Role,
    "pause": Pausing,
}  # fmt: skip
_KINDS: dict[str, type[StrEnum]] = {"papers": PaperKind, "templates": TemplateKind}
_SPANS = {"counter", "online", "post", "extension"}
_COUNTS = {"originals": 99, "copies": 99, "electronic": 99, "minutes": 600_000, "percent": 100}
_AMOUNTS = {"most", *Channel}
_YES = {"is_required", "is_reusable", "is_national"}


def written(listed: Sequence[Listed]) -> dict[str, Any]:
    """What a file of these procedures says."""
    return {"format": FORMAT, "procedures": [_procedure(one) for one in listed]}


def _procedure(listed: Listed) -> dict[str, Any]:
    head = {"code": listed.code, "is_national": listed.is_national, "field": listed.field}
    content = listed.content
    facts = {name: plain(value) for name, value in content.facts() if value != ""}
    lists = {
        name: [unusual(one) for one in vars_of(content, name)]
        for name in LISTS
        if vars_of(content, name)
    }
    return head | facts | lists


def vars_of(content: Content, name: str) -> Sequence[Any]:
    """The lines of one of the lists that a version has."""
    return getattr(content, name)


def unusual(line: Any) -> dict[str, Any]:
    """A line of a list without what is usual in it."""
    values = ((one, getattr(line, one.name)) for one in fields(line))
    return {
        one.name: plain(value)
        for one, value in values
        if one.default is MISSING or value != one.default
    }


def plain(value: Any) -> Any:
    if isinstance(value, Span):
        return value.kept
    return str(value) if isinstance(value, StrEnum) else value


def read(data: Any) -> tuple[list[Listed], list[Problem]]:
    """The procedures that a file names, and all that is wrong with it: what is wrong is left out,
    and nothing of it is guessed."""
    reader = _Reader()
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        reader.wrong(N_("This is no catalogue of procedures."))
        return [], reader.problems
    rows = data.get("procedures")
    if not isinstance(rows, list) or len(rows) > MOST_PROCEDURES:
        reader.wrong(N_("This is no catalogue of procedures."))
        return [], reader.problems
    return list(_all(reader, rows)), reader.problems


def _all(reader: "_Reader", rows: list[Any]) -> Iterator[Listed]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        code = clean(str(row.get("code") or ""))[:40] if isinstance(row, dict) else ""
        reader.where = code or str(number)
        if not code:
            reader.wrong(N_("Its code is missing."))
        elif code in seen:
            reader.wrong(N_("It stands there twice."))
        elif (found := reader.procedure(code, row)) is not None:
            seen.add(code)
            yield found


class _Reader:
    """Reads values that may be anything, and notes what is wrong of whom."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.where = ""

    def wrong(self, message: str, **values: Any) -> None:
        """One more reason; the procedure that is read stands before it."""
        self.problems.append(Problem(message, values | {"where": self.where}))

    def procedure(self, code: str, row: Mapping[str, Any]) -> Listed | None:
        before = len(self.problems)
        for name in row.keys() - _KNOWN:
            self.wrong(N_("“%(name)s” means nothing here."), name=str(name)[:40])
        facts: dict[str, Any] = {
            name: self.value("", name, row[name]) for name in _FACTS if name in row
        }
        lists: dict[str, Any] = {name: self.lines(name, row[name]) for name in LISTS if name in row}
        for needed in ("name", "level", "field"):
            if not row.get(needed):
                self.wrong(N_("“%(name)s” is missing."), name=needed)
        if len(self.problems) > before:
            return None
        is_national = bool(facts.pop("is_national", True))
        field = str(facts.pop("field"))
        return Listed(code, is_national, field, Content(**facts, **lists))

    def lines(self, part: str, rows: Any) -> tuple[Any, ...]:
        if not isinstance(rows, list) or len(rows) > MOST_LINES:
            self.wrong(N_("“%(name)s” is no list of at most %(most)s lines."), name=part,
                       most=MOST_LINES)  # fmt: skip
            return ()
        found = (self.line(part, row) for row in rows)
        return tuple(one for one in found if one is not None)

    def line(self, part: str, row: Any) -> Any:
        kind = LISTS[part]
        known = {one.name for one in fields(kind)}
        if not isinstance(row, dict) or row.keys() - known:
            self.wrong(N_("A line of “%(name)s” says what means nothing."), name=part)
            return None
        before = len(self.problems)
        values = {name: self.value(part, name, value) for name, value in row.items()}
        needed = [one.name for one in fields(kind) if one.default is MISSING]
        if len(self.problems) > before:
            return None
        if any(not values.get(name) for name in needed):
            self.wrong(N_("A line of “%(name)s” is not complete."), name=part)
            return None
        return kind(**values)

    def value(self, part: str, name: str, value: Any) -> Any:
        try:
            return _reading_of(part, name)(value)
        except (ValueError, TypeError, OverflowError):
            self.wrong(N_("“%(value)s” cannot be the %(name)s of %(part)s."), name=name,
                       value=str(value)[:40], part=part or N_("the procedure"))  # fmt: skip
            return None


_FACTS = (
    "is_national", "field", "name", "level", "online", "result", "ground", "note",
    "limit_certainty", "fee_certainty", "paper_certainty", "step_certainty",
)  # fmt: skip
_KNOWN = {"code", *_FACTS, *LISTS}


def _reading_of(part: str, name: str) -> Callable[[Any], Any]:
    if part == "variants" and name in _SPANS:
        return _span
    if name == "kind":
        return _KINDS[part]
    if name in _YES:
        return _yes
    if name in _COUNTS:
        return lambda value: _count(value, _COUNTS[name])
    if part and name in _AMOUNTS:
        return _amount
    if name in _WORDS:
        return _WORDS[name]
    most = _OWN_LETTERS.get((part, name)) or LETTERS.get(name, 40)
    return lambda value: _text(value, most)


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(found := clean(value)) > most:
        raise ValueError(value)
    return found


def _span(value: Any) -> Span | None:
    return Span.of(_text(value, 40)) if value else None


def _count(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(value)
    return value


def _amount(value: Any) -> int | None:
    return None if value is None else _count(value, MOST_AMOUNT)


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value
