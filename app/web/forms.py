"""The base of all forms, and how refusals come back to them with everything that was typed."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, flash, make_response, render_template
from flask_babel import get_domain, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    TextAreaField,
)

from app.core.errors import Problem, Refused
from app.core.text import N_, clean
from app.web.database import session
from app.web.fields import DayField, NumberKeptField, Remarking
from app.web.i18n import gettext
from app.web.only_shown import is_only_shown, overtaken_by


class RowForm(Form):  # type: ignore[misc]
    """A row of a form, and the base of all forms: what its fields say, they say in our words."""

    class Meta:
        def get_translations(self, form: Form) -> Any:
            return get_domain().get_translations()

    def remarks(self) -> Iterator[str]:
        """What its fields have to say once it was carried out."""
        return _remarks(self)


@dataclass(frozen=True)
class Differing:
    """A field whose words here are not those that stand in the office by now."""

    label: str
    here: str
    there: str


OVERTAKEN = N_(
    "%(who)s changed this at %(at)s while you were working on it. What you typed is still here."
)
OVERTAKEN_BY_NOBODY = N_(
    "This changed at %(at)s while you were working on it. What you typed is still here."
)


class OfficeForm(RowForm, FlaskForm):  # type: ignore[misc]
    """A form that carries the problems the office's rules found, beside those of its own fields.

    One that somebody overtook comes back with all that was typed, says what they did and what
    stands there now, and is about the newest version from then on.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []
        stale = overtaken_by()
        if stale is not None:
            said = OVERTAKEN if stale.problem.params["who"] else OVERTAKEN_BY_NOBODY
            told = current_app.extensions["what_changed"](stale)
            self.problems += [Problem(said, stale.problem.params), *told]

    def is_to_be_done(self) -> bool:
        """Whether it was sent to be carried out, not only to be shown again as it was typed."""
        return self.is_submitted() and not is_only_shown()

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        return self.is_to_be_done() and bool(self.validate(extra_validators))

    @property
    def was_overtaken(self) -> bool:
        """Somebody else was quicker; what was typed came back."""
        return overtaken_by() is not None

    @property
    def was_refused(self) -> bool:
        return bool(self.problems or self.errors)

    @property
    def differing(self) -> list[Differing]:
        """Mine and theirs, where somebody was quicker and has other words for a field."""
        if not self.was_overtaken:
            return []
        both = [
            Differing(field.label.text, _in_words(field, field.data), _in_words(field, there))
            for field in self
            if (there := vars(field).get("object_data")) is not None
        ]
        return [one for one in both if one.here != one.there]

    def take(self, problems: tuple[Problem, ...]) -> None:
        """Show each problem beside its field, and all of them at the top.

        What could not even be read is said once: as that, not as missing too.
        """
        unread = {name for name, field in self._fields.items() if field.errors}
        for problem in problems:
            if problem.field in unread:
                continue
            words = say(problem)
            field = self._fields.get(problem.field) if problem.field else None
            if field is None:
                self.problems.append(problem)
            else:
                field.errors = [*field.errors, words]


class VersionedForm(OfficeForm):
    """A form about what two people may edit: it says the version that was opened.

    What says none is behind every version, so that a template that forgot it cannot overwrite.
    """

    version = NumberKeptField(default=0)


def _in_words(field: Field, value: Any) -> str:
    """What this field would show of the value; empty for what is no text, choice or day."""
    if isinstance(field, SelectField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        return labels.get(str(value if value is not None else ""), "")
    if isinstance(field, BooleanField):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, DayField):
        return f"{value:%d/%m/%Y}" if value else ""
    if isinstance(field, HiddenField) or not isinstance(value, str):
        return ""
    return value.strip()


class ReasonForm(VersionedForm):
    """Why something is refused, returned, recalled or closed: one line, as sentences quote it."""

    reason = TextAreaField(lazy_gettext("Reason"), filters=[clean])


def _remarks(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _remarks(field)
        elif isinstance(field, FormField):
            yield from _remarks(field.form)
        elif isinstance(field, Remarking):
            yield from field.remarks()


@contextmanager
def refusals(form: OfficeForm) -> Iterator[None]:
    """Take the problems of a refused use case into the form; nothing of it is kept.

    What is carried out is followed by what its fields have to say, each thing once.
    """
    try:
        yield
    except Refused as refusal:
        session().rollback()
        form.take(refusal.problems)
        return
    for remark in dict.fromkeys(form.remarks()):
        flash(remark, "warning")


def refused(form: OfficeForm) -> int:
    """The status of a page that shows this form: 422 when it came back."""
    return 422 if form.was_refused else 200


def page(template: str, form: OfficeForm | None = None, **values: Any) -> Response:
    """Render a template, as 422 when its form came back with problems."""
    status = refused(form) if form is not None else 200
    return make_response(render_template(template, form=form, **values), status)


def say(problem: Problem) -> str:
    """The problem in the reader's language; so is one that it names among its values."""
    values = {
        name: say(value) if isinstance(value, Problem) else value
        for name, value in problem.params.items()
    }
    return gettext(problem.message, **values)


def once_key() -> str:
    """A new key for a form that must be carried out only once."""
    return secrets.token_urlsafe(24)
