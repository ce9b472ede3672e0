"""Form fields that several features share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from app.core.text import N_, typed_day


class DayField(StringField):  # type: ignore[misc]
    """A day written dd/mm/yyyy (also d/m/yyyy, with dots or dashes); empty is None."""

    MESSAGE = N_("There is no such day. Write it as dd/mm/yyyy.")

    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%d/%m/%Y") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.raw_data = [text]  # blanks are nothing written, also to who asks whether it is needed
        self.data = None
        if text:
            self.data = self._parsed(text)

    def _parsed(self, text: str) -> date:
        try:
            return typed_day(text)
        except ValueError:
            raise ValueError(gettext(self.MESSAGE)) from None


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
    """Any of several."""


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

    Whatever else is sent in its place is 0: no row has such an id, and no version it.
    """

    data: int

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]) if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) < 10 else 0


def _id_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None
