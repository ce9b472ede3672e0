"""Carrying work through: opened, begun, finished, answered."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.asking import given
from app.core.errors import refuse_for
from app.core.policy import Actor
from app.work import events, policy, queries, rules
from app.work.models import Assignment
from app.work.rules import Finishing
from app.work.service.work import end, line_for, lock, mark_opened, note, open_again, tell


def finish(
    session: Session,
    actor: Actor,
    line_id: int,
    outcome: str,
    version: int | None = None,
    *,
    no_reply_reason: str = "",
    close_below: bool = False,
) -> Assignment:
    """Close the actor's own line with what was done; on wish also what is still open below it."""
    work, line = line_for(session, actor, line_id, "finish", version)
    open_below = [one for one in work.tree.branch(line) if one.state == "open" and one is not line]
    names = queries.holder_names(session, {one.holder for one in open_below})
    refuse_for(
        rules.finish_problems(
            Finishing(
                role=line.role,
                outcome=outcome,
                reply_missing=work.kind.reply_missing(session, line.record_id),
                no_reply_reason=no_reply_reason,
                open_below=[names[one.holder] for one in open_below if one.role != "information"],
                close_below=close_below,
            )
        )
    )
    said = " ".join(part for part in (outcome, no_reply_reason) if part)[: rules.OUTCOME_LENGTH]
    acting = policy.acting_as_holder(actor, line)
    end(line, "done", said, clock.now())
    note(session, actor, "assignments.finished", line, acting.on_behalf_of, outcome=said or "–")
    ended = open_below if close_below else []
    name = acting.on_behalf_of
    closed = _close(session, actor, ended, "closed", said, on_behalf_of=name)
    tell(session, work, events.Finished(line.id, line.record_id), *closed)
    return line


def open_lines(session: Session, record_id: int, actor: Actor) -> int:
    """Note that the actor has opened their lines; lines for information are closed by that."""
    if not session.scalar(_IS_NEWS, given(actor, record_id=record_id)):
        return 0
    work = lock(session, record_id)
    own = actor.holders
    lines = [line for line in work.tree if line.state == "open" and line.holder in own]
    for line in lines:
        mark_opened(line, actor)
        if line.role == "information":
            end(line, "done", "", clock.now())
            acting = policy.acting_as_holder(actor, line)
            note(session, actor, "assignments.informed", line, acting.on_behalf_of)
    tell(session, work)
    return len(lines)


_IS_NEWS = select(queries.HAS_UNREAD)


def note_work(session: Session, actor: Actor, record_id: int) -> None:
    """The actor began to work on the record (started a draft): their lines are not recalled."""
    own = select(Assignment).where(
        Assignment.record_id == record_id, Assignment.state == "open", policy.MINE
    )
    for line in session.scalars(own, given(actor)):
        mark_opened(line, actor)
        line.acted_at = clock.now()


def answered(
    session: Session, actor: Actor | None, record_id: int, reference: str, *, right: str = ""
) -> None:
    """The reply was issued under this reference, by this right: every lead line closes, co-handlers
    go on."""
    work = lock(session, record_id)
    closed = work.tree.lead_lines()
    for line in closed:
        end(line, "done", reference, clock.now())
        note(session, actor, "assignments.answered", line, reference=reference, right=right)
    tell(session, work, *(events.Finished(one.id, one.record_id, True) for one in closed))


def open_unanswered(session: Session, record_id: int, reference: str) -> int:
    """The reply of this reference was recalled: the lines that it closed are open; how many."""
    work = lock(session, record_id)
    answered = [one for one in work.tree if one.state == "done" and one.role == "lead"]
    lines = [one for one in answered if one.outcome == reference]
    for line in lines:
        open_again(line)
        note(session, None, "assignments.unanswered", line, reference=reference)
    tell(session, work, *(events.Unanswered(one.id, one.record_id, reference) for one in lines))
    return len(lines)


def close_lines(
    session: Session,
    actor: Actor | None,
    record_id: int,
    reason: str,
    state: str = "closed",
    *,
    right: str,
) -> int:
    """End whatever is still open because the record itself is "closed" or "called_off"; how many.

    Nobody did that work: it counts neither as done nor as late. `right` is the permission by which
    the record ended.
    """
    work = lock(session, record_id)
    closed = [line for line in work.tree if line.state == "open"]
    tell(session, work, *_close(session, actor, closed, state, reason, right=right))
    return len(closed)


def _close(
    session: Session,
    actor: Actor | None,
    lines: Iterable[Assignment],
    state: str,
    reason: str,
    **by: str,
) -> list[events.Closed]:
    said = []
    for line in lines:
        end(line, state, reason[: rules.OUTCOME_LENGTH], clock.now())
        note(session, actor, f"assignments.{state}", line, reason=reason or "–", **by)
        by_id = actor.person_id if actor else None
        said.append(events.Closed(line.id, line.record_id, by_id))
    return said
