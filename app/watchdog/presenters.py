"""How what must never be false is shown: what needs somebody, what holds, what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.audit.presenters import time_entries
from app.audit.queries import TrailRow, openable
from app.core import clock
from app.core.feature import Breach, Features, Found, Invariant
from app.core.policy import Actor
from app.core.text import N_
from app.organisation.queries import agencies_of_units
from app.records.kinds import faces, kind_of
from app.watchdog import queries, rules
from app.watchdog.models import Watch
from app.watchdog.service import Looked
from app.web.formats import day, hour, moment
from app.web.i18n import gettext as _
from app.web.listing import Action, TimeEntry
from app.web.records import link_to

LATELY = timedelta(days=30)
SHOWN = 5
STATES = {
    "broken": N_("Broken"),
    "unknown": N_("Could not be checked"),
    "near": N_("Not for long"),
    "mending": N_("Being mended"),
}
"""Those that need somebody first."""


@dataclass(frozen=True)
class Named:
    """A record, as its reader may know of it."""

    text: str
    href: str | None


@dataclass(frozen=True)
class Line:
    """One thing that breaks it: in words, where to help, the records it is about."""

    text: str
    href: str | None
    since: str
    records: Sequence[Named]


@dataclass(frozen=True)
class Card:
    """An invariant that needs somebody."""

    name: str
    state: str
    state_text: str
    since: str
    words: str
    note: str
    hurts: str
    lines: Sequence[Line]
    folded: Sequence[Line]
    more: int
    changes: str
    actions: Sequence[Action]


@dataclass(frozen=True)
class Kept:
    """One that holds."""

    words: str
    note: str
    at: str


@dataclass(frozen=True)
class Board:
    """What templates/watchdog/index.html shows."""

    checked: str
    is_silent: bool
    cards: Sequence[Card]
    ill: int
    kept: Sequence[Kept]
    happened: Sequence[TimeEntry]
    check: Action


def board(
    session: Session,
    actor: Actor,
    brought: Features,
    found: Mapping[str, Watch],
    happened: Sequence[TrailRow],
) -> Board:
    known = [(one, found[one.name]) for one in brought.invariants if one.name in found]
    named = _Names(session, actor, (Found.kept(row.found) for _one, row in known))
    cards = [_card(one, row, named) for one, row in known if row.state != "kept"]
    checked = max((row.checked_at for row in found.values() if row.checked_at), default=None)
    order = list(STATES)
    return Board(
        checked=moment(checked),
        is_silent=checked is None or checked + rules.SILENT_AFTER < clock.now(),
        cards=sorted(cards, key=lambda card: order.index(card.state)),
        ill=sum(row.state in rules.ILL for _one, row in known),
        kept=[_kept(one, row) for one, row in known if row.state == "kept"],
        happened=time_entries(happened),
        check=Action(
            _("Check all again"), url_for("watchdog.check_all"), "arrow-repeat", method="post"
        ),
    )


def with_looked(found: Mapping[str, Watch], looked: Iterable[Looked]) -> Mapping[str, Watch]:
    """These as they were noted, but for what was found just now and stands otherwise."""
    rows = dict(found)
    for one in looked:
        name, row = one.invariant.name, rows.get(one.invariant.name)
        if row is None or row.state != one.state:
            now = {"since": one.at, "checked_at": one.at, "found": one.found.as_json()}
            rows[name] = Watch(name=name, state=one.state, error=one.error, **now)
    return rows


class _Names:
    """Records and units of all that is shown, looked up together."""

    def __init__(self, session: Session, actor: Actor, found: Iterable[Found]) -> None:
        breaches = [one for each in found for one in each.breaches[:SHOWN]]
        ids = {record_id for one in breaches for record_id in one.records}
        kinds = queries.kinds_of(session, ids)
        self.faces = faces(session, kinds.items())
        self.kinds = kinds
        self.openable = openable(session, actor, ids)
        units = {one.unit_id for one in breaches if one.unit_id is not None}
        self.agencies = agencies_of_units(session, units)

    def record(self, record_id: int) -> Named:
        """By reference and subject to whoever may open it, else by what everybody may know."""
        face = self.faces.get(record_id)
        if face is None:
            return Named(_("a record that is gone"), None)
        kind = kind_of(self.kinds[record_id])
        if record_id in self.openable:
            return Named(face.entitled or _(kind.label), link_to(kind.name, record_id))
        if face.number is None:
            return Named(_("%(kind)s, which you may not open", kind=_(kind.label)), None)
        named = _(kind.named, number=f"{face.number:02d}", day=day(face.numbered_on) or "–")
        return Named(_("%(kind)s, which you may not open", kind=named), None)

    def help_at(self, breach: Breach) -> str | None:
        """A person's posts and account; the people of a unit, one of whom may become its head."""
        if breach.person_id is not None:
            return url_for("access.person", person_id=breach.person_id)
        agency_id = self.agencies.get(breach.unit_id or 0)
        if agency_id is None:
            return None
        anchor = f"u{breach.unit_id}"
        return url_for("organisation.agency", agency_id=agency_id, _anchor=anchor)


def _card(one: Invariant, row: Watch, named: _Names) -> Card:
    found = Found.kept(row.found)
    mending = rules.is_mending(row.mending_since, row.state, clock.now())
    state = "mending" if mending else row.state
    lines = [_line(breach, named) for breach in found.breaches]
    since = row.mending_since if mending else row.since
    return Card(
        name=one.name,
        state=state,
        state_text=_(STATES[state]),
        since=_("since %(moment)s", moment=moment(since)),
        words=_(one.words),
        note=_note(row, found),
        hurts=_(one.hurts) if one.hurts else "",
        lines=lines[:SHOWN],
        folded=lines[SHOWN:],
        more=found.count - len(lines),
        changes=_(one.repair.changes) if one.repair and state == "broken" else "",
        actions=_actions(one, found, state),
    )


def _note(row: Watch, found: Found) -> str:
    if row.error:
        return _(
            "Nothing is known of it (%(error)s); that does not mean that it holds.",
            error=_(row.error),
        )
    return said(found.note, found.values)


def _line(breach: Breach, named: _Names) -> Line:
    since = moment(datetime.fromisoformat(breach.since)) if breach.since else ""
    records = [named.record(record_id) for record_id in breach.records]
    return Line(said(breach.words, breach.values), named.help_at(breach), since, records)


def _actions(one: Invariant, found: Found, state: str) -> list[Action]:
    actions = []
    if one.repair and state == "broken":
        seen = (("seen", found.likeness),)
        at = url_for("watchdog.mend", name=one.name)
        label = _(one.repair.label)
        actions.append(Action(label, at, "wrench", method="post", primary=True, fields=seen))
    if one.opens:
        actions.append(Action(_("See them"), url_for(one.opens), quiet=True))
    again = url_for("watchdog.check", name=one.name)
    actions.append(Action(_("Check it again"), again, "arrow-repeat", method="post", quiet=True))
    return actions


def _kept(one: Invariant, row: Watch) -> Kept:
    found = Found.kept(row.found)
    return Kept(_(one.words), said(found.note, found.values), hour(row.checked_at))


def said(words: str, values: Mapping[str, Any]) -> str:
    """In the reader's language; values whose names end in `_word` are message ids themselves."""
    if not words:
        return ""
    told = {name: _(value) if name.endswith("_word") else value for name, value in values.items()}
    return str(_(words, **told))


def told(looked: Looked) -> str:
    """What came of looking at one."""
    words = _(looked.invariant.words)
    if looked.state == "kept":
        return _("It holds: %(words)s", words=words)
    return _("%(state)s: %(words)s", state=_(STATES[looked.state]), words=words)
