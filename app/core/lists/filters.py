"""What a list is asked for: a frozen value whose fields say once how they stand in an address.

    @dataclass(frozen=True)
    class LetterFilter(Filter):
        tab: str = tab(("open", "all"))
        year: int | None = number()
        mine: bool = flag()

Whatever an address says that cannot be meant is left out; what is usual does not stand in one.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from app.core.days import typed_day_or_none
from app.core.text import clean, typed_id

_DECLARED = "asked"
LONGEST_TEXT = 200
DAY = "%d/%m/%Y"
HASTE = "haste"
"""The order of what waits for a person."""


@dataclass(frozen=True)
class Field:
    """One thing that may be asked for. `parse` gives None for what cannot be meant."""

    parse: Callable[[str], Any]
    write: Callable[[Any], str] = str
    name: str = ""
    """In the address; empty where it is the field's own."""
    before: str = ""
    """What it was called in addresses that people have kept."""
    narrows: bool = True
    """It leaves rows out: a tab and an order do not count as chosen."""
    is_always_said: bool = False
    """It stands in every address: what is usual is another for another person."""
    known: Sequence[Any] = ()
    """All that may be asked for, where that is a few words of the code."""

    def said_in(self, args: Mapping[str, str]) -> str:
        return args.get(self.name) or args.get(self.before, "")


class Filter:
    """The base of what each list is asked for."""

    WAITS: ClassVar[Collection[str]] = ()
    """The tabs of what waits for a person."""

    @classmethod
    def from_args(cls, args: Mapping[str, str], **usual: Any) -> Self:
        """From an address; `usual` holds for this reader where the address says nothing."""
        return cls(**(usual | cls._read(args)))

    @classmethod
    def said(cls, args: Mapping[str, str]) -> dict[str, Any]:
        """What an address itself says that can be meant, as it is written: without its page."""
        fields, found = declared(cls), cls._read(args)
        return {fields[name][0].name: str(fields[name][0].write(v)) for name, v in found.items()}

    @classmethod
    def _read(cls, args: Mapping[str, str]) -> dict[str, Any]:
        return {
            name: value
            for name, (field, _usual) in declared(cls).items()
            if (value := field.parse(field.said_in(args))) is not None
        }

    def to_args(self) -> dict[str, Any]:
        """What from_args reads back; what is usual is left out."""
        asked = {}
        for name, (field, usual) in declared(type(self)).items():
            value = getattr(self, name)
            if value != usual or field.is_always_said:
                asked[field.name] = field.write(value)
        return asked

    def but(self, **changes: Any) -> Self:
        """The same with these changes."""
        return dataclasses.replace(self, **changes)  # type: ignore[type-var]

    @property
    def sorted_by(self) -> str:
        """The key of the order, with "-" before it where it falls; empty for newest first."""
        return str(vars(self).get("sort", "")) or (HASTE if self.waits else "")

    @property
    def waits(self) -> bool:
        """What it shows waits for a person, and stands by haste unless another order is asked."""
        return bool(self.WAITS) and getattr(self, tab_of(type(self)) or "", "") in self.WAITS

    @property
    def is_plain(self) -> bool:
        """Nothing is left out of its tab."""
        return self == self.plain

    @property
    def plain(self) -> Self:
        """The same tab in the same order, with nothing left out of it."""
        kinds = declared(type(self)).items()
        return self.but(**{name: usual for name, (field, usual) in kinds if field.narrows})


@dataclass(frozen=True)
class Everything(Filter):
    """Of a list that is never narrowed."""


_declared: dict[type[Filter], dict[str, tuple[Field, Any]]] = {}


def declared(kind: type[Filter]) -> dict[str, tuple[Field, Any]]:
    """The fields of a filter, each with what is usual; read once."""
    if kind not in _declared:
        fields = dataclasses.fields(kind)  # type: ignore[arg-type]
        _declared[kind] = {one.name: (_named(one), one.default) for one in fields}
    return _declared[kind]


def tab_of(kind: type[Filter]) -> str | None:
    """The field that is the list's tab."""
    fields = declared(kind).items()
    return next((n for n, (field, usual) in fields if not field.narrows and n != "sort"), None)


def _named(one: "dataclasses.Field[Any]") -> Field:
    field: Field = one.metadata[_DECLARED]
    return field if field.name else dataclasses.replace(field, name=one.name)


def _declare(usual: Any, field: Field) -> Any:
    return dataclasses.field(default=usual, metadata={_DECLARED: field})


def _known(known: Sequence[str], usual: str, name: str, **how: Any) -> Any:
    parse = lambda text: text if text in known else None  # noqa: E731
    return _declare(usual, Field(parse, name=name, known=known, **how))


def one_of(known: Sequence[str], usual: str = "", *, name: str = "") -> Any:
    """One of some words of the code."""
    return _known(known, usual, name)


def tab(
    known: Sequence[str], usual: str = "", *, before: str = "", is_always_said: bool = False
) -> Any:
    """The list's tab: in one word which part of it is looked at."""
    how: dict[str, Any] = {"narrows": False, "before": before, "is_always_said": is_always_said}
    return _known(known, usual, "", **how)


def sorting(*keys: str, usual: str = "") -> Any:
    """The order: "due" or, the other way round, "-due"; without a usual one newest first."""
    return _known((*keys, *(f"-{key}" for key in keys)), usual, "", narrows=False)


def number(*, name: str = "", within: range | None = None) -> Any:
    """A whole number that a row may have."""

    def parse(text: str) -> int | None:
        found = typed_id(text)
        return found if within is None or found in within else None

    return _declare(None, Field(parse, name=name))


def day(*, name: str = "") -> Any:
    """A day typed as 24/11/2026."""

    return _declare(None, Field(typed_day_or_none, lambda day: day.strftime(DAY), name=name))


def text(
    *, name: str = "", longest: int = LONGEST_TEXT, pattern: re.Pattern[str] | None = None
) -> Any:
    """Words as somebody typed them; with a pattern only what matches it whole."""

    def parse(typed: str) -> str | None:
        words = clean(typed)[:longest].strip()
        return words if words and (pattern is None or pattern.fullmatch(words)) else None

    return _declare("", Field(parse, name=name))


def flag(*, name: str = "", word: str = "") -> Any:
    """Yes or no; where it has a word, that word alone says yes."""

    def parse(text: str) -> bool | None:
        return (text == word if word else bool(text)) or None

    return _declare(False, Field(parse, lambda _yes: word or "1", name=name))
