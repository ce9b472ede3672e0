"""What every verb begins and ends with: the record's turn, its lines read, the news told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.audit.service import Subject, must_be_latest, record
from app.core import clock
from app.core.errors import Forbidden, NotFound, Problem, Refused
from app.core.feature import Standing, Workable
from app.core.outbox import Event, publish
from app.core.policy import Actor
from app.core.text import N_
from app.records.events import RecordChanged
from app.records.policy import may_read
from app.records.queries import readers_of, work_on
from app.records.rules import LINE, Ground
from app.records.service import end_everywhere, let_read, take_turn
from app.work import policy, queries
from app.work.events import ExtensionEnded, Withdrawn
from app.work.models import Assignment, Extension
from app.work.rules import ENDING_VERBS, LEADS_OTHERS, LineFacts, allowed, concerns
from app.work.tree import Tree

KIND = "assignment"
OF_ONESELF = {
    "assignments.returned": "assignments.returned_own",
    "assignments.finished": "assignments.finished_own",
}
"""What is said where the holder and who acts are one person."""


@dataclass(frozen=True)
class Work:
    """A record and its lines, in the turn of this transaction."""

    kind: Workable
    record: Standing
    tree: Tree[Assignment]

    def may_be_directed(self, session: Session, actor: Actor) -> bool:
        return self.kind.may_direct(session, actor, self.record.record_id)

    def with_lines(self, lines: Iterable[Assignment]) -> "Work":
        return replace(self, tree=Tree([*self.tree, *lines]))


def lock_readable(session: Session, actor: Actor, record_id: int) -> Work:
    """The work on a record this actor may read; NotFound otherwise."""
    if not may_read(actor, readers_of(session, record_id)):
        raise NotFound
    return lock(session, record_id)


def lock(session: Session, record_id: int) -> Work:
    """Take the record's turn, and read anew how it stands and what lines it has."""
    kind = work_on(take_turn(session, record_id))
    lines = session.scalars(
        select(Assignment)
        .where(Assignment.record_id == record_id)
        .execution_options(populate_existing=True)
    )
    return Work(kind, kind.standing(session, record_id, True), Tree(lines))


def line_for(
    session: Session, actor: Actor, line_id: int, verb: str, version: int | None
) -> tuple[Work, Assignment]:
    """The line in its record's turn, if the actor may use this verb on it now."""
    record_id = session.scalar(select(Assignment.record_id).where(Assignment.id == line_id))
    if record_id is None:
        raise NotFound
    work = lock_readable(session, actor, record_id)
    line = work.tree.by_id[line_id]
    facts = policy.facts(actor, work.tree, line, work.may_be_directed(session, actor))
    if not concerns(facts, verb):
        raise Forbidden(Problem(N_("This line of work is not yours.")))
    must_be_latest(session, Subject(KIND, line.id), line.version, version, "assignments.")
    must_be_possible(session, work.record, work.tree, line, facts, verb)
    return work, line


def must_be_possible(
    session: Session, record: Standing, tree: Tree[Any], line: Any, facts: LineFacts, verb: str
) -> None:
    """Refused, saying why, where this verb can be used on the line no more: asked before its form
    is shown, and when it is carried out."""
    if record.problem is not None:
        raise Refused(record.problem)
    if facts.is_needed and verb in ENDING_VERBS:
        refuse_leaderless(session, tree, [line])
    if verb not in allowed(facts):
        raise Refused(Problem(N_("This is no longer possible: the line has moved on.")))


def refuse_leaderless(session: Session, tree: Tree[Any], ending: Collection[Any]) -> None:
    """Nothing is without a lead in between: whoever takes it from one names the next."""
    lead = tree.lost_lead(ending)
    if lead is not None:
        name = queries.holder_names(session, {lead.holder})[lead.holder]
        raise Refused(Problem(LEADS_OTHERS, {"name": name}))


def let_holders_read(session: Session, lines: Iterable[Assignment]) -> None:
    """Whoever is given a line may read its record, as long as the line is a ground for it."""
    for line in lines:
        let_read(session, line.record_id, [line.holder], Ground(LINE, line.id))


def mark_opened(line: Assignment, actor: Actor) -> None:
    """Somebody who holds the line looked at it, for the first time or again."""
    if line.opened_at is None:
        line.opened_at, line.opened_by_id = clock.now(), actor.person_id


def end(line: Assignment, state: str, outcome: str, at: datetime) -> None:
    """Close the line in this state."""
    line.state = state
    line.finished_at = at
    line.outcome = outcome
    line.version += 1


def open_again(line: Assignment) -> None:
    """What ended the line did not last."""
    line.state, line.finished_at, line.outcome = "open", None, ""
    line.taken_over_by_id = None
    line.version += 1


def end_rights(session: Session, actor: Actor, line: Assignment) -> None:
    """What the closed line let its holder read goes with it, where its state says so."""
    end_everywhere(session, Ground(LINE, line.id), line.state, actor)


def take_off(
    session: Session,
    actor: Actor,
    work: Work,
    lines: Iterable[Assignment],
    reason: str,
    taken_over_by: int | None = None,
) -> list[Withdrawn]:
    """End these lines with whatever was passed on from them: others are given the work, or nobody
    is. `taken_over_by` is the directive that gives their lead to another."""
    said = []
    for line in (one for top in lines for one in work.tree.branch(top) if one.state == "open"):
        end(line, "withdrawn", reason, clock.now())
        line.taken_over_by_id = taken_over_by
        acting = policy.acting_as_giver(actor, line)
        note(session, actor, "assignments.withdrawn", line, acting.on_behalf_of, reason=reason)
        end_rights(session, actor, line)
        said.append(Withdrawn(line.id, line.record_id))
    return said


def tell(session: Session, work: Work, *events: Event) -> None:
    """Publish the events, and let the record follow its lines; what ended asks for nothing."""
    for event in events:
        publish(session, event)
    ended = [line.id for line in work.tree if line.state != "open"]
    if ended:
        lapse(session, Extension.assignment_id.in_(ended))
    work.kind.lines_changed(session, work.record.record_id, work.tree.is_carried_out())


def lapse(session: Session, *which: ColumnElement[bool]) -> None:
    """Another due date is asked for these lines no longer."""
    asked = update(Extension).where(Extension.state == "asked", *which)
    ended = asked.values(state="lapsed", ended_at=clock.now()).returning(Extension.id)
    for number in session.scalars(ended).all():
        publish(session, ExtensionEnded(number))


def note(
    session: Session,
    actor: Actor | None,
    action: str,
    line: Assignment,
    on_behalf_of: str | None = None,
    **values: Any,
) -> None:
    """Write a sentence about this line into the trail; it names the holder, unless they act."""
    if actor is not None and line.person_id == actor.person_id and action in OF_ONESELF:
        action = OF_ONESELF[action]
    holder = queries.holder_names(session, {line.holder})[line.holder]
    subject = Subject(KIND, line.id, line.record_id)
    record(session, actor, action, subject, on_behalf_of=on_behalf_of, holder=holder, **values)
    publish(session, RecordChanged(line.record_id))
