"""The hands of a worker process: threads of their own for each of its lanes."""

import logging
import os
from collections.abc import Callable, Collection, Mapping
from threading import Event, Thread
from time import monotonic

from app.core.jobs import claiming
from app.core.jobs.claiming import Claim
from app.core.jobs.clockwork import keep_rounds
from app.core.jobs.lanes import Lane
from app.core.jobs.running import Runner
from app.core.jobs.watching import LimitReached

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
"""How often hands with nothing to do look by themselves; a message wakes them earlier."""
STOP_SECONDS = 3.0
"""So long running jobs have to end when the worker stops; then they are put back."""
TROUBLE_SECONDS = 5.0
"""Pause after the database could not be asked."""


class Hands:
    """Do the jobs of these lanes until stopped."""

    def __init__(self, runner: Runner, threads: Mapping[Lane, int]) -> None:
        self.runner = runner
        self._calls = {lane.name: Event() for lane in threads}
        self._stopping = Event()
        self._threads = [
            Thread(target=self._work, args=(lane,), name=f"jobs-{lane.name}-{n}", daemon=True)
            for lane, count in threads.items()
            for n in range(count)
        ]
        runner.watch.on_deaf = self._end_process

    def start(self) -> None:
        """Begin, every round of the clock with its row."""
        keep_rounds(self.runner.factory, self.runner.handlers.rounds)
        self.runner.watch.start()
        for thread in self._threads:
            thread.start()

    def wake(self, lanes: Collection[str]) -> set[str]:
        """Have these lanes look now; return those that are not of this process."""
        for name in self._calls.keys() & lanes:
            self._calls[name].set()
        return set(lanes) - self._calls.keys()

    def rest(self) -> None:
        """Take nothing more. Returns at once."""
        self._stopping.set()
        for call in self._calls.values():
            call.set()

    def stop(self) -> None:
        """Take nothing more; what does not end soon is put back for another worker."""
        self.rest()
        self._join()
        if left := self.runner.watch.claims():
            claiming.put_back(self.runner.factory, left)
        self.runner.watch.stop()

    def _work(self, lane: Lane) -> None:
        call = self._calls[lane.name]
        while not self._stopping.is_set():
            call.clear()
            try:
                if self.runner.run_next(lane) is None:
                    call.wait(LOOK_EVERY_SECONDS)
            except Exception:  # the database is away: it will be back, and this thread still here
                log.exception("the lane %s could not look for work", lane.name)
                self._stopping.wait(TROUBLE_SECONDS)

    def _end_process(self, deaf: Claim, limit: type[LimitReached]) -> None:
        """Work that exceeds its limit and hears nothing ends only with its process.

        Its supervisor starts another. Nothing here may wait for what the deaf work holds.
        """
        log.error("job %s (%s) does not end: its worker does", deaf.job_id, deaf.handler)
        runner = self.runner
        self.rest()
        _try_for(STOP_SECONDS, runner.end_at_limit, deaf, limit)
        self._join()
        others = [claim for claim in runner.watch.claims() if claim.job_id != deaf.job_id]
        _try_for(STOP_SECONDS, claiming.put_back, runner.factory, others)
        os._exit(1)

    def _join(self) -> None:
        ends_at = monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, ends_at - monotonic()))


def _try_for(seconds: float, work: Callable[..., None], *args: object) -> None:
    thread = Thread(target=work, args=args, daemon=True)
    thread.start()
    thread.join(seconds)
