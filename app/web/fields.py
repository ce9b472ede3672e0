"""Form fields that several features share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, Protocol, runtime_checkable

from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from app.core.days import FarDay, Short, typed_day, years_spoken_of
from app.core.text import N_, clean, typed_id
from app.web.i18n import gettext
from app.web.only_shown import overtaken_by


@runtime_checkable
class Remarking(Protocol):
    """A field of whose value something is to be known, though it is not refused."""

    def remarks(self) -> Sequence[str]:
        """In the reader's language; said when the form was carried out."""


class DayField(StringField):  # type: ignore[misc]
    """A day as `typed_day` reads it; empty is None. `short`: which one a day without a year is."""

    data: date | None

    def __init__(self, *args: Any, short: Short = Short.NEAREST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.short = short

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self._written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.raw_data = [text]  # blanks are nothing written, also to who asks whether it is needed
        self.data = None
        if text and text == self._written(self.object_data):
            self.data = self.object_data  # what was kept before there was a limit stays
        elif text:
            self.data = self._parsed(text)

    def _written(self, value: Any) -> str:
        return value.strftime("%d/%m/%Y") if value else ""

    def _parsed(self, text: str) -> date:
        try:
            return typed_day(text, self.short)
        except ValueError as wrong:
            raise ValueError(_said_of(text, wrong)) from None


def _said_of(text: str, wrong: ValueError) -> str:
    if isinstance(wrong, FarDay):
        years = years_spoken_of()
        far = N_("The day %(day)s cannot be meant: write one of the years %(first)s to %(last)s.")
        return str(gettext(far, day=text, first=years[0], last=years[-1]))
    return str(gettext(N_("There is no day “%(day)s”. Write it as dd/mm/yyyy."), day=text))


class _Offering:
    """Takes choices as pairs of value and words; says in the reader's language what is none."""

    NOT_OFFERED = N_("This is not one of the choices.")

    def __init__(self, *args: Any, choices: Iterable[Any] | None = None, **kwargs: Any) -> None:
        said = lazy_gettext(self.NOT_OFFERED)
        kwargs |= {"invalid_choice_message": said, "invalid_value_message": said}
        super().__init__(*args, choices=_offered(choices), **kwargs)  # type: ignore[call-arg]

    @property
    def choices(self) -> list[SelectChoice] | None:
        return super().choices  # type: ignore[misc]

    @choices.setter
    def choices(self, offered: Iterable[Any] | None) -> None:
        SelectField.choices.fset(self, _offered(offered))


class ChoiceField(_Offering, SelectField):  # type: ignore[misc]
    """One of several, as a menu."""


class ChoicesField(_Offering, SelectMultipleField):  # type: ignore[misc]
    """Any of several; none is the empty list, also where no field was sent at all."""

    def process_data(self, value: Any) -> None:
        super().process_data(() if value is None else value)


class ButtonsField(_Offering, RadioField):  # type: ignore[misc]
    """One of several, all in sight."""


def _offered(choices: Iterable[Any] | None) -> list[SelectChoice] | None:
    if choices is None:
        return None
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in choices]


class OptionalIdField(ChoiceField):
    """A choice of a row by its id; the empty choice is None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=_id_or_none, **kwargs)

    def offer(self, options: Iterable[tuple[int, str]], none: str = "") -> None:
        """Show these rows, after a choice of none of them."""
        self.choices = [("", none), *options]


class ActField(Field):  # type: ignore[misc]
    """What the pressed button says is to be done, or where to go on, in one of the form's words.

    Anything else is refused, and so is nothing where no word is `usual`: a form that might as well
    have meant another act carries out none.
    """

    UNKNOWN = N_("It was not said what is to be done. Press one of the buttons.")

    data: str

    def __init__(self, *words: str, usual: str = "", **kwargs: Any) -> None:
        super().__init__(lazy_gettext("What is to be done"), **kwargs)
        self.words, self.usual = words, usual

    def process_formdata(self, valuelist: list[Any]) -> None:
        said = valuelist or [self.usual]
        self.data = said[0] if len(said) == 1 and said[0] in self.words else ""
        if not self.data:
            raise ValueError(gettext(self.UNKNOWN))


class NumberKeptField(HiddenField):  # type: ignore[misc]
    """A number that a form carries unseen, such as the version it was opened with.

    Whatever else is sent in its place, or nothing, is 0: no row has such an id, and no version it.
    """

    data: int
    sent: int = 0
    """What the form carried, also where somebody was quicker and it carries the newest from now."""

    def process_data(self, value: int | None) -> None:
        self.data = value or 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.sent = typed_id(str(valuelist[0]) if valuelist else "") or 0
        if overtaken_by() is None:  # else what is sent next is about what is shown beside it
            self.data = self.sent


def _id_or_none(value: Any) -> int | None:
    """A choice by its id, None for the empty one. Raises ValueError for what no row can have."""
    if value in (None, ""):
        return None
    found = typed_id(str(value))
    if found is None:
        raise ValueError(value)
    return found


class IdField(HiddenField):  # type: ignore[misc]
    """The id of a row; None where none is said, and a problem what no row can have."""

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        self.data = typed_id(text)
        if text and self.data is None:
            raise ValueError(gettext(ChoiceField.NOT_OFFERED))


class LinesField(Field):  # type: ignore[misc]
    """Lines whose parts come as parallel lists. Only a line that is wholly empty is left out.

    What is wrong with another is said by the number under which the line comes back; nothing of
    what was sent is dropped or cut.
    """

    PARTS: Mapping[str, int]
    """The names of the lists, each with the most letters of its part."""
    MOST = 200
    LINE = N_("Line %(line)s: %(problem)s")
    TOO_LONG = N_("%(length)s letters are too many: at most %(limit)s fit.")
    TORN = N_("The lines of this form do not belong together. Open its page anew.")
    TOO_MANY = N_("There are at most %(most)s lines.")

    lines: Sequence[tuple[str, ...]] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data = data
        lists = [formdata.getlist(name) for name in self.PARTS] if formdata else []
        if len(set(map(len, lists))) > 1:
            self.process_errors.append(gettext(self.TORN))
        lines = zip_longest(*(map(clean, texts) for texts in lists), fillvalue="")
        self.lines = tuple(line for line in lines if self.is_filled(*line))

    def is_filled(self, *parts: str) -> bool:
        """Whether anything is said in this line."""
        return any(parts)

    def problems_of(self, *parts: str) -> Iterator[str]:
        """What is wrong with one line, in the reader's language."""
        yield from ()

    def pre_validate(self, form: Any) -> None:
        problems = [
            gettext(self.LINE, line=number, problem=problem)
            for number, line in enumerate(self.lines[: self.MOST], 1)
            for problem in (*self._too_long(line), *self.problems_of(*line))
        ]
        if len(self.lines) > self.MOST:
            problems.append(gettext(self.TOO_MANY, most=self.MOST))
        if problems:
            raise StopValidation(" ".join(problems))

    def _too_long(self, line: Iterable[str]) -> Iterator[str]:
        for text, limit in zip(line, self.PARTS.values(), strict=True):
            if len(text) > limit:
                yield gettext(self.TOO_LONG, length=len(text), limit=limit)


def day_problems(text: str) -> Iterator[str]:
    """What is wrong with a day as it stands in a line, where there is one."""
    if text:
        try:
            typed_day(text)
        except ValueError as wrong:
            yield _said_of(text, wrong)
