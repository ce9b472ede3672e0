"""What the one field of the counter was given, and how the form follows it."""

from app.core import clock
from app.core.errors import Problem
from app.onestop.cases.inputs import ApplicantKind
from app.onestop.cases.queries import find_by_code
from app.onestop.cases.rules.codes import typed_public
from app.onestop.counter import queries
from app.onestop.counter.forms import CounterForm
from app.onestop.counter.rules.card import Card, is_card, read_card
from app.web import actor, session
from app.web.i18n import gettext as _

LONGEST_SAID = 60


def understood(form: CounterForm) -> int | None:
    """Let the form follow what was scanned or typed; the id of a case where it is one's receipt."""
    typed = form.scan.data or ""
    form.scan.data = ""
    if is_card(typed):
        _follow_card(form, read_card(typed, clock.today()))
        return None
    found = find_by_code(session(), actor(), typed, typed_public(typed))
    if found is None:
        _follow_words(form, typed)
    return found


def _follow_card(form: CounterForm, card: Card | Problem) -> None:
    if isinstance(card, Problem):
        form.take((card,))
        return
    _is_now(form, card.identity)
    form.name.data = card.name
    form.born_on.data = card.born_on
    form.born_on.raw_data = []
    form.gender.data, form.address.data = card.gender, card.address
    if card.is_damaged:
        told = _("Letters were lost on the way from the scanner: compare the name with the card.")
        form.name.errors = [told]


def _follow_words(form: CounterForm, typed: str) -> None:
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdecimal() and len(digits) in (9, 10, 12, 13):
        _is_now(form, digits)
    elif typed:
        form.words.data = typed
        choose(form)


def _is_now(form: CounterForm, identity: str) -> None:
    """Another person came: nothing that was written of the one before, or ticked, is theirs."""
    before = "".join((form.identity.data or "").split())
    if before and before != identity:
        for field in (form.name, form.gender, form.address, form.phone, form.email, form.submitter):
            field.data = ""
        form.born_on.data, form.born_on.raw_data = None, []
        form.kind.data = ApplicantKind.CITIZEN
        form.forget_papers()
    form.identity.data = identity


def choose(form: CounterForm) -> None:
    """Take the nearest procedure of the words; the others stay in sight."""
    form.words.data = (form.words.data or "")[:LONGEST_SAID]
    found = queries.proposed(session(), actor(), form.words.data)
    if found and form.words.data:
        form.procedure_id.data = found[0].procedure_id


def pick(form: CounterForm, procedure_id: int) -> None:
    """Take this one, and look for it from now on."""
    form.procedure_id.data = procedure_id
    form.words.data = queries.code_of(session(), procedure_id)
