"""Several turns in one press: each is judged on its own; what cannot be done stays as it was."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.approval.inputs import Decision
from app.approval.models import CircuitStep
from app.approval.service.circuit import DEALT_WITH
from app.approval.service.taking_back import take_back
from app.approval.service.turns import decide
from app.core.errors import Forbidden, NotFound, Problem, Refused, Stale
from app.core.policy import Actor
from app.records.queries import get_face
from documents.storage import Storage


@dataclass(frozen=True)
class Left:
    """What was not done: what the record is called, empty where the actor may not know, and why."""

    record_id: int
    name: str
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Bunch:
    """What was done, and what was left as it was."""

    done: Sequence[CircuitStep]
    left: Sequence[Left]


def decide_several(
    session: Session, storage: Storage, actor: Actor, decisions: Mapping[int, Decision]
) -> Bunch:
    """Approve, initial or sign each of these records, as `decide` does it alone."""
    one = lambda record_id: decide(session, storage, actor, record_id, decisions[record_id])  # noqa: E731
    return _each(session, actor, decisions, one)


def take_back_several(session: Session, actor: Actor, record_ids: Collection[int]) -> Bunch:
    """Take back what one has just decided on each of these, as `take_back` does it alone."""
    return _each(session, actor, record_ids, lambda one: take_back(session, actor, one))


def _each(
    session: Session,
    actor: Actor,
    record_ids: Collection[int],
    act: Callable[[int], CircuitStep],
) -> Bunch:
    """By their ids, so that two bunches never wait for each other in turn."""
    done, left = [], []
    for record_id in sorted(record_ids):
        try:
            with session.begin_nested():
                done.append(act(record_id))
        except Refused as refusal:
            left.append(Left(record_id, _name(session, actor, record_id), refusal.problems))
        except (Forbidden, Stale) as refusal:
            left.append(Left(record_id, _name(session, actor, record_id), (refusal.problem,)))
        except NotFound:
            left.append(Left(record_id, "", (Problem(DEALT_WITH),)))
    return Bunch(done, left)


def _name(session: Session, actor: Actor, record_id: int) -> str:
    return get_face(session, record_id, actor).called
