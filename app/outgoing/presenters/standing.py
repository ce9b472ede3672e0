"""How an outgoing document stands: waiting for its number, for answers, or called back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.text import N_
from app.core.working_time import WorkCalendar
from app.outgoing import rules
from app.outgoing.queries import RecipientFact
from app.web.formats import day, moment, short_day
from app.web.listing import (
    Fact,
)

STATE_WORDS = {
    "signed": N_("Waiting for its number"),
    "returned": N_("Returned to its drafter"),
    "issued": N_("Issued"),
    "recalled": N_("Recalled"),
    "replaced": N_("Replaced"),
}
STATE_ICONS = {
    "returned": "arrow-return-left",
    "recalled": "slash-circle",
    "replaced": "arrow-repeat",
}


def marks(item: Any) -> tuple[Fact, ...]:
    if item.state not in STATE_ICONS:
        return ()
    return (Fact(_(STATE_WORDS[item.state]), STATE_ICONS[item.state]),)


def standing(
    item: Any, receivers: Sequence[RecipientFact], calendar: WorkCalendar
) -> tuple[str | None, str | None, str, str]:
    """State, its words, what is due and its exact moment."""
    if item.state == "signed":
        return _standing_unnumbered(item.signed_at, calendar)
    refused = [one for one in receivers if one.state == "refused" and one.resent_as_id is None]
    if item.state == "issued" and refused:
        text = ngettext("%(num)s receiver refused", "%(num)s receivers refused", len(refused))
        return "late", text, "", refused[0].reason
    if item.state == "issued":
        return _standing_awaited([one for one in receivers if one.is_awaited])
    return None, None, "", ""


def _standing_unnumbered(
    signed_at: datetime | None, calendar: WorkCalendar
) -> tuple[str, str, str, str]:
    words = _("No number yet")
    if signed_at is None:
        return "new", words, "", ""
    signed_on = clock.local(signed_at).date()
    last = rules.last_day_to_issue(signed_on, calendar)
    title = _("Signed on %(day)s; to be issued by %(last)s", day=day(signed_on), last=day(last))
    colour = rules.waiting_colour(last, clock.today())
    return colour, words, _("signed %(day)s", day=short_day(signed_on)), title


def _standing_awaited(
    awaited: Sequence[RecipientFact],
) -> tuple[str | None, str | None, str, str]:
    if not awaited:
        return None, None, "", ""
    dues = sorted(one.due_at for one in awaited if one.due_at is not None)
    text = ngettext("%(num)s answer awaited", "%(num)s answers awaited", len(awaited))
    if not dues:
        return "open", text, _("no due date"), ""
    title = _("Due %(moment)s", moment=moment(dues[0]))
    return rules.awaited_colour(dues[0], clock.now()), text, due_words(dues[0]), title


def due_words(due_at: datetime) -> str:
    """ "2 days left", "today, 17:00", "3 days late" """
    days = (clock.local(due_at).date() - clock.today()).days
    if days == 0:
        return _("today, %(hour)s", hour=clock.local(due_at).strftime("%H:%M"))
    if days > 0:
        return ngettext("%(num)s day left", "%(num)s days left", days)
    return ngettext("%(num)s day late", "%(num)s days late", -days)
