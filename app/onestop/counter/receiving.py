"""What the one field of the counter was given, and what the form shows for it."""

from dataclasses import dataclass
from datetime import date

from app.core import clock
from app.core.errors import Problem
from app.onestop.cases import queries as cases
from app.onestop.cases.rules.codes import typed_public
from app.onestop.counter.forms import CounterForm
from app.onestop.counter.rules.card import Card, is_card, read_card
from app.onestop.procedures.inputs import Content
from app.onestop.procedures.queries import content_of, version_on
from app.onestop.procedures.queries.offered import Offered, found_by, offered
from app.web import actor, session
from app.web.i18n import gettext as _

MOST_OFFERED = 6
LONGEST_SAID = 60


@dataclass(frozen=True)
class Chosen:
    """The procedure that is being received, by its version of today."""

    code: str
    since: date
    content: Content


def understood(form: CounterForm) -> int | None:
    """Let the form follow what was scanned or typed; the id of a case where it is one's receipt."""
    typed = form.scan.data or ""
    form.scan.data = ""
    if is_card(typed):
        _follow_card(form, read_card(typed, clock.today()))
        return None
    found = cases.find_by_code(session(), actor(), typed.upper(), typed_public(typed))
    if found is None:
        _follow_words(form, typed)
    return found


def _follow_card(form: CounterForm, card: Card | Problem) -> None:
    if isinstance(card, Problem):
        form.take((card,))
        return
    form.name.data, form.identity.data = card.name, card.identity
    form.born_on.data, form.born_on.raw_data = card.born_on, None
    form.gender.data, form.address.data = card.gender, card.address
    if card.is_damaged:
        told = _("Letters were lost on the way from the scanner: compare the name with the card.")
        form.name.errors = [told]


def _follow_words(form: CounterForm, typed: str) -> None:
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdecimal() and len(digits) in (9, 10, 12, 13):
        form.identity.data = digits
    elif typed:
        form.words.data = typed[:LONGEST_SAID]
        choose(form)


def choose(form: CounterForm) -> None:
    """Take the nearest procedure of the words, which stays to be seen among the others."""
    found = offered_for(form)
    if found and form.words.data:
        form.procedure_id.data = found[0].procedure_id


def pick(form: CounterForm, procedure_id: int) -> None:
    """Take this one, and look for it from now on."""
    form.procedure_id.data = procedure_id
    form.words.data = next((one.code for one in offered(session(), [procedure_id])), "")


def offered_for(form: CounterForm) -> list[Offered]:
    """Those of the words; without any those this officer received last."""
    used = cases.procedures_last_used(session(), actor(), MOST_OFFERED)
    words = (form.words.data or "")[:LONGEST_SAID]
    return found_by(session(), words, used, MOST_OFFERED) if words else offered(session(), used)


def chosen(form: CounterForm) -> Chosen | None:
    """What is chosen, where it may be received today."""
    if form.procedure_id.data is None:
        return None
    held = version_on(session(), form.procedure_id.data)
    if held is None:
        return None
    assert held.valid_from is not None, "it was published"
    return Chosen(held.procedure.code, held.valid_from, content_of(session(), held))
