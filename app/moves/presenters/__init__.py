"""A handing over as its pages show it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Face, Held, installed
from app.core.policy import Actor
from app.core.text import N_
from app.moves import queries
from app.moves.forms import ReorganiseForm
from app.moves.models import HandedItem, Handover
from app.moves.presenters.heads import HeadChoice, head_choices, stand_down
from app.moves.rules import Receiver, chosen, posts_of
from app.organisation.queries import holder_names, pages, person_names
from app.records.kinds import kind_of
from app.records.queries import faces_for
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Cell, Column, Empty, TableRow


@dataclass(frozen=True)
class ThingRow:
    """One thing: its key in the form, what it is, and what was typed beside it."""

    key: str
    title: str
    href: str
    note: str
    stays: str
    to: str


@dataclass(frozen=True)
class ThingGroup:
    key: str
    title: str
    icon: str
    count: str
    to: str
    rows: tuple[ThingRow, ...]


def groups(
    session: Session, actor: Actor, held: Sequence[queries.Group], typed: Mapping[str, str]
) -> list[ThingGroup]:
    """What may be handed over, by sort, as far as this actor may know of it."""
    ids = [one.record_id for group in held for one in group.things]
    shown = faces_for(session, actor, ids)
    return [
        ThingGroup(
            key=group.holding.name,
            title=_(group.holding.words),
            icon=group.holding.icon,
            count=ngettext("%(num)s thing", "%(num)s things", len(group.things)),
            to=typed.get(group.holding.name, ""),
            rows=_told_apart(
                [
                    _thing_row(f"{group.holding.name}:{one.id}", one, shown, typed, actor)
                    for one in group.things
                ]
            ),
        )
        for group in held
    ]


def _told_apart(rows: Sequence[ThingRow]) -> tuple[ThingRow, ...]:
    """What is called the same is numbered, the oldest first."""
    total, seen = Counter((one.title, one.note) for one in rows), Counter[tuple[str, str]]()
    found = []
    for one in rows:
        seen[one.title, one.note] += 1
        number = seen[one.title, one.note]
        same = total[one.title, one.note] > 1
        found.append(replace(one, title=f"{one.title} ({number})") if same else one)
    return tuple(found)


def _thing_row(
    key: str,
    thing: Held,
    shown: Mapping[int, Face],
    typed: Mapping[str, str],
    actor: Actor,
) -> ThingRow:
    title, href = _called(thing.record_id, thing.said, shown, actor)
    due = _("due %(day)s", day=day(thing.due_at)) if thing.due_at else ""
    stays = _(thing.stays) if thing.stays else ""
    return ThingRow(key, title, href, due, stays, typed.get(key, ""))


def _called(
    record_id: int | None, said: str, shown: Mapping[int, Face], actor: Actor
) -> tuple[str, str]:
    """What it is called for those who may read it; it is counted for everybody."""
    face = shown.get(record_id) if record_id is not None else None
    if face is not None and face.path:
        return face.called, face.path
    named = kind_of(face.kind).named if face is not None else ""
    if face is not None and named and face.number is not None:
        return _(named, number=f"{face.number:02d}", day=day(face.numbered_on) or "–"), ""
    if face is not None and face.sort:
        return _("%(sort)s, not yours to read", sort=face.sort), ""
    hidden = record_id is not None or not actor.may("documents.read")
    return (_("Not yours to read"), "") if hidden else (said, "")


def nothing() -> Empty:
    text = _("No open work, no draft, no dossier and no turn to approve lies with them here.")
    return Empty(_("Nothing to hand over."), text, "check2-circle")


@dataclass(frozen=True)
class Review:
    """What goes along when a unit is reorganised, and what it may go to."""

    targets: tuple[tuple[str, str], ...]
    usual: str
    """The name of the first target: what nothing is said of goes there."""
    heads: tuple[HeadChoice, ...]
    posts: tuple[ThingRow, ...]
    groups: tuple[ThingGroup, ...]
    said: tuple[str, ...]


def review(
    session: Session,
    actor: Actor,
    agency_id: int,
    form: ReorganiseForm,
    unit_id: int,
) -> Review | None:
    """None where nothing takes over yet, or something that is not there."""
    keys, sources = form.targets(unit_id), form.sources(unit_id)
    if not keys:
        return None
    names = holder_names(session, [key for key in keys if key.startswith("u")])
    names = {**names, **{key: name for key, (name, *_rest) in form.units.data.items()}}
    if not names.keys() >= set(keys):
        return None
    typed = dict(form.things.data or ())
    units = holder_names(session, [f"u{one}" for one in sources])
    things = [
        replace(group, title=_("%(sort)s of %(unit)s", sort=group.title, unit=unit))
        for token, unit in units.items()
        for group in groups(session, actor, queries.held_by(session, token, agency_id), typed)
    ]
    posts = [
        ThingRow(f"post:{one.id}", one.person, "", one.title, "", typed.get(f"post:{one.id}", ""))
        for one in pages.posts_of_agency(session, agency_id)
        if one.unit_id in sources
    ]
    ending = holder_names(session, [f"u{one}" for one in sources if f"u{one}" not in keys])
    said = [
        _("%(name)s ends with yesterday; its successor is %(to)s.", name=name, to=names[keys[0]])
        for name in ending.values()
    ]
    said.append(_("Papers written before keep the old names; registers and series go on."))
    plan, _unknown = chosen(form.things.data or (), [Receiver(key, key, key) for key in keys])
    place = queries.goes_to(sources, keys, posts_of(plan))
    together = queries.heads_together(queries.heads_of(session, [agency_id]), place)
    heads = head_choices(together, names, form.heads.data or {})
    said += stand_down(heads)
    return Review(
        tuple((key, names[key]) for key in keys),
        names[keys[0]],
        heads,
        tuple(posts),
        tuple(things),
        tuple(said),
    )


def earlier_rows(session: Session, rows: Iterable[queries.Earlier]) -> list[TableRow]:
    rows = list(rows)
    names = person_names(session, [one.made_by_id for one in rows])
    return [
        TableRow(
            (
                Cell(moment(one.made_at), url_for("moves.handover", handover_id=one.id)),
                names[one.made_by_id],
                str(one.things),
                moment(one.taken_back_at),
            )
        )
        for one in rows
    ]


def earlier_columns() -> tuple[Column, ...]:
    return (
        Column(_("When")),
        Column(_("Done by")),
        Column(_("Things"), number=True),
        Column(_("Taken back")),
    )


def report_columns() -> tuple[Column, ...]:
    return Column(_("Thing")), Column(_("Sort")), Column(_("To")), Column(_("State"))


def report_rows(session: Session, actor: Actor, items: Sequence[HandedItem]) -> list[TableRow]:
    """Item by item what became of it."""
    shown = faces_for(session, actor, [one.record_id for one in items])
    names = holder_names(session, {one.target for one in items})
    rows = []
    for one in items:
        title, href = _called(one.record_id, one.said, shown, actor)
        state = _(STATE_WORDS[one.state])
        cells = (Cell(title, href or None), _sort(one.holding), names.get(one.target, ""), state)
        rows.append(TableRow(cells, muted=one.state == "back"))
    return rows


STATE_WORDS = {
    "given": N_("handed over"),
    "back": N_("returned"),
    "kept": N_("stays: it was acted upon since"),
    "gone": N_("stays: whom it came from may not do it any more"),
}
MOST_AT_ONCE = 30
"""So many things are read one by one; of more it is counted first what became of them."""


def total_columns() -> tuple[Column, ...]:
    return Column(_("Sort")), Column(_("Things"), number=True), Column(_("State"))


def total_rows(items: Sequence[HandedItem]) -> list[TableRow]:
    """How many of each sort, and what became of them; none where they are read one by one."""
    if len(items) <= MOST_AT_ONCE:
        return []
    counts = Counter((_sort(one.holding), one.state) for one in items)
    return [
        TableRow((sort, str(count), _(STATE_WORDS[state])), muted=state == "back")
        for (sort, state), count in counts.items()
    ]


def _sort(holding: str) -> str:
    found = installed().holdings.get(holding)
    return _(found.words) if found is not None else holding


def what_happened(session: Session, act: Handover) -> list[str]:
    """What became of agencies and units, and of whoever headed them."""
    if act.taken_back_at is not None:
        return []
    ended = queries.ended(session, act)
    said = [
        _(
            "%(name)s ended with %(day)s; its successor is %(to)s.",
            name=one.name, day=day(one.last_day), to=one.successor,
        )
        for one in ended
        if not one.goes_on
    ]  # fmt: skip
    if going_on := [one.name for one in ended if one.goes_on]:
        said.append(_("Units that go on there as they were: %(names)s.", names=", ".join(going_on)))
    for one in queries.stood_down(session, act):
        who = person_names(session, [one.person_id])[one.person_id]
        heads = person_names(session, queries.heads_now(session, one.to))
        bodies = holder_names(session, [one.to or ""])
        names = {"name": who, "head": ", ".join(heads.values()), "unit": ", ".join(bodies.values())}
        said.append(
            _("%(name)s is head no more; %(head)s heads %(unit)s, and has the work.", **names)
        )
    return said


def hindered(session: Session, actor: Actor, act: Handover) -> list[str]:
    """Why it cannot be undone, each matter by its name."""
    over, changed = queries.hindrances(session, act)
    shown = faces_for(session, actor, [one.record_id for one in over])
    units = holder_names(session, {one.target for one in over if one.target.startswith("u")})
    said = [
        _("%(what)s: finished, or went on since.", what=_called_of(one, shown, actor, units))
        for one in over
    ]
    return said + [_("%(name)s: changed since.", name=name) for name in changed]


def _called_of(
    item: HandedItem, shown: Mapping[int, Face], actor: Actor, units: Mapping[str, str]
) -> str:
    title, _href = _called(item.record_id, item.said, shown, actor)
    return ", ".join(one for one in (title, _sort(item.holding), units.get(item.target)) if one)


def to_undo_first(session: Session, act: Handover) -> list[tuple[str, str]]:
    """What was done after it and hinders it, the last first: its name and address."""
    return [
        (f"{one.name}, {moment(one.made_at)}", url_for("moves.handover", handover_id=one.id))
        for one in queries.later(session, act)
    ]


def taking_back(act: Handover) -> Action:
    asked = (
        _("Undo it? Units, posts and everything still held return as they were.")
        if act.changes
        else _("Take everything back on which nobody has acted yet?")
    )
    href = url_for("moves.take_back", handover_id=act.id)
    return Action(
        _("Take it back"), href, icon="arrow-counterclockwise", method="post", confirm=asked
    )


def on_holder(holder: str, actor: Actor) -> Sequence[Action]:
    """Beside a person, a unit and an agency, and on one's own page."""
    number = int(holder[1:])
    if holder.startswith("a"):
        href = url_for("moves.merge", agency_id=number)
        return (Action(_("Merge into another"), href, icon="diagram-3", quiet=True),)
    if holder.startswith("u"):
        href = url_for("moves.reorganise", unit_id=number)
        return (Action(_("Merge or split"), href, icon="diagram-3", quiet=True),)
    href = url_for("moves.person", person_id=number)
    can = actor.agency_id is not None
    return (Action(_("Hand over the work"), href, icon="arrow-left-right"),) if can else ()
