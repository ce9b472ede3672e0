"""Doing one job: in one transaction with its proof, or outside of any and noted afterwards."""

import os
import secrets
import socket
from collections.abc import Callable, Collection, Sequence
from typing import Any

from app.core import disk
from app.core.db import SessionFactory, transaction
from app.core.jobs import claiming
from app.core.jobs.claiming import Claim, own_row
from app.core.jobs.handlers import Handler, Handlers, Round, SlowHandler
from app.core.jobs.lanes import LANES, Lane
from app.core.jobs.progress import telling
from app.core.jobs.spreading import spread
from app.core.jobs.watching import LimitReached, TooMuchMemory, Watch


class Runner:
    """Takes the jobs of this process one after another, from any of its threads."""

    def __init__(
        self,
        factory: SessionFactory,
        handlers: Handlers,
        wake: Callable[[Collection[str]], None] = lambda _lanes: None,
    ) -> None:
        """`wake` is told of the lanes for which a look found new jobs."""
        self.factory = factory
        self.handlers = handlers
        self.watch = Watch(factory)
        self.holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"
        self._wake = wake

    def run_next(self, lane: Lane) -> bool | None:
        """Do the lane's next job; None when there is none, False when it was not done.

        Whoever has nothing to do spreads what was published meanwhile.
        """
        claim = self._claim(lane)
        if claim is None and (lanes := spread(self.factory, self.handlers)):
            self._wake(lanes)
            claim = self._claim(lane)
        return None if claim is None else self._run(claim, lane)

    def _claim(self, lane: Lane) -> Claim | None:
        held = [claim.job_id for claim in self.watch.claims()]
        return claiming.claim(self.factory, lane, self.handlers, self.holder, held)

    def _run(self, claim: Claim, lane: Lane) -> bool:
        try:
            with self.watch.over(claim, lane) as watched:
                handler = self.handlers.by_name[claim.handler]
                if isinstance(handler, Handler):
                    return self._settle(claim, lambda session: handler.run(session, claim.payload))
                with self.watch.outside(watched), telling(self.factory, claim):
                    result = self._work(handler, claim)
                return self._settle(claim, lambda session: _note(handler, session, claim, result))
        except LimitReached as limit:
            self.end_at_limit(claim, type(limit))
        except Exception as failure:  # whatever it was: the job is put off, the others go on
            self._put_off(claim, failure)
        return False

    def _put_off(self, claim: Claim, failure: Exception) -> None:
        """A full disk is no fault of the job: it waits for room, however long that takes."""
        trouble = disk.trouble(failure)
        if trouble is None:
            error = f"{type(failure).__name__}: {failure}"
            claiming.put_off(self.factory, self.handlers, claim, error)
        else:
            claiming.wait_for_room(self.factory, claim, trouble.message)

    def end_at_limit(self, claim: Claim, limit: type[LimitReached]) -> None:
        """Time would run out again; memory may have been taken by what ran beside it."""
        if limit is TooMuchMemory:
            claiming.put_off(self.factory, self.handlers, claim, claiming.TOOK_TOO_MUCH)
        else:
            claiming.end_too_long(self.factory, self.handlers, claim)

    def _work(self, handler: SlowHandler | Round, claim: Claim) -> Any:
        if isinstance(handler, Round):
            return handler.work(self.factory)
        return handler.work(self.factory, claim.payload)

    def _settle(self, claim: Claim, effect: Callable[[Any], None]) -> bool:
        """The effect and the proof of it, if the job is still this worker's own."""
        with transaction(self.factory) as session:
            row = own_row(session, claim)
            if row is None:
                return False
            effect(session)
            claiming.finish(row, self.handlers)
        return True


def _note(handler: SlowHandler | Round, session: Any, claim: Claim, result: Any) -> None:
    if isinstance(handler, SlowHandler):
        handler.note(session, claim.payload, result)


def drain(
    factory: SessionFactory,
    handlers: Handlers,
    lanes: Sequence[Lane] = tuple(LANES.values()),
    limit: int = 200,
) -> int:
    """Do in this thread what is due, until nothing is; return how many jobs were done."""
    runner = Runner(factory, handlers)
    outcomes, before = list[bool](), -1
    while before < len(outcomes) < limit:
        before = len(outcomes)
        for lane in lanes:
            while len(outcomes) < limit and (outcome := runner.run_next(lane)) is not None:
                outcomes.append(outcome)
    return outcomes.count(True)
