"""Setting the due date of a line, and of those below it that go with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.deadlines.rules.spans import Rule
from app.work import events, policy, rules
from app.work.models import Assignment, Extension
from app.work.service.work import Work, lapse, note


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
    changed = [line, *(one for one in work.tree.branch(line) if _is_later(one, line, due_at))]
    said = []
    for one in changed:
        above = limit if one is line else due_at
        source = rules.due_source(due_at, work.record.due_at, above)
        said.append(_set_due(session, actor, one, due_at, source, reason))
        one.due_rule = rule
    asked_for = Extension.assignment_id.in_([one.id for one in changed])
    lapse(session, asked_for, Extension.id != (answers.id if answers else 0))
    return said


def _is_later(below: Assignment, line: Assignment, due_at: datetime | None) -> bool:
    if below is line or below.state != "open" or below.role == "information" or due_at is None:
        return False
    inherited = below.due_source == "parent" and below.due_at == line.due_at
    return inherited or below.due_at is None or below.due_at > due_at


def _set_due(
    session: Session,
    actor: Actor,
    line: Assignment,
    due_at: datetime | None,
    source: str,
    reason: str,
) -> events.DueChanged:
    old = line.due_at
    if old is not None and (due_at is None or due_at > old):
        line.first_due_at = line.first_due_at or old
        line.extended += 1
    line.due_at, line.due_source = due_at, source
    line.version += 1
    acting = policy.acting_as_giver(actor, line)
    values = {"old": rules.day_or_dash(old), "new": rules.day_or_dash(due_at), "reason": reason}
    note(session, actor, "assignments.due_changed", line, acting.on_behalf_of, **values)
    new_iso, old_iso = (day.isoformat() if day else None for day in (due_at, old))
    ids = line.id, line.record_id
    return events.DueChanged(*ids, new_iso, old_iso, reason, actor.person_id, line.version)
