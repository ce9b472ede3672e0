"""The directives of a record, each over its tree of lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Standing
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import StripDay, due_title, strip_days
from app.deadlines.queries import horizon_of
from app.deadlines.queries.usual import usual_for
from app.deadlines.rules.colours import Horizon, colour, worst
from app.deadlines.rules.reasons import span_words
from app.deadlines.rules.spans import Rule
from app.deadlines.rules.strip import Stretch
from app.deadlines.rules.usual import Usual
from app.deadlines.rules.wholes import Parts
from app.deadlines.rules.words import DueFacts, explain_due, explain_whole
from app.deadlines.wording import words
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import (
    Line,
    Quote,
    Why,
)
from app.work import policy, queries, rules
from app.work.presenters.actions import View, line_actions
from app.work.presenters.extending import change_words, extension_said, put_off_text, trail_day
from app.work.presenters.wording import ENDED_NOTES, ENDED_WORDS, due_text
from app.work.queries import DirectiveRow, DueChange, LineRow
from app.work.tree import Tree


@dataclass(frozen=True)
class DirectiveView:
    """What a leader wrote, with the lines it gave out."""

    quote: Quote
    lines: tuple[Line, ...]


def directive_views(
    view: View, directives: Sequence[DirectiveRow], rows: Sequence[LineRow]
) -> tuple[DirectiveView, ...]:
    """Each directive of a leader over its tree of lines, the latest first."""
    tree: Tree[LineRow] = Tree(rows)
    shown = []
    for directive in reversed(directives):
        lines = [row for row in tree.below(None) if row.directive_id == directive.id]
        if lines or not directive.is_passing:
            shown.append(DirectiveView(_quote(directive), _branch(view, tree, lines)))
    return tuple(shown)


def _quote(directive: DirectiveRow) -> Quote:
    by = _("Directive of %(name)s", name=directive.author)
    if directive.on_behalf_of:
        by = _(
            "Directive of %(name)s on behalf of %(principal)s",
            name=directive.author,
            principal=directive.on_behalf_of,
        )
    return Quote(directive.text, by, moment(directive.at))


def _branch(view: View, tree: Tree[LineRow], rows: Iterable[LineRow]) -> tuple[Line, ...]:
    """Who leads stands first, in whatever order the work was given out."""
    by_role = sorted(rows, key=lambda row: rules.ROLES.index(row.role))
    return tuple(_line(view, tree, row) for row in by_role)


def _line(view: View, tree: Tree[LineRow], row: LineRow) -> Line:
    state = colour_of(row, view)
    return Line(
        holder=row.name,
        holder_note=_standing_in(row),
        role=row.role,
        state=state or "new",
        state_text="" if state else _(ENDED_WORDS[row.state]),
        due_text=due_text(row, view.horizon),
        due_title=due_title(row.due_at),
        due_href=url_for("work.why", record_id=row.record_id, line=row.id),
        say=row.said if row.parent_id else "",
        why=why(row, view.horizon, view.changes.get(row.id)) if row.state == "open" else "",
        note=_(ENDED_NOTES[row.state], text=row.outcome.rstrip("."), name=row.settled_by)
        if row.state == "settled"
        else _(ENDED_NOTES[row.state], text=row.outcome)
        if row.outcome and row.state in ENDED_NOTES
        else "",
        said=tuple(_said(row, view)),
        anchor=f"line-{row.id}",
        mine=policy.holds(view.actor, row) and row.state == "open",
        actions=line_actions(view, tree, row),
        children=_branch(view, tree, tree.below(row)),
    )


def _said(row: LineRow, view: View) -> Iterator[str]:
    """How often it was put off, and what was asked and decided, the latest first."""
    if row.extended:
        yield put_off_text(row.extended, row.first_due_at, row.due_at, view.horizon)
    yield from map(extension_said, view.extensions.get(row.id, ()))


def _standing_in(row: LineRow) -> str:
    """Their post, and for whom they stand in."""
    if not row.meant_for:
        return row.note
    return _("%(post)s; stands in for %(name)s, who was away", post=row.note, name=row.meant_for)


def colour_of(row: LineRow, view: View) -> str | None:
    return colour(row.state, row.opened_at, row.due_at, row.finished_at, view.horizon)


def parts_in(rows: Iterable[LineRow], horizon: Horizon) -> Parts:
    """How these lines of one document press together, as in lists."""
    rows = list(rows)
    colours = (colour(r.state, r.opened_at, r.due_at, r.finished_at, horizon) for r in rows)
    dues = [r.due_at for r in rows if r.state == "open" and r.due_at is not None]
    return Parts(worst(colours), min(dues, default=None))


def why(row: LineRow, horizon: Horizon, change: DueChange | None) -> tuple[str, ...]:
    """Why the line is due when it is: the same words wherever it is asked. `change`: the last of
    its date since the work was given."""
    facts = DueFacts(
        *(row.due_source, row.given_by, row.given_at, row.due_at, row.finished_at, row.due_rule),
        change_words(change),
    )
    said = [words(one) for one in explain_due(facts, horizon)]
    put_off = put_off_text(row.extended, row.first_due_at, row.due_at, horizon)
    return (*said, *filter(None, [put_off]))


UsualOn = Callable[[date], Usual | None]


def whys_on(session: Session, actor: Actor, record_id: int, asked: int | None) -> Sequence[Why]:
    """Of the lines on a record, and of the record itself where work is given out on it."""
    record = queries.standing_of(session, record_id)
    rows = queries.lines_of(session, record_id)
    if not rows and record.problem is not None and record.due_at is None:
        return ()
    horizon = horizon_of(session, record.agency_id)
    usual_on = partial(usual_for, session, record.agency_id, record.sort, record.urgency)
    changes = queries.due_changes(session, record_id)
    return whys(record, rows, horizon, asked, usual_on, changes)


def whys(
    record: Standing,
    rows: Sequence[LineRow],
    horizon: Horizon,
    asked: int | None,
    usual_on: UsualOn,
    changes: Mapping[int, DueChange],
) -> list[Why]:
    """The line that was asked about, the other open ones, and the document itself. `usual_on`: by
    what such work is usually due that is given out on a day."""
    lines = [row for row in rows if row.state == "open" or row.id == asked]
    lines.sort(key=lambda row: row.id != asked)
    said = [
        Why(
            row.name,
            due_text(row, horizon),
            why(row, horizon, changes.get(row.id)),
            row.id == asked,
            _days(row.given_at, row.due_at, row.due_rule, horizon, row),
            ladder(row, record, usual_on, changes.get(row.id)),
        )
        for row in lines
    ]
    rule = Rule.kept(record.due_span, record.due_since, record.due_promised)
    changed = change_words(changes.get(queries.WHOLE))
    sentences = [words(one) for one in explain_whole(record.due_at, rule, horizon, changed)]
    title = due_title(record.due_at) or str(_("no due date"))
    days = _days(rule.since, record.due_at, rule, horizon) if rule else ()
    return [*said, Why(str(_("The document itself")), title, sentences, asked is None, days)]


def _days(
    came: datetime,
    due_at: datetime | None,
    rule: Rule | None,
    horizon: Horizon,
    row: LineRow | None = None,
) -> Sequence[StripDay]:
    if due_at is None:
        return ()
    due = rule.due(horizon.calendar) if rule else None
    if due is not None and due.at != due_at:
        due = None
    first = row.first_due_at if row else None
    return strip_days(Stretch(came, due_at, horizon.calendar, due, first))


WON = N_("%(said)s This one holds.")


def ladder(
    row: LineRow, record: Standing, usual_on: UsualOn, change: DueChange | None
) -> list[str]:
    """Why no other date: what comes first, in the order of `rules.date_of`. A date that was
    changed since comes before all that might have given the first one."""
    if change is not None:
        changed = _("It was changed after the work was given out: that comes before all else.")
        return [
            str(_(WON, said=changed)),
            str(_("Before that: %(day)s.", day=trail_day(change.old))),
        ]
    if row.parent_id is not None:
        rungs = [
            ("directive", _("Whoever passed it on set a day of its own.")
             if row.due_source == "directive" else _("Whoever passed it on set no other day.")),
            ("parent", _("The line above gives it its due date.")),
        ]  # fmt: skip
    else:
        usual = usual_on(clock.local(row.given_at).date())
        rungs = [
            ("directive", _("The leader set a day for this line.")
             if row.due_source == "directive" else _("The leader set no day for this line.")),
            ("document", _("The document: %(due)s.", due=due_title(record.due_at))
             if record.due_at else _("The document says no day.")),
            ("rule", _usual_said(usual, is_default=False)),
            ("default", _usual_said(usual, is_default=True)),
        ]  # fmt: skip
    return [str(_(WON, said=said)) if name == row.due_source else str(said) for name, said in rungs]


def _usual_said(usual: Usual | None, *, is_default: bool) -> str:
    fits = usual is not None and usual.span is not None and usual.is_default == is_default
    span = words(span_words(usual.span)) if usual and usual.span and fits else _("not set")
    if is_default:
        return str(_("Usual for every document: %(span)s.", span=span))
    return str(_("Usual for this type and urgency: %(span)s.", span=span))
