"""Entries of the trail as sentences in the reader's language."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from app.audit.chain import ChainReport
from app.audit.filters import TrailFilter
from app.audit.queries import TrailRow, timeline
from app.core import clock
from app.core.errors import Problem, Stale
from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.web.features import features
from app.web.formats import day, hour
from app.web.i18n import gettext as _
from app.web.listing import Addition, Empty, Part, TimeEntry
from app.web.records import link_to_any

ACTOR_FIRST = "%(actor)s "
UNKNOWN = "…"
NOBODY = "–"
"""What an entry says of a role that nobody has, of an outcome that nobody wrote."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TOLD_AT_MOST = 200
THE_SYSTEM = N_("The system")


def time_entries(rows: Iterable[TrailRow]) -> list[TimeEntry]:
    """The time line of one object: day and hour at each sentence."""
    return [_entry(row, clock.local(row.at).strftime("%d/%m/%Y %H:%M")) for row in rows]


def on_record(session: Session, _actor: Actor, opened: Opened) -> Addition:
    """What happened to the record, newest first. Who may open it was asked before."""
    told = time_entries(timeline(session, opened.record_id, TOLD_AT_MOST))
    part = Part(
        name="trail",
        label=_("Trail"),
        template="audit/_part.html",
        content=told,
        count=len(told),
        place=60,
    )
    return Addition(parts=(part,))


DAMAGE = {
    "altered": N_("Entry %(number)s was altered."),
    "missing": N_("Entry %(number)s is missing."),
    "added": N_("Entry %(number)s was added past the chain."),
}


def chain_told(report: ChainReport) -> Empty:
    """What was found, and the hash to keep outside the system as a proof."""
    if report.is_whole:
        told = _(
            "%(count)s entries were read. Note the last hash and the hour on paper:"
            " %(hash)s. Whoever rewrites the trail cannot come to it again.",
            count=report.count,
            hash=report.last_hash,
        )
        return Empty(_("The trail is whole."), told, "check-circle")
    told = _(
        "The %(count)s entries before it are as they were written. Leave the database as it is,"
        " and compare it with the last backup.",
        count=report.count,
    )
    damage = _(DAMAGE[report.damage], number=report.first_altered_id)
    return Empty(damage, told, "exclamation-triangle")


def days_of(page: Page[TrailRow], openable: Collection[int]) -> list[tuple[str, list[TimeEntry]]]:
    """The rows of a page under the days on which they happened; these records may be opened."""
    by_day = groupby(page.rows, key=lambda row: clock.local(row.at).date())
    return [(day(on), [_entry(row, hour(row.at), openable) for row in rows]) for on, rows in by_day]


def _entry(row: TrailRow, time: str, openable: Collection[int] = ()) -> TimeEntry:
    who, text = sentence(row)
    leads = row.record_id in openable and not row.is_masked
    href = link_to_any(row.record_id) if leads and row.record_id is not None else None
    return TimeEntry(time=time, text=text, who=who, iso=row.at.isoformat(), href=href)


def what_changed(stale: Stale) -> list[Problem]:
    """What whoever was quicker did, as the trail tells it; nothing where it does not know."""
    message = N_("What changed: %(sentence)s.")
    told = (" ".join(sentence(row)).strip() for row in reversed(stale.acts))
    return [Problem(message, {"sentence": one}) for one in told]


def sentence(row: TrailRow) -> tuple[str, str]:
    """Who, and the rest of the sentence; who is empty where it does not begin with them."""
    message = _(features().sentences.get(row.action, row.action))
    who = row.actor_name or _(THE_SYSTEM)
    if row.on_behalf_of:
        who = _("%(who)s, for %(holder)s,", who=who, holder=row.on_behalf_of)
    values = _Words({} if row.is_masked else row.values, who, _thing(row.object_kind))
    message = _without_nobody(message, values)
    if message.startswith(ACTOR_FIRST):
        return who, message.removeprefix(ACTOR_FIRST) % values
    return "", message % values


def _without_nobody(message: str, values: Mapping[str, str]) -> str:
    """Leave out what the entry has nothing to say of, and the words that announce it."""
    empty = [name for name, value in values.items() if value == NOBODY]
    for name in empty:
        gap = re.escape(f": %({name})s")
        message = re.sub(rf"(?:(?<=[.;]) [^.;%]*)?{gap};?", "", message)
    if not empty:
        return message
    return re.sub(r"(?<=\. )\w", lambda first: first[0].upper(), message.rstrip(";"))


class _Words(dict[str, str]):
    """The values of an entry as words; what is not known, or not for this reader, is "…"."""

    def __init__(self, values: Mapping[str, Any], who: str, thing: str) -> None:
        super().__init__({name: _as_words(name, value) for name, value in values.items()})
        self["actor"], self["thing"] = who, thing

    def __missing__(self, name: str) -> str:
        return UNKNOWN


def _thing(kind: str) -> str:
    """What people call what the entry is about, in the middle of a sentence."""
    known = features().kinds.get(kind)
    return _(known.label).lower() if known is not None else UNKNOWN


def _as_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_as_words(name, one) for one in value)
    text = "" if value is None else str(value)
    if DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return _(text) if text and name.endswith(("_word", "_words")) else text


def group_choices() -> list[tuple[str, str]]:
    return [
        ("", _("Everything")),
        *((code, _(words)) for code, words in features().trail_groups.items()),
    ]


def empty_trail(wanted: TrailFilter) -> Empty:
    if wanted.is_plain:
        return Empty(
            _("Nothing has happened yet"),
            _("Every change that somebody of your agency makes is written here and stays."),
            icon="clock",
        )
    return Empty(
        _("Nothing of this kind was found"), _("Take away a part of what you look for."), "search"
    )
