"""Work of people who are not there goes to the heads of their units."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries.presence import head_of_last_unit
from app.core.policy import Actor, person_token
from app.records.rules import LINE, Ground
from app.records.service import end_everywhere
from app.work import events
from app.work.models import Assignment
from app.work.service.work import let_holders_read, lock, note, tell


def hand_to_heads(session: Session, actor: Actor, person_ids: Collection[int]) -> int:
    """Give all that these people hold open to the head of the unit of their last post, who has not
    seen it yet; how many lines. Whoever has no such head keeps them."""
    count = 0
    for person_id in sorted(set(person_ids)):
        rows = select(Assignment.record_id, Assignment.agency_id).distinct()
        held = rows.where(Assignment.holder == person_token(person_id), Assignment.state == "open")
        for record_id, agency_id in session.execute(held.order_by(Assignment.record_id)).all():
            head_id = head_of_last_unit(session, person_id, agency_id)
            if head_id is not None:
                count += _hand(session, actor, record_id, person_id, head_id)
    return count


def _hand(session: Session, actor: Actor, record_id: int, person_id: int, head_id: int) -> int:
    work = lock(session, record_id)
    lines = [
        line
        for line in work.tree.by_id.values()
        if line.person_id == person_id and line.state == "open"
    ]
    for line in lines:
        end_everywhere(session, Ground(LINE, line.id), "withdrawn", actor)
        line.version += 1
        line.person_id, line.holder = head_id, person_token(head_id)
        line.opened_at = line.opened_by_id = None
        note(session, actor, "assignments.handed_to_head", line)
    session.flush()
    let_holders_read(session, lines)
    urgency = work.record.urgency
    tell(session, work, *(events.Assigned(one.id, one.record_id, urgency) for one in lines))
    return len(lines)
