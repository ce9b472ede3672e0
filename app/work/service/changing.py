"""Changing what was given out: returning, recalling, taking off, new due dates."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.deadlines.rules.spans import Rule
from app.work import events, policy, rules
from app.work.models import Assignment, Directive
from app.work.service.dating import set_due
from app.work.service.work import (
    Work,
    end,
    end_rights,
    let_holders_read,
    line_for,
    lock_readable,
    note,
    open_again,
    refuse_leaderless,
    take_off,
    tell,
)


def return_line(
    session: Session, actor: Actor, line_id: int, reason: str, version: int | None = None
) -> Assignment:
    """Give a line back to the person it came from; the line it was passed on from is open again."""
    work, line = line_for(session, actor, line_id, "return_line", version)
    refuse_for(reason_problems(reason))
    end(line, "returned", reason, clock.now())
    acting = policy.acting_as_holder(actor, line)
    note(session, actor, "assignments.returned", line, acting.on_behalf_of, reason=reason)
    _open_again(session, actor, work, line, acting.on_behalf_of)
    end_rights(session, actor, line)
    tell(session, work, events.Returned(line.id, line.record_id))
    return line


def _open_again(
    session: Session, actor: Actor, work: Work, line: Assignment, on_behalf_of: str
) -> None:
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    if parent is not None and parent.state == "done":
        open_again(parent)
        note(session, actor, "assignments.open_again", parent, on_behalf_of)


def settle(session: Session, actor: Actor, line_id: int, version: int | None = None) -> Assignment:
    """Accept a return without giving the work out again; the reason of the return stays."""
    work, line = line_for(session, actor, line_id, "settle", version)
    line.state, line.settled_by_id = "settled", actor.person_id
    line.version += 1
    acting = policy.acting_as_giver(actor, line)
    note(session, actor, "assignments.settled", line, acting.on_behalf_of)
    tell(session, work)
    return line


def recall(session: Session, actor: Actor, line_id: int, version: int | None = None) -> Assignment:
    """Take a line back as long as its holder has not acted; having opened it is not acting."""
    work, line = line_for(session, actor, line_id, "recall", version)
    _recall(session, actor, work, line)
    return line


def recall_directive(session: Session, actor: Actor, directive_id: int) -> Directive:
    """Take back every line of a directive: all of them, or none when somebody has acted."""
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound
    work = lock_readable(session, actor, directive.record_id)
    lines = [line for line in work.tree if line.directive_id == directive_id]
    directs = work.may_be_directed(session, actor)
    facts = [policy.facts(actor, work.tree, line, directs) for line in lines]
    verbs = [rules.allowed(replace(one, is_needed=False)) for one in facts]
    if not all(one.is_given for one in facts):
        raise Forbidden
    if not lines or not all("recall" in v for v in verbs):
        raise Refused(
            Problem(N_("Somebody has already acted on it. Take off single lines instead."))
        )
    refuse_leaderless(session, work.tree, lines)
    for line in lines:
        _recall(session, actor, work, line)
    return directive


def _recall(session: Session, actor: Actor, work: Work, line: Assignment) -> None:
    """Whoever lost the lead to this line leads again, and works with whom they had given it to."""
    end(line, "recalled", "", clock.now())
    acting = policy.acting_as_giver(actor, line)
    note(session, actor, "assignments.recalled", line, acting.on_behalf_of)
    end_rights(session, actor, line)
    back = work.tree.taken_over(line)
    for one in back:
        open_again(one)
        note(session, actor, "assignments.leads_again", one, acting.on_behalf_of)
    let_holders_read(session, back)
    again = (events.GivenBack(one.id, one.record_id) for one in back)
    tell(session, work, events.Recalled(line.id, line.record_id), *again)


def withdraw(
    session: Session, actor: Actor, line_id: int, reason: str, version: int | None = None
) -> Assignment:
    """Take one receiver off, with whatever they passed on; all other lines stay as they are."""
    work, line = line_for(session, actor, line_id, "withdraw", version)
    refuse_for(reason_problems(reason))
    tell(session, work, *take_off(session, actor, work, [line], reason))
    return line


def only_information(
    session: Session, actor: Actor, line_id: int, version: int | None = None
) -> Assignment:
    """A co-handler says the record only informs them: their line becomes that, and is done."""
    work, line = line_for(session, actor, line_id, "only_information", version)
    line.role = "information"
    end(line, "done", "", clock.now())
    acting = policy.acting_as_holder(actor, line)
    note(session, actor, "assignments.only_information", line, acting.on_behalf_of)
    tell(session, work)
    return line


def change_due(
    session: Session,
    actor: Actor,
    line_id: int,
    due_at: datetime | None,
    reason: str,
    version: int | None = None,
    rule: Rule | None = None,
) -> list[Assignment]:
    """Give a line another due date, and it to lines below that would be later; all these. `rule`:
    by what it was counted, if it was not set as a day."""
    work, line = line_for(session, actor, line_id, "change_due", version)
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    limit = parent.due_at if parent is not None else None
    problems = reason_problems(reason)
    problems += rules.new_due_problems(due_at, line.due_at, limit, clock.now())
    refuse_for(problems)
    said = set_due(session, actor, work, line, due_at, reason, rule)
    tell(session, work, *said)
    return [work.tree.by_id[one.assignment_id] for one in said]
