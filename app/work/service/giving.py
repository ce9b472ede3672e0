"""Giving out work: a leader's directive, and passing a line on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Subject
from app.audit.service import record as note
from app.core import clock
from app.core.errors import Forbidden, Problem, refuse_for
from app.core.feature import Standing
from app.core.policy import Actor, person_token
from app.core.text import N_
from app.deadlines.queries import calendar
from app.deadlines.queries.usual import usual_for
from app.deadlines.rules.spans import Rule
from app.organisation import queries as organisation
from app.work import events, policy, queries, rules
from app.work.models import Assignment, Directive
from app.work.policy import Acting
from app.work.rules import GivingFacts, Receiver
from app.work.service.work import (
    KIND,
    Work,
    let_holders_read,
    line_for,
    lock_readable,
    mark_opened,
    take_off,
    tell,
)


def direct(
    session: Session,
    actor: Actor,
    record_id: int,
    text: str,
    receivers: Sequence[Receiver],
    seen_lead: int | None = None,
) -> Directive:
    """Write a directive on the record and give its lines out.

    Where it names another lead, the lead passes to them in this one act, from the line that its
    author saw leading (`seen_lead`), and from no other.
    """
    work = lock_readable(session, actor, record_id)
    if not work.may_be_directed(session, actor):
        raise Forbidden(Problem(N_("You may not write a directive on this.")))
    facts = directing_facts(session, work, seen_lead)
    text = rules.written_out(text, receivers, facts.names)
    refuse_for(rules.directive_problems(text, receivers, facts, clock.now()))
    acting = policy.acting_as_director(actor)
    directive = _write(session, actor, work, text, acting)
    receivers = _rerouted(session, work, receivers, facts)
    lines = _give_out(session, work, directive, receivers, None, acting)
    subject = Subject("directive", directive.id, directive.record_id)
    _record(session, actor, "assignments.directed", subject, acting, lines, facts)
    ended = _pass_lead(session, actor, work, None, lines, facts)
    _tell(session, work, lines, ended)
    return directive


def pass_on(
    session: Session,
    actor: Actor,
    line_id: int,
    text: str,
    receivers: Sequence[Receiver],
    version: int | None = None,
) -> Directive:
    """Give the actor's own line on to others, below it; the line itself stays open."""
    work, line = line_for(session, actor, line_id, "pass_on", version)
    facts = passing_facts(session, actor, work, line)
    refuse_for(rules.passing_problems(receivers, facts, clock.now()))
    acting = policy.acting_as_holder(actor, line)
    directive = _write(session, actor, work, text, acting)
    receivers = _rerouted(session, work, receivers, facts)
    lines = _give_out(session, work, directive, receivers, line, acting)
    line.acted_at = line.acted_at or clock.now()
    mark_opened(line, actor)
    line.version += 1
    subject = Subject(KIND, line.id, line.record_id)
    _record(session, actor, "assignments.passed_on", subject, acting, lines, facts)
    ended = _pass_lead(session, actor, work, line, lines, facts)
    _tell(session, work, lines, ended)
    return directive


def directing_facts(session: Session, work: Work, seen_lead: int | None) -> GivingFacts:
    """Who may be given work by a directive, and who leads already."""
    leading = work.tree.leading(None)
    return GivingFacts(
        names=queries.can_be_given(session, work.kind, work.record.agency_id),
        leading=leading.holder if leading else "",
        leading_name=_name_of(session, leading),
        may_pass=leading is None or leading.id == seen_lead,
    )


def passing_facts(session: Session, actor: Actor, work: Work, line: Assignment) -> GivingFacts:
    """Who may be given work below this line, and within which role and time; nobody themselves."""
    names, tree = queries.can_be_given(session, work.kind, line.agency_id), work.tree
    reach = queries.reach(session, line.agency_id, line.holder)
    leading = tree.leading(line)
    above = {person_token(actor.person_id), line.holder}
    above |= {one.holder for one in tree.above(line)}
    return GivingFacts(
        names={token: name for token, name in names.items() if token in reach | above},
        leading=leading.holder if leading else "",
        leading_name=_name_of(session, leading),
        above=above,
        role=line.role,
        limit=line.due_at,
    )


def _rerouted(
    session: Session, work: Work, receivers: Sequence[Receiver], facts: GivingFacts
) -> list[Receiver]:
    """The receivers, or who stands in for those away; nobody who holds a line above it."""
    stand_ins = organisation.stand_ins(session, work.record.agency_id)
    return rules.rerouted(receivers, stand_ins, set(facts.names) - set(facts.above))


def _name_of(session: Session, line: Assignment | None) -> str:
    return queries.holder_names(session, {line.holder})[line.holder] if line else ""


def _pass_lead(
    session: Session,
    actor: Actor,
    work: Work,
    above: Assignment | None,
    lines: Sequence[Assignment],
    facts: GivingFacts,
) -> list[events.Withdrawn]:
    """Whoever led at this level is taken off, with their branch, as another leads now.

    The reason is kept in the language of the office.
    """
    lead = next((one for one in lines if one.role == "lead"), None)
    if lead is None or facts.leading in ("", lead.holder):
        return []
    reason = f"{facts.names[lead.holder]} chủ trì thay."
    before = [one for one in work.tree.below(above) if one.role == "lead" and one.state == "open"]
    return take_off(session, actor, work, before, reason, lead.directive_id)


def _write(session: Session, actor: Actor, work: Work, text: str, acting: Acting) -> Directive:
    directive = Directive(
        record_id=work.record.record_id,
        author_id=actor.person_id,
        on_behalf_of_id=acting.person_id if acting.on_behalf_of else None,
        text=text,
        at=clock.now(),
    )
    session.add(directive)
    session.flush()
    return directive


def _give_out(
    session: Session,
    work: Work,
    directive: Directive,
    receivers: Sequence[Receiver],
    parent: Assignment | None,
    acting: Acting,
) -> list[Assignment]:
    lines = []
    for receiver in receivers:
        line = _line(session, work.record, directive, receiver, parent)
        line.given_by_id = acting.person_id
        session.add(line)
        lines.append(line)
    session.flush()
    let_holders_read(session, lines)
    return lines


def _line(
    session: Session,
    record: Standing,
    directive: Directive,
    receiver: Receiver,
    parent: Assignment | None,
) -> Assignment:
    number = int(receiver.holder[1:])
    due = _due(session, record, receiver, parent)
    return Assignment(
        record_id=record.record_id,
        agency_id=record.agency_id,
        directive_id=directive.id,
        parent_id=parent.id if parent else None,
        unit_id=number if receiver.holder.startswith("u") else None,
        person_id=number if receiver.holder.startswith("p") else None,
        holder=receiver.holder,
        meant_for_id=int(receiver.meant_for[1:]) if receiver.meant_for else None,
        role=receiver.role,
        given_at=directive.at,
        due_at=due.at,
        due_source=due.source,
        due_rule=due.rule,
    )


def _due(
    session: Session, record: Standing, receiver: Receiver, parent: Assignment | None
) -> rules.Date:
    """Of what is passed on: the date of the line above, unless another was set."""
    set_here = rules.Date(receiver.due_at, receiver.rule, "directive")
    if receiver.role == "information" and receiver.due_at is None:
        return rules.Date()
    if parent is not None:
        above = rules.Date(parent.due_at, parent.due_rule, "parent" if parent.due_at else "none")
        return above if receiver.due_at in (None, parent.due_at) else set_here
    whole_rule = Rule.kept(record.due_span, record.due_since, record.due_promised)
    whole = rules.Date(record.due_at, whole_rule, "document" if record.due_at else "none")
    usual = usual_for(session, record.agency_id, record.sort, record.urgency)
    days = calendar(session, record.agency_id)
    return rules.date_of(set_here, whole, usual, clock.now(), days)


def _record(
    session: Session,
    actor: Actor,
    action: str,
    subject: Subject,
    acting: Acting,
    lines: Sequence[Assignment],
    facts: GivingFacts,
) -> None:
    said = {line.id: _said_of(line, facts) for line in lines}
    named: dict[str, Any] = {
        role: ", ".join(said[line.id] for line in lines if line.role == role) or "–"
        for role in rules.ROLES
    }
    note(session, actor, action, subject, on_behalf_of=acting.on_behalf_of, **named)


def _said_of(line: Assignment, facts: GivingFacts) -> str:
    """The holder; beside them, in the language of the office, whom they stand in for."""
    name = facts.names[line.holder]
    away = facts.names.get(person_token(line.meant_for_id)) if line.meant_for_id else None
    return f"{name} (thay {away})" if away else name


def _tell(
    session: Session,
    work: Work,
    lines: Sequence[Assignment],
    ended: Sequence[events.Withdrawn],
) -> None:
    urgency = work.record.urgency
    given = [events.Assigned(line.id, line.record_id, urgency) for line in lines]
    tell(session, work.with_lines(lines), *ended, *given)
