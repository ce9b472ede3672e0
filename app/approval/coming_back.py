"""A form that somebody else overtook comes back with everything that was typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response

from app.approval.forms import SharedForm
from app.audit.presenters import what_changed
from app.core.errors import Problem, Stale
from app.core.text import N_
from app.web import refusals, session

OVERTAKEN = 409
KEPT_WORDS = N_("%(who)s changed this at %(at)s meanwhile. What you typed is still here.")


@contextmanager
def typed_stays(form: SharedForm, words: str = KEPT_WORDS) -> Iterator[None]:
    """As `refusals`, and the same for Stale: its words stand above the form."""
    try:
        with refusals(form):
            yield
    except Stale as stale:
        session().rollback()
        form.problems += [Problem(words, stale.problem.params), *what_changed(stale)]
        form.was_overtaken = True


def status_of(form: SharedForm, response: Response) -> Response:
    """409 for a form that was overtaken."""
    if form.was_overtaken:
        response.status_code = OVERTAKEN
    return response
