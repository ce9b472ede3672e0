"""Limits, amounts, days and times of procedures, in the reader's language."""

from collections.abc import Sequence
from datetime import date, datetime

from app.deadlines.rules.reasons import moment_words
from app.deadlines.rules.spans import Span
from app.deadlines.wording import words
from app.onestop.procedures.inputs import Certainty, Fee
from app.onestop.procedures.rules.limits import amount, hours, limit_words
from app.onestop.procedures.wording import CERTAINTIES
from app.web.i18n import gettext as _


def limit(span: Span | None) -> str:
    return words(limit_words(span)) if span else str(_("no date is promised"))


def money(value: int | None) -> str:
    if value is None:
        return str(_("as counted"))
    return str(_("%(amount)s dong", amount=amount(value))) if value else str(_("free"))


def price(fee: Fee, value: int | None) -> str:
    """ "2.000 đồng/trang"."""
    return f"{money(value)}/{fee.unit}" if fee.unit and value else money(value)


def total(amounts: Sequence[int | None]) -> str:
    """What is paid at the counter, together; the smallest where some is yet to be counted."""
    known = [one for one in amounts if one is not None]
    if len(known) < len(amounts):
        least = sum(known)
        return str(_("from %(amount)s", amount=money(least))) if least else str(_("as counted"))
    return money(sum(known))


def working_hours(minutes: int) -> str:
    return str(_("%(hours)s h", hours=hours(minutes))) if minutes else "–"


def moment(at: datetime) -> str:
    return words(moment_words(at))


def day(one: date | None) -> str:
    return f"{one:%d/%m/%Y}" if one else ""


def certainty(code: str) -> str:
    """Empty where the agency answers for it."""
    return str(_(CERTAINTIES[Certainty(code)])) if code else ""
