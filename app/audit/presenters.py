"""Entries of the trail as sentences in the reader's language."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.audit.chain import ChainReport
from app.audit.filters import RefusedFilter, TrailFilter
from app.audit.queries import EVERY_AGENCY, TrailRow, person_page, timeline
from app.core import clock
from app.core.errors import Problem, Stale
from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.core.workbooks import SheetColumn, Value
from app.web import listing
from app.web.access import actor
from app.web.features import features
from app.web.formats import day, hour, moment
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


# -- Refused attempts ------------------------------------------------------------------------------

WHYS = {
    "right": N_("no right to do it"),
    "hidden": N_("not there, or not for them"),
    "form": N_("form of unknown origin"),
    "elsewhere": N_("sent by a page outside"),
    "more": N_("more on the same day"),
}
PERIODS = {"week": N_("7 days"), "all": N_("90 days")}


def refused_list(wanted: RefusedFilter, found: Page[Any]) -> listing.TablePage:
    here = listing.Listed("audit.refused", wanted)
    return listing.TablePage(
        label=_("Refused attempts"),
        columns=(
            here.column("last", _("Last")),
            listing.Column(_("Who")),
            listing.Column(_("What was asked")),
            listing.Column(_("Why")),
            listing.Column(_("From address")),
            here.column("times", _("Times"), number=True),
            listing.Column(_("First")),
        ),
        rows=[_refused_row(row) for row in found.rows],
        empty=Empty(
            _("Nobody was refused anything"),
            _("What somebody may not open or do is counted here, and from where they tried."),
            icon="check-circle",
        ),
        pager=here.pager(found),
        tabs=here.tabs(PERIODS, {}),
        words=here.words("person", _("Name of the person, with or without marks")),
        chips=_refused_chips(here),
    )


def _refused_chips(here: listing.Listed[RefusedFilter]) -> tuple[listing.Chip, ...]:
    days = [clock.today() - timedelta(days=ago) for ago in range(7)]
    return (
        here.chip("on", _("Day"), [(one, day(one)) for one in days]),
        here.chip("why", _("Why"), [(code, _(words)) for code, words in WHYS.items()]),
        here.chip("part", _("Part of the office"), list(_parts().items())),
    )


def _parts() -> dict[str, str]:
    """What people call the parts of the office, by their blueprints."""
    entries = reversed(features().navigation)  # the first of a part names it
    known = {one.endpoint.partition(".")[0]: one.label for one in entries}
    known |= features().trail_groups
    return {one.name: _(known[one.name]) for one in features() if one.name in known}


def _refused_row(row: Any) -> listing.TableRow:
    links = row.person_id and actor().may(EVERY_AGENCY)
    href = request.script_root + person_page(row.person_id) if links else None
    return listing.TableRow(
        (
            moment(row.last_at),
            listing.Cell(_refused_person(row), href=href),
            listing.Cell(_refused_act(row), note=_parts().get(row.part, "")),
            _(WHYS[row.why]),
            row.address,
            str(row.times),
            moment(row.first_at),
        )
    )


def _refused_person(row: Any) -> str:
    return row.person_name or str(_("Nobody signed in"))


def _refused_act(row: Any) -> str:
    if not row.path:
        return UNKNOWN
    if row.method in ("GET", "HEAD"):
        return str(_("open %(path)s", path=row.path))
    return str(_("send to %(path)s", path=row.path))


def _refused_lines(
    _session: Session, _actor: Actor, rows: Sequence[Any], _horizon: object
) -> Iterator[Sequence[Value]]:
    for row in rows:
        who, why = _refused_person(row), _(WHYS[row.why])
        act, part = _refused_act(row), _parts().get(row.part, "")
        yield row.last_at, who, act, part, why, row.address, row.times, row.first_at


def _refused_said(_session: Session, _actor: Actor, wanted: RefusedFilter) -> list[str]:
    here = listing.Listed("audit.refused", wanted)
    return listing.chosen(here.tabs(PERIODS, {}), _refused_chips(here), wanted.person)


REFUSED_EXPORT = listing.Export(
    (
        SheetColumn(N_("Last"), 18),
        SheetColumn(N_("Who"), 26),
        SheetColumn(N_("What was asked"), 44),
        SheetColumn(N_("Part of the office"), 26),
        SheetColumn(N_("Why"), 30),
        SheetColumn(N_("From address"), 18),
        SheetColumn(N_("Times"), 8),
        SheetColumn(N_("First"), 18),
    ),
    _refused_lines,
    _refused_said,
)
