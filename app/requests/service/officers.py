"""The head of a unit that is asked lets one of its people answer in their place."""

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Forbidden, Problem, Refused
from app.core.policy import Actor, person_token
from app.core.text import N_
from app.records.rules import ASKED, Ground
from app.records.service import end_everywhere, let_read
from app.requests import queries, rules
from app.requests.events import GivenToOfficer
from app.requests.models import RequestLine
from app.requests.policy import heads
from app.requests.service.common import line_in_hand, must_not_be_withdrawn, note
from app.requests.service.papers import let_own_read


def give_to_officer(
    session: Session, actor: Actor, line_id: int, person_id: int | None
) -> RequestLine:
    """This officer of the unit answers too from now on, and reads what is asked; None: the head
    alone, as before. Forbidden to whoever does not head the unit."""
    request, line = line_in_hand(session, line_id)
    if not heads(actor, line):
        raise Forbidden
    must_not_be_withdrawn(request)
    officers = dict(queries.officers_of(session, line))
    if line.state not in (*rules.AWAITED, "answered"):
        raise Refused(Problem(N_("%(name)s owes no answer now."), {"name": line.name}))
    if person_id is not None and person_id not in officers:
        raise Refused(Problem(N_("Choose somebody who works in the unit."), field="officer_id"))
    if person_id == line.officer_id:
        return line
    take_from_officer(session, actor, line)
    line.officer_id, line.changed_at = person_id, clock.now()
    line.version += 1
    if person_id is not None:
        let_read(session, request.record_id, [person_token(person_id)], Ground(ASKED, line.id))
        for answer in queries.with_papers(session, line.id):
            let_own_read(session, line, answer)
        outbox.publish(session, GivenToOfficer(line.id, actor.person_id))
    values = {"name": line.name, "officer": officers[person_id] if person_id else "–"}
    note(session, actor, "requests.given_to_officer", request, **values)
    return line


def take_from_officer(session: Session, actor: Actor | None, line: RequestLine) -> None:
    """Whoever answered in the head's place does so no more, and reads what was asked no more."""
    if line.officer_id is not None:
        holders = {person_token(line.officer_id)}
        end_everywhere(session, Ground(ASKED, line.id), "withdrawn", actor, holders)
        line.officer_id = None
