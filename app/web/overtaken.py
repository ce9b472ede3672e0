"""A form that somebody else overtook comes back with everything that was typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response

from app.core.errors import Problem, Stale
from app.core.text import N_
from app.web.database import session
from app.web.forms import OfficeForm, refusals

OVERTAKEN = 409
KEPT_WORDS = N_("%(who)s changed this at %(at)s meanwhile. What you typed is still here.")


class SharedForm(OfficeForm):
    """A form about something that others work on at the same time."""

    was_overtaken = False
    """Somebody else saved or decided first; what was typed came back."""


@contextmanager
def typed_stays(form: SharedForm, words: str = KEPT_WORDS) -> Iterator[None]:
    """As `refusals`, and the same for Stale: its words stand above the form."""
    try:
        with refusals(form):
            yield
    except Stale as stale:
        session().rollback()
        form.problems.append(Problem(words, stale.problem.params))
        form.was_overtaken = True


def status_of(form: SharedForm, response: Response) -> Response:
    """409 for a form that was overtaken."""
    if form.was_overtaken:
        response.status_code = OVERTAKEN
    return response
