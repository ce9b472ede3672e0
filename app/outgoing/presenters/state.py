"""How an outgoing document stands: waiting for its number, for answers, or called back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.core import clock
from app.core.sequels import Sequels
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.words import due_words
from app.deadlines.wording import words
from app.outgoing import rules
from app.outgoing.queries import RecipientFact
from app.web.formats import day, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Fact,
)
from app.web.sequels import sequel_marks

STATE_WORDS = {
    "signed": N_("Waiting for its number"),
    "returned": N_("To be signed again"),
    "issued": N_("Issued"),
    "recalled": N_("Recalled"),
    "replaced": N_("Replaced"),
}


def marks(item: Any, sequels: Sequels) -> tuple[Fact, ...]:
    if item.state == "returned":
        return (Fact(_(STATE_WORDS[item.state]), "arrow-return-left"),)
    return tuple(sequel_marks(sequels))


def state_of(
    item: Any, receivers: Sequence[RecipientFact], horizon: Horizon
) -> tuple[str | None, str | None, str, str]:
    """State, its words, what is due and its exact moment."""
    if item.state == "signed":
        return _unnumbered(item.signed_at, horizon)
    refused = [one for one in receivers if one.state == "refused" and one.resent_as_id is None]
    if item.state == "issued" and refused:
        text = ngettext("%(num)s receiver refused", "%(num)s receivers refused", len(refused))
        return "late", text, "", refused[0].reason
    if item.state == "issued":
        return _awaited([one for one in receivers if one.is_awaited], horizon)
    return None, None, "", ""


def _unnumbered(signed_at: datetime | None, horizon: Horizon) -> tuple[str, str, str, str]:
    waits = _("No number yet")
    if signed_at is None:
        return "new", waits, "", ""
    signed_on = clock.local(signed_at).date()
    last = rules.last_day_to_issue(signed_on, horizon.calendar)
    title = _("Signed on %(day)s; to be issued by %(last)s", day=day(signed_on), last=day(last))
    colour = rules.waiting_colour(signed_on, clock.local(horizon.now).date(), horizon.calendar)
    return colour, waits, _("signed %(day)s", day=short_day(signed_on)), title


def _awaited(
    awaited: Sequence[RecipientFact], horizon: Horizon
) -> tuple[str | None, str | None, str, str]:
    if not awaited:
        return None, None, "", ""
    dues = sorted(one.due_at for one in awaited if one.due_at is not None)
    text = ngettext("%(num)s answer awaited", "%(num)s answers awaited", len(awaited))
    first = dues[0] if dues else None
    return due_colour(first, horizon), text, words(due_words(first, horizon)), due_title(first)
