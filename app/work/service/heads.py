"""Work of people who are not there goes to the heads of their units."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import takers
from app.access.queries.presence import head_of_last_unit
from app.core.policy import Actor, person_token
from app.moves.service import hand_over
from app.work.models import Assignment

REASON = "Người giữ việc hiện không làm việc được: việc về trưởng đơn vị."
"""The reason is kept in the language of the office."""


def hand_to_heads(session: Session, actor: Actor, person_ids: Collection[int]) -> int:
    """Hand all lines that these people hold open over to the head of the unit of their last post;
    how many. Whoever has no such head keeps them. It is taken back as every handing over."""
    count = 0
    for person_id in sorted(set(person_ids)):
        holder = person_token(person_id)
        open_lines = Assignment.holder == holder, Assignment.state == "open"
        lines = select(Assignment.agency_id, Assignment.id).where(*open_lines)
        of_agency: dict[int, list[int]] = {}
        for agency_id, line_id in session.execute(lines.order_by(Assignment.id)):
            of_agency.setdefault(agency_id, []).append(line_id)
        for agency_id, ids in of_agency.items():
            head_id = head_of_last_unit(session, person_id, agency_id)
            if head_id in takers(session, agency_id, "assignments.work"):
                plan = {("work.lines", one): person_token(head_id) for one in ids}
                act = hand_over(session, actor, holder, agency_id, plan, REASON)
                count += len(act.items)
    return count
