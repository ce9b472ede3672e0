"""What a setting is, and the kinds of values that several features use. Pure."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.core.errors import Problem, Refused
from app.core.text import N_, clean, clean_lines

Value = TypeVar("Value")
FIELD = "value"


class Kind(Protocol[Value]):
    """How a value is read and written."""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The only values there are, as they are kept, with their message ids; or nothing."""

    @property
    def has_lines(self) -> bool:
        """It is written on several lines."""

    def parse(self, text: str) -> Value:
        """Raises Refused with the bounds when the text is no such value."""

    def write(self, value: Value) -> str:
        """The one way in which the value is kept."""


@dataclass(frozen=True)
class Setting(Generic[Value]):
    """What may be set, with its bounds and its words (message ids)."""

    key: str
    kind: Kind[Value]
    default: Value
    label: str
    help: str
    group: str
    is_common: bool = False
    """One value for the whole installation; no agency has its own."""


# -- Kinds that several features use ---------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both allowed."""

    least: int
    most: int
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = False

    def parse(self, text: str) -> int:
        plain = clean(text)
        if plain.isdecimal() and len(plain) < 10 and self.least <= int(plain) <= self.most:
            return int(plain)
        message = N_("Write a whole number from %(least)s to %(most)s.")
        raise Refused(Problem(message, {"least": self.least, "most": self.most}, FIELD))

    def write(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class OneOf:
    """One of some words of the code."""

    choices: tuple[tuple[str, str], ...]
    has_lines: bool = False

    def parse(self, text: str) -> str:
        if text in dict(self.choices):
            return text
        raise Refused(Problem(N_("Choose one of these."), field=FIELD))

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class YesNo:
    choices: tuple[tuple[str, str], ...] = (("1", N_("Yes")), ("0", N_("No")))
    has_lines: bool = False

    def parse(self, text: str) -> bool:
        if text in ("0", "1"):
            return text == "1"
        raise Refused(Problem(N_("Choose one of these."), field=FIELD))

    def write(self, value: bool) -> str:
        return "1" if value else "0"


@dataclass(frozen=True)
class Words:
    """Words or short phrases, one on a line; the least number that must stand there."""

    least: int = 1
    most: int = 50
    longest: int = 60
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = True

    def parse(self, text: str) -> tuple[str, ...]:
        words = tuple(dict.fromkeys(clean(line) for line in clean_lines(text).split("\n") if line))
        if not self.least <= len(words) <= self.most or any(len(w) > self.longest for w in words):
            message = N_("Write %(least)s to %(most)s lines of at most %(longest)s characters.")
            values = {"least": self.least, "most": self.most, "longest": self.longest}
            raise Refused(Problem(message, values, FIELD))
        return words

    def write(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)
