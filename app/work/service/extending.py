"""Another due date: asked for by who holds the line, decided by whoever gave it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused, refuse_for
from app.core.feature import PutOff
from app.core.policy import Actor
from app.core.reasons import reason_problems
from app.core.text import N_
from app.deadlines.rules.spans import Rule
from app.work import policy, rules
from app.work.events import ExtensionAsked, ExtensionEnded, LongerNeeded
from app.work.models import Assignment, Extension
from app.work.queries.extensions import last_of, pending
from app.work.rules.dates import is_held_by
from app.work.service.dating import give_back, set_due
from app.work.service.whole import put_off_all
from app.work.service.work import Work, line_for, note, tell

NOTHING_ASKED = N_("Nothing is asked for any more.")
ANSWERS = {
    "granted": N_("%(name)s granted it at %(at)s."),
    "refused": N_("%(name)s refused it at %(at)s."),
    "taken_back": N_("It was taken back at %(at)s by whoever had asked."),
    "lapsed": N_("The line ended, or was given another due date, at %(at)s."),
}


def ask_extension(
    session: Session,
    actor: Actor,
    line_id: int,
    due_at: datetime | None,
    reason: str,
    version: int | None = None,
    rule: Rule | None = None,
    *,
    whole: bool = False,
) -> Extension:
    """Ask whoever gave the actor's own line to put its due date off. `rule`: by what the new one
    was counted, if it is not a day. `whole`: and with it the whole record, which the holder of a
    lead that a directive gave may ask for."""
    work, line = line_for(session, actor, line_id, "ask_extension", version)
    refuse_for(rules.extension_problems(_extending(session, work, line, due_at, reason, whole)))
    assert due_at is not None, "refused above"
    assert line.due_at is not None, "refused above"
    asked = Extension(
        assignment_id=line.id,
        asked_by_id=actor.person_id,
        due_at=due_at,
        due_rule=rule,
        reason=reason,
        whole=whole,
        old_due_at=line.due_at,
        old_span=line.due_span,
        old_since=line.due_since,
        old_promised=line.due_promised,
        old_source=line.due_source,
    )
    session.add(asked)
    session.flush()
    acting = policy.acting_as_holder(actor, line)
    values = {"old": rules.day_or_dash(line.due_at), "new": rules.day_or_dash(due_at)}
    action = "assignments.extension_asked"
    note(session, actor, action, line, acting.on_behalf_of, reason=reason, **values)
    outbox.publish(session, ExtensionAsked(asked.id, line.id))
    return asked


def need_longer(
    session: Session,
    actor: Actor,
    line_id: int,
    due_at: datetime,
    reason: str,
    version: int | None = None,
) -> None:
    """Tell whoever holds the line above that the actor's own needs longer than that one has: they
    ask for more time, with this reason. Refused where it could be asked for at once."""
    work, line = line_for(session, actor, line_id, "ask_extension", version)
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    above = parent.due_at if parent is not None else None
    if not is_held_by(line.due_at, above, clock.now()):
        raise Refused(Problem(N_("The line above is due later: ask for an extension yourself.")))
    problems = reason_problems(reason)
    refuse_for([*problems, *rules.longer_problems(due_at, above, clock.now())])
    acting = policy.acting_as_holder(actor, line)
    told = {"new": rules.day_or_dash(due_at), "reason": reason}
    note(session, actor, "assignments.longer_needed", line, acting.on_behalf_of, **told)
    moments = due_at.isoformat(), reason, clock.now().isoformat()
    outbox.publish(session, LongerNeeded(line.id, line.record_id, actor.person_id, *moments))


def _extending(
    session: Session,
    work: Work,
    line: Assignment,
    asked: datetime | None,
    reason: str,
    whole: bool,
) -> rules.Extending:
    """What decides whether it may be asked for; of the whole, only who leads it asks."""
    if whole and not rules.may_ask_for_whole(line.role, line.parent_id):
        raise Refused(Problem(N_("Only who leads the whole asks to put all of it off.")))
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    waits = pending(session, line.id)
    return rules.Extending(
        due_at=line.due_at,
        asked=asked,
        reason=reason,
        now=clock.now(),
        above=parent.due_at if parent is not None else None,
        record_due=None if whole else work.record.due_at,
        waits_for=f"{clock.local(waits.due_at):%d/%m/%Y}" if waits else "",
    )


def decide_extension(
    session: Session,
    actor: Actor,
    line_id: int,
    asked_id: int,
    due_at: datetime | None,
    answer: str,
    rule: Rule | None = None,
) -> Extension:
    """Grant what was asked until `due_at`, which may be another day; None refuses it.

    Refused, saying who was first, where another decided it meanwhile.
    """
    work, line = line_for(session, actor, line_id, "change_due", None)
    asked = undecided(session, asked_id, line_id)
    acting = policy.acting_as_giver(actor, line)
    if asked.whole and due_at and not work.may_be_directed(session, actor):
        raise Refused(Problem(N_("It is asked for the whole: who directs it decides.")))
    if due_at is None:
        refuse_for(reason_problems(answer))
        line.version += 1
        action, values = "assignments.extension_refused", {"new": rules.day_or_dash(asked.due_at)}
    else:
        dates = {"old": rules.day_or_dash(line.due_at), "new": rules.day_or_dash(due_at)}
        action, values = "assignments.extension_granted", dates
        _grant(session, actor, work, line, PutOff(due_at, answer or asked.reason, rule), asked)
        asked.due_at = due_at
    asked.decided_by_id, asked.answer = actor.person_id, answer
    is_undoable = due_at is None or not asked.whole
    asked.line_version = line.version if is_undoable else None
    note(session, actor, action, line, acting.on_behalf_of, reason=answer or "–", **values)
    _end(session, asked, "granted" if due_at else "refused")
    return asked


def take_back_extension(session: Session, actor: Actor, line_id: int) -> Extension:
    """Who asked, or holds the line by now, asks no longer."""
    _work, line = line_for(session, actor, line_id, "ask_extension", None)
    asked = pending(session, line.id)
    if asked is None:
        raise Refused(Problem(NOTHING_ASKED))
    acting = policy.acting_as_holder(actor, line)
    note(session, actor, "assignments.extension_taken_back", line, acting.on_behalf_of)
    _end(session, asked, "taken_back")
    return asked


def undo_decision(session: Session, actor: Actor, line_id: int) -> Extension:
    """What was asked waits again, and the line is due as before, as long as nobody did anything
    with it since it was decided."""
    work, line = line_for(session, actor, line_id, "change_due", None)
    asked = last_of(session, line.id)
    if asked is None or asked.line_version is None:
        raise Refused(Problem(NOTHING_ASKED))
    if asked.line_version != line.version:
        raise Refused(Problem(N_("This is no longer possible: the line has moved on.")))
    if asked.state == "granted":
        _own, *below = give_back(session, actor, work, line, asked)
        tell(session, work, *below)
    else:
        line.version += 1
    asked.state, asked.ended_at, asked.line_version = "asked", None, None
    asked.decided_by_id, asked.answer = None, ""
    session.flush()
    acting = policy.acting_as_giver(actor, line)
    note(session, actor, "assignments.extension_reopened", line, acting.on_behalf_of)
    outbox.publish(session, ExtensionAsked(asked.id, line.id, line.version))
    return asked


def _grant(
    session: Session,
    actor: Actor,
    work: Work,
    line: Assignment,
    until: PutOff,
    asked: Extension,
) -> None:
    """For the line, or for the whole of which it is the lead."""
    if asked.whole:
        said = put_off_all(session, actor, work, until, asked)
        tell(session, work, *(one for one in said if one.assignment_id != line.id))
        return
    parent = work.tree.by_id.get(line.parent_id) if line.parent_id else None
    limit = parent.due_at if parent is not None else None
    refuse_for(rules.new_due_problems(until.due_at, line.due_at, limit, clock.now()))
    # Its holder hears that it was granted; of the date by itself only those below.
    _own, *below = set_due(
        *(session, actor, work, line, until.due_at, until.reason, until.rule), answers=asked
    )
    tell(session, work, *below)


def _end(session: Session, asked: Extension, state: str) -> None:
    asked.state, asked.ended_at = state, clock.now()
    outbox.publish(session, ExtensionEnded(asked.id))


def undecided(session: Session, asked_id: int, line_id: int) -> Extension:
    """What was asked, where it still waits; Refused, saying who was first, where it does not."""
    found = select(Extension).where(Extension.id == asked_id, Extension.assignment_id == line_id)
    asked = session.scalar(found.execution_options(populate_existing=True))
    if asked is None:
        raise Refused(Problem(NOTHING_ASKED))
    if asked.ended_at is not None:
        name = asked.decided_by.name if asked.decided_by else ""
        at = f"{clock.local(asked.ended_at):%H:%M, %d/%m/%Y}"
        raise Refused(Problem(ANSWERS[asked.state], {"name": name, "at": at}))
    return asked
