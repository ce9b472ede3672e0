"""Looking at invariants: each in a thread and a session of its own, for so long and no longer."""

from collections.abc import Iterable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from app.core import clock
from app.core.db import SessionFactory, interrupt, reading, transaction
from app.core.feature import Features, Found, Invariant, Watching
from app.core.installation import Engines
from app.core.text import N_
from app.watchdog import queries
from app.watchdog.rules import is_due
from app.watchdog.service.noting import Looked, forget_others, note

SECONDS = 10.0
TOO_SLOW = N_("no answer within some seconds")
NOTHING = Found()


@dataclass(frozen=True)
class Looking:
    """Whoever looks: at the database and the engines of this installation."""

    factory: SessionFactory
    engines: Engines
    features: Features
    seconds: float = SECONDS

    def look_round(self) -> int:
        """Look at whatever is due, and note it; how many."""
        with reading(self.factory) as session:
            known = queries.watches(session)
        now, last = clock.now(), {name: one.checked_at for name, one in known.items()}
        due = [
            one for one in self.features.invariants if is_due(last.get(one.name), one.every, now)
        ]
        looked = list(self.look(due))
        with transaction(self.factory) as session:
            note(session, looked)
            forget_others(session, self.features.invariants)
        return len(looked)

    def look(self, invariants: Iterable[Invariant]) -> Iterator[Looked]:
        """What is found of each, one after the other."""
        before = self._before()
        for one in invariants:
            yield self._look(one, before.get(one.name, NOTHING))

    def _before(self) -> dict[str, Found]:
        try:
            with reading(self.factory) as session:
                return {
                    name: Found.kept(one.found) for name, one in queries.watches(session).items()
                }
        except Exception:  # no database, or one without tables: that will be what is found
            return {}

    def _look(self, invariant: Invariant, before: Found) -> Looked:
        began, answers, sessions = monotonic(), SimpleQueue[Found | Exception](), []

        def ask() -> None:
            try:
                with reading(self.factory) as session:
                    sessions.append(session)
                    asked = Watching(session, self.engines, self.features, before)
                    answers.put(invariant.check(asked))
            except Exception as failure:  # whatever it is, nothing is known then
                answers.put(failure)

        Thread(target=copy_context().run, args=(ask,), name=invariant.name, daemon=True).start()
        error, found = "", before
        try:
            answer = answers.get(timeout=self.seconds)
            if isinstance(answer, Found):
                found = answer
            else:
                error = f"{type(answer).__name__}: {answer}"
        except Empty:
            error = TOO_SLOW
            for session in sessions:
                interrupt(session)
        took = round((monotonic() - began) * 1000)
        return Looked(invariant, found, error[:300], clock.now(), took)
