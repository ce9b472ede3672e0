"""Form fields that several features share."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from wtforms import HiddenField, SelectField, StringField

from app.core.text import N_


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
            return datetime.strptime(text.replace(".", "/").replace("-", "/"), "%d/%m/%Y").date()
        except ValueError:
            raise ValueError(gettext(self.MESSAGE)) from None


class OptionalIdField(SelectField):  # type: ignore[misc]
    """A choice of a row by its id; the empty choice is None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=_id_or_none, **kwargs)

    def offer(self, options: Iterable[tuple[int, str]], none: str = "") -> None:
        """Show these rows, after a choice of none of them."""
        self.choices = [("", none), *options]


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
