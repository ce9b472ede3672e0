"""Several people act in the same moment, each in a transaction of their own."""

import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import session_factory, transaction
from app.core.errors import OfficeError
from tests.factories.moments import MONDAY


def together(engine: Engine, *acts: Callable[[Session], object]) -> list[str]:
    """What became of each, sorted: "done", or the name of what was raised."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def press(act: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with clock.stopped_at(MONDAY), transaction(session_factory(engine)) as own:
                act(own)
            outcomes.append("done")
        except OfficeError as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
