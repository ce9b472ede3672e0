"""What a job's row goes through: claimed, renewed, done, put off, at rest."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, Update, and_, or_, select, tuple_, update
from sqlalchemy.orm import Session, joinedload

from app.core import clock
from app.core.db import SessionFactory, reading, transaction
from app.core.jobs.handlers import Handlers, Round, SlowHandler
from app.core.jobs.lanes import LANES, Lane
from app.core.jobs.models import DONE, FAILED, GIVEN_UP, RUNNING, WAITING, Job
from app.core.outbox import Payload
from app.core.text import N_

BACK_OFF = (2, 10, 30, 120, 600, 1800, 3600)
"""Seconds to wait after the first, second, … try in vain; the last one repeats."""

ROOM_ASKED_EVERY = timedelta(minutes=1)

LEASE = timedelta(seconds=30)
"""What a dead worker held is taken up by another after this time."""

FARTHEST_TRY, FARTHEST_ROUND = timedelta(hours=2), timedelta(hours=26)
"""No turn lies farther ahead, but one that was given before the clock was set back."""

LOST = N_("Its worker stopped while it ran.")
TOOK_TOO_LONG = N_("It took longer than its limit and was ended.")
TOOK_TOO_MUCH = N_("It took more memory than its limit and was ended.")
"""Message ids kept in Job.error; translated where they are shown."""


@dataclass(frozen=True)
class Claim:
    """A job started by this worker. It is the worker's own as long as its row says so."""

    job_id: int
    handler: str
    lane: str
    payload: Payload
    holder: str
    tries: int


def claim(
    factory: SessionFactory, lane: Lane, handlers: Handlers, holder: str, held: Collection[int] = ()
) -> Claim | None:
    """Start the job of this lane whose turn came first, rounds before others; count the start.

    One at a time: jobs claimed together would be lost together. Those `held` already are not
    taken, whatever the clock says. A job of a handler that this release does not know waits for
    one that does.
    """
    while (due := _first_due(factory, lane, handlers, held)) is not None:
        with transaction(factory) as session:
            row = session.scalar(due.with_for_update(skip_locked=True, of=Job))
            if row is None:
                return None  # another worker was quicker
            if _start(session, row, lane, handlers, holder):
                payload = row.event.payload if row.event else {}
                return Claim(row.id, row.handler, row.lane, payload, holder, row.tries)
    return None


def _first_due(
    factory: SessionFactory, lane: Lane, handlers: Handlers, held: Collection[int]
) -> Select[Job] | None:
    """The question that finds a job now; whoever only looks does not queue among the writers."""
    with reading(factory) as session:
        for due in _due(lane, handlers, held):
            if session.scalar(due.with_only_columns(Job.id)) is not None:
                return due.options(joinedload(Job.event))
    return None


def _due(lane: Lane, handlers: Handlers, held: Collection[int]) -> Iterator[Select[Job]]:
    rounds = {one.name for one in handlers.rounds}
    due = select(Job).where(Job.lane == lane.name)
    if held:
        due = due.where(Job.id.not_in(held))
    due = due.order_by(Job.turn_at, Job.id).limit(1)
    if rounds:
        yield due.where(Job.event_id.is_(None), Job.handler.in_(rounds), _has_turn(FARTHEST_ROUND))
    names = handlers.by_name.keys() - rounds
    if names:
        yield due.where(Job.event_id.is_not(None), Job.handler.in_(names), _has_turn(FARTHEST_TRY))


def _has_turn(farthest: timedelta) -> ColumnElement[bool]:
    """Its turn came; or it was given while the clock stood wrong: none is given so far ahead."""
    now = clock.now()
    is_astray = and_(Job.state == WAITING, Job.turn_at > now + farthest)
    return or_(Job.turn_at <= now, is_astray)


def _start(session: Session, row: Job, lane: Lane, handlers: Handlers, holder: str) -> bool:
    """False when it has been started too often: then it rests, or waits for its next turn."""
    if row.state == RUNNING:
        row.error, row.ended_at = LOST, clock.now()
        if row.tries >= lane.tries:
            _lay_by(session, row, handlers)
            return False
    row.state, row.holder = RUNNING, holder
    row.tries += 1
    row.is_called = False
    row.started_at, row.turn_at = clock.now(), clock.now() + LEASE
    row.parts_done = row.parts_total = None
    return True


def own_row(session: Session, claim: Claim) -> Job | None:
    """The row, locked; None when its lease ended and it went on without this worker."""
    row = session.get_one(Job, claim.job_id, with_for_update=True)
    is_own = (row.state, row.holder, row.tries) == (RUNNING, claim.holder, claim.tries)
    return row if is_own else None


def renew(factory: SessionFactory, claims: Iterable[Claim]) -> None:
    """Let the leases of these end later."""
    with transaction(factory) as session:
        session.execute(_still_held(claims).values(turn_at=clock.now() + LEASE))


def put_back(factory: SessionFactory, claims: Iterable[Claim]) -> None:
    """Their worker stops: another may begin at once, and the start does not count."""
    back = {"state": WAITING, "turn_at": clock.now(), "tries": Job.tries - 1}
    with transaction(factory) as session:
        session.execute(_still_held(claims).values(back))


def _still_held(claims: Iterable[Claim]) -> Update:
    held = [(claim.job_id, claim.holder, claim.tries) for claim in claims]
    mark = tuple_(Job.id, Job.holder, Job.tries)
    return update(Job).where(Job.state == RUNNING, mark.in_(held))


def finish(row: Job, handlers: Handlers) -> None:
    """Done; a round waits for its next turn, or runs once more when it was called for."""
    row.tries, row.error, row.ended_at = 0 if row.event_id is None else row.tries, "", clock.now()
    row.state, row.turn_at = DONE, None
    _turn_again(row, handlers)


def put_off(factory: SessionFactory, handlers: Handlers, claim: Claim, error: str) -> None:
    """It failed: it is tried again after a while, or rests as failed after its last try."""
    with transaction(factory) as session:
        row = own_row(session, claim)
        if row is None:
            return
        row.error, row.ended_at = error[:2000], clock.now()
        if row.tries >= LANES[row.lane].tries:
            _lay_by(session, row, handlers)
        else:
            wait = BACK_OFF[min(row.tries, len(BACK_OFF)) - 1]
            row.state, row.turn_at = WAITING, clock.now() + timedelta(seconds=wait)


def wait_for_room(factory: SessionFactory, claim: Claim, error: str) -> None:
    """The disk took nothing: it is tried again in a while, and this start does not count."""
    with transaction(factory) as session:
        row = own_row(session, claim)
        if row is not None:
            row.error, row.ended_at = error, clock.now()
            row.state, row.tries = WAITING, row.tries - 1
            row.turn_at = clock.now() + ROOM_ASKED_EVERY


def end_too_long(factory: SessionFactory, handlers: Handlers, claim: Claim) -> None:
    """It exceeded its limit, which a second try would do too: it rests as failed at once."""
    with transaction(factory) as session:
        row = own_row(session, claim)
        if row is not None:
            row.error, row.ended_at = TOOK_TOO_LONG, clock.now()
            _lay_by(session, row, handlers)


def _lay_by(session: Session, row: Job, handlers: Handlers) -> None:
    """No more tries: a job rests as failed, a round waits for its regular turn."""
    row.state, row.turn_at = FAILED, None
    one = handlers.by_name.get(row.handler)
    if isinstance(one, SlowHandler) and one.ended is not None and row.event is not None:
        one.ended(session, row.event.payload)
    _turn_again(row, handlers)


def _turn_again(row: Job, handlers: Handlers) -> None:
    one = handlers.by_name.get(row.handler)
    if row.event_id is None and isinstance(one, Round):
        turn = clock.now() if row.is_called else one.next_turn()
        if turn is not None:
            row.state, row.turn_at = WAITING, turn


def turn_now(row: Job) -> None:
    """A person has mended the cause: it is tried again at once, as often as a new one."""
    row.state, row.turn_at, row.tries = WAITING, clock.now(), 0


def give_up(row: Job) -> None:
    """A person has decided that it will not be done."""
    row.state, row.turn_at = GIVEN_UP, None
