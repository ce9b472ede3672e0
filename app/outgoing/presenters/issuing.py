"""The form of issuing: what can be chosen, and what to mind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.words import written_number
from app.deadlines.rules.working_time import WorkCalendar
from app.outgoing import rules
from app.outgoing.presenters.document import CHANNEL_WORDS
from app.outgoing.queries import RecipientFact
from app.registers.models import TakenNumber
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.sequels import sequel_words


def reserved_choices(reserved: Sequence[TakenNumber]) -> list[tuple[str, str]]:
    """Numbers kept for a document to come, as options of a select."""
    return [
        (
            str(row.id),
            _(
                "%(number)s/%(year)s, kept for %(day)s: %(reason)s",
                number=written_number(row.number),
                year=row.year,
                day=day(row.day),
                reason=row.reason,
            ),
        )
        for row in reserved
    ]


def answer_choices(found: Sequence[Any]) -> list[tuple[int, str]]:
    """Incoming documents that may be an answer, as options of a select."""
    named = (
        (row.id, (row.reference, row.issuer, row.subject[:80], sequel_words(row.sequels)))
        for row in found
    )
    return [(number, " – ".join(filter(None, parts))) for number, parts in named]


def channel_words() -> dict[str, str]:
    """How a receiver is reached, in the reader's language."""
    return {channel: _(words) for channel, words in CHANNEL_WORDS.items()}


def recipient_rows(facts: Sequence[RecipientFact]) -> list[dict[str, Any]]:
    """Planned receivers as the rows of the issuing form."""
    return [
        {
            "row_id": fact.id,
            "keep": True,
            "reply_required": fact.reply_required,
            "due_on": clock.local(fact.due_at).date() if fact.due_at is not None else None,
        }
        for fact in facts
    ]


def lateness(signed_at: datetime | None, calendar: WorkCalendar, today: date) -> str:
    """A warning when the day on which it had to be issued is past."""
    if signed_at is None:
        return ""
    signed_on = clock.local(signed_at).date()
    last = rules.last_day_to_issue(signed_on, calendar)
    if today <= last:
        return ""
    return _(
        "Signed on %(day)s: it had to be issued by %(last)s, the next working day "
        "(Decree 30/2020, article 18).",
        day=day(signed_on),
        last=day(last),
    )
