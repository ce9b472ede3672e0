"""Urging those who have not answered."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.requests import rules
from app.requests.events import Urged
from app.requests.models import RequestLine
from app.requests.policy import must_decide
from app.requests.queries import guessed_in
from app.requests.service.asking import lines_of
from app.requests.service.common import in_hand, must_not_be_withdrawn, note


def urge(
    session: Session, actor: Actor, request_id: int, line_ids: Collection[int], *, by_text: bool
) -> list[RequestLine]:
    """Urge these, as far as they owe an answer and were not urged a moment ago; who was.

    Nor is one urged of whom something came that may be the answer: that waits for whoever asked.

    Each urging is counted on its line and noted. Refused where nobody was: two people who press
    at once urge once.
    """
    request = in_hand(session, request_id)
    must_decide(actor, request)
    must_not_be_withdrawn(request)
    wanted = set(line_ids) - guessed_in(session, request.id)
    urged = [one for one in lines_of(session, request.id) if one.id in wanted and can_be_urged(one)]
    if not urged:
        raise Refused(Problem(N_("Nobody was urged: they have answered, or were urged just now.")))
    request.version += 1
    for line in urged:
        line.urged, line.urged_at = line.urged + 1, clock.now()
        outbox.publish(session, Urged(line.id, line.urged, actor.person_id, by_text))
        note(session, actor, "requests.urged", request, name=line.name, count=line.urged)
    return urged


def can_be_urged(line: Any) -> bool:
    """It owes an answer, is reached here, and was not urged within the last hour."""
    is_due = line.state in rules.AWAITED and rules.is_here(line)
    paused = line.urged_at is not None and clock.now() - line.urged_at < rules.URGED_AGAIN_AFTER
    return is_due and not paused
