"""Work of people who are not there goes to the heads of their units."""

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.access.queries import takers
from app.access.queries.presence import head_of_last_unit
from app.core.policy import Actor, person_token, unit_token
from app.moves.service import hand_over
from app.organisation.queries.bodies import headed_by
from app.work.events import GivenBack
from app.work.models import Assignment
from app.work.service.work import lock, take_off, tell

REASON = "Người giữ việc hiện không làm việc được: việc về trưởng đơn vị."
"""The reason is kept in the language of the office."""


def hand_to_heads(session: Session, actor: Actor, person_ids: Collection[int]) -> int:
    """Hand all lines that these people hold open over to the head of the unit of their last post;
    how many. Whoever has no such head keeps them. It is taken back as every handing over.

    What was passed on to them from work that the head answers for goes back to that work: nobody
    holds the same work twice.
    """
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
                back = _give_back(session, actor, ids, head_id)
                plan = {("work.lines", one): person_token(head_id) for one in set(ids) - back}
                if plan:
                    hand_over(session, actor, holder, agency_id, plan, REASON)
                count += len(ids)
    return count


def _give_back(session: Session, actor: Actor, ids: Collection[int], head_id: int) -> set[int]:
    """End those of the lines that were passed on from one of the head or of a unit they head, and
    from which nothing was passed on; whoever passed them on is told that the work is theirs."""
    holders = [person_token(head_id), *map(unit_token, headed_by(session, head_id))]
    above, below = aliased(Assignment), aliased(Assignment)
    rows = (
        select(Assignment.record_id, Assignment.id, above.id)
        .join(above, above.id == Assignment.parent_id)
        .where(Assignment.id.in_(ids), above.state == "open", above.holder.in_(holders))
        .where(~exists().where(below.parent_id == Assignment.id, below.state == "open"))
    )
    found = session.execute(rows.order_by(Assignment.record_id, Assignment.id)).all()
    for record_id, line_id, above_id in found:
        work = lock(session, record_id)
        ended = take_off(session, actor, work, [work.tree.by_id[line_id]], REASON)
        tell(session, work, *ended, GivenBack(above_id, record_id))
    return {line_id for _record_id, line_id, _above_id in found}
