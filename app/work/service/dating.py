"""Setting the due date of a line, and of those below it that go with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.rules.spans import Rule
from app.work import events, policy, rules
from app.work.models import Assignment, Extension
from app.work.service.work import Work, lapse, note

CHANGED, GIVEN_BACK = "assignments.due_changed", "assignments.due_given_back"


def set_due(
    session: Session,
    actor: Actor,
    work: Work,
    line: Assignment,
    due_at: datetime | None,
    reason: str,
    rule: Rule | None,
    answers: Extension | None = None,
) -> list[events.DueChanged]:
    """Give the line another date, and it to lines below that would be later; the line first.

    What was asked for these lines is no longer asked, but for what this `answers`.
    """
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    limit = parent.due_at if parent is not None else None
    date = rules.Date(due_at, rule, rules.due_source(due_at, work.record.due_at, limit))
    said = [_set_due(session, actor, *one, CHANGED, reason) for one in _dates(work, line, date)]
    _lapse(session, said, answers)
    return said


def give_back(
    session: Session, actor: Actor, work: Work, line: Assignment, asked: Extension
) -> list[events.DueChanged]:
    """The date that the line had before this was granted, and where it came from; what it had
    taken along comes back with it. These count as put off once less, not what is below and was put
    off for itself; the line first."""
    rule = Rule.kept(asked.old_span, asked.old_since, asked.old_promised)
    source = asked.old_source or rules.due_source(asked.old_due_at, work.record.due_at, None)
    said = []
    dates = _dates(work, line, rules.Date(asked.old_due_at, rule, source))
    along = [one for one, _date in dates if one is line or _has_date_of(one, line)]
    for one, date in dates:
        said.append(_set_due(session, actor, one, date, GIVEN_BACK, asked.reason))
    for one in along:
        one.extended = max(0, one.extended - 1)
        one.first_due_at = one.first_due_at if one.extended else None
    _lapse(session, said, asked)
    return said


def _dates(work: Work, line: Assignment, date: rules.Date) -> list[tuple[Assignment, rules.Date]]:
    """Of the line, and of those below it that would be later."""
    below = [one for one in work.tree.branch(line) if _is_later(one, line, date.at)]
    return [(line, date), *((one, replace(date, source="parent")) for one in below)]


def _is_later(below: Assignment, line: Assignment, due_at: datetime | None) -> bool:
    if below is line or below.state != "open" or below.role == "information" or due_at is None:
        return False
    return _has_date_of(below, line) or below.due_at is None or below.due_at > due_at


def _has_date_of(below: Assignment, line: Assignment) -> bool:
    return below.due_source == "parent" and below.due_at == line.due_at


def _set_due(
    session: Session,
    actor: Actor,
    line: Assignment,
    date: rules.Date,
    action: str,
    reason: str,
) -> events.DueChanged:
    old, due_at = line.due_at, date.at
    if old is not None and (due_at is None or due_at > old):
        line.first_due_at = line.first_due_at or old
        line.extended += 1
    line.due_at, line.due_rule, line.due_source = due_at, date.rule, date.source
    line.version += 1
    acting = policy.acting_as_giver(actor, line)
    values = {"old": rules.day_or_dash(old), "new": rules.day_or_dash(due_at), "reason": reason}
    note(session, actor, action, line, acting.on_behalf_of, **values)
    new_iso, old_iso = (day.isoformat() if day else None for day in (due_at, old))
    ids = line.id, line.record_id
    return events.DueChanged(*ids, new_iso, old_iso, reason, actor.person_id, line.version)


def _lapse(session: Session, said: Iterable[events.DueChanged], answers: Extension | None) -> None:
    asked_for = Extension.assignment_id.in_([one.assignment_id for one in said])
    lapse(session, asked_for, Extension.id != (answers.id if answers else 0))
