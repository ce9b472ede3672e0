"""Lines of a version that come and go in a form: how each of their blanks is read and shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.core.text import N_
from app.deadlines.wording import words
from app.onestop.procedures.rules.limits import (
    amount,
    hours,
    limit_words,
    typed_amount,
    typed_limit,
    typed_minutes,
)
from app.web.fields import ChoiceField, LinesField
from app.web.i18n import gettext

NOT_A_LIMIT = N_("“%(text)s” is no limit: write 3 working days, 4 hours, 15 days, within the day.")
NOT_HOURS = N_("“%(text)s” are no working hours: write 4 or 0,5.")
NOT_AN_AMOUNT = N_("“%(text)s” is no amount in dong.")
NOT_A_COUNT = N_("“%(text)s” is no number of copies.")
MOST_COPIES = 99


@dataclass(frozen=True, kw_only=True)
class Blank:
    """One blank of a line: the attribute it fills, what stands over it, how it is read and shown.

    `read` gives None for what cannot be meant, which `wrong` says; `choices` make it a menu.
    """

    name: str
    label: str
    most: int = 40
    span: int = 2
    """Columns of twelve."""
    choices: Mapping[Any, str] | None = None
    read: Callable[[str], Any] = str
    show: Callable[[Any], str] = str
    wrong: str = ""
    empty: object = ""
    """What is meant where nothing is typed."""
    mode: str = ""

    def value(self, text: str, choices: Mapping[Any, str] | None) -> Any:
        """What is meant by it. Raises ValueError with the words of what is wrong."""
        if not text:
            return self.empty
        if choices is not None and text not in choices:
            raise ValueError(gettext(ChoiceField.NOT_OFFERED))
        try:
            found = self.read(text)
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise ValueError(gettext(self.wrong, text=text))
        return found

    def text(self, value: Any) -> str:
        """How it stands in the form."""
        says_nothing = value is None or (value == self.empty and self.choices is None)
        return "" if says_nothing else self.show(value)


def limit(name: str, label: str, span: int = 3) -> Blank:
    return Blank(
        name=name, label=label, span=span, most=60, empty=None, wrong=NOT_A_LIMIT,
        read=typed_limit, show=lambda value: words(limit_words(value)),
    )  # fmt: skip


def money(name: str, label: str) -> Blank:
    return Blank(
        name=name, label=label, most=15, empty=None, wrong=NOT_AN_AMOUNT, mode="numeric",
        read=typed_amount, show=amount,
    )  # fmt: skip


def working_hours(name: str, label: str) -> Blank:
    return Blank(
        name=name, label=label, span=1, most=7, empty=0, wrong=NOT_HOURS, mode="decimal",
        read=typed_minutes, show=hours,
    )  # fmt: skip


def copies(name: str, label: str) -> Blank:
    return Blank(
        name=name, label=label, span=1, most=2, empty=0, wrong=NOT_A_COUNT, mode="numeric",
        read=lambda text: int(text) if text.isascii() and text.isdecimal() else None,
    )  # fmt: skip


def yes_no(name: str, label: str, *, usual: bool, span: int = 2) -> Blank:
    yes, no = N_("yes"), N_("no")
    return Blank(
        name=name, label=label, span=span, most=3, choices={"yes": yes, "no": no}, empty=usual,
        read=lambda text: text == "yes", show=lambda value: "yes" if value else "no",
    )  # fmt: skip


class RowsField(LinesField):
    """Lines of one list of a version; each subclass says which, and its blanks."""

    KIND: ClassVar[type]
    BLANKS: ClassVar[Sequence[Blank]]
    PREFIX: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.PARTS = {f"{cls.PREFIX}_{one.name}": one.most for one in cls.BLANKS}

    offered: Mapping[str, Mapping[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {}

    def menu(self, blank: Blank) -> Mapping[Any, str] | None:
        """What may be chosen in this blank: of its own, or what is offered just now."""
        return self.offered.get(blank.name, blank.choices)

    def is_filled(self, *parts: str) -> bool:
        """A menu always says something: only what was typed fills a line."""
        typed = zip(self.BLANKS, parts, strict=True)
        return any(text for blank, text in typed if blank.choices is None)

    def problems_of(self, *parts: str) -> Iterator[str]:
        for blank, text in zip(self.BLANKS, parts, strict=True):
            try:
                blank.value(text, self.menu(blank))
            except ValueError as wrong:
                yield str(wrong)

    @property
    def values(self) -> tuple[Any, ...]:
        """The lines, once they are known to be right."""
        return tuple(self.KIND(**dict(self._parts(line))) for line in self.lines)

    def _parts(self, line: Iterable[str]) -> Iterator[tuple[str, Any]]:
        for blank, text in zip(self.BLANKS, line, strict=True):
            yield blank.name, blank.value(text, self.menu(blank))

    def show(self, values: Iterable[Any]) -> None:
        """Let these stand in the form."""
        self.lines = tuple(
            tuple(blank.text(getattr(value, blank.name)) for blank in self.BLANKS)
            for value in values
        )

    @property
    def blank_line(self) -> tuple[str, ...]:
        return ("",) * len(self.BLANKS)
