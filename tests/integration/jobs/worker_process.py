"""A worker of a process of its own, with handlers that ruin it: python -m … URL PORT

It tells the port of every start, and hurries: leases and looks last fractions of a second.
"""

import os
import signal
import socket
import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app import models  # noqa: F401  (the whole metadata)
from app.core.db import SessionFactory, create_engine, session_factory
from app.core.jobs import HEAVY, NORMAL, Handlers, Runner, claiming, hands, watching
from tests.integration.jobs.making import Elsewhere, quick, slow, write_person

HASTE = replace(HEAVY, limit_seconds=1)


def main(url: str, port: int) -> None:
    claiming.LEASE = timedelta(seconds=2)
    claiming.BACK_OFF = (0, 0, 0, 0, 0, 0, 0)
    watching.BEAT_SECONDS = watching.GRACE_SECONDS = 0.5
    hands.LOOK_EVERY_SECONDS, hands.STOP_SECONDS = 0.1, 1.0

    def tell(word: str) -> None:
        with socket.create_connection(("127.0.0.1", port)) as listener:
            listener.sendall(f"{word} {os.getpid()}\n".encode())

    def ruin(_factory: SessionFactory, payload: dict[str, Any]) -> str:
        tell(payload["name"])
        if payload["name"] == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if payload["name"] == "deaf":
            time.sleep(600)  # as a library that computes in C: no exception reaches it
        return f"{payload['name']} survived"

    handlers = Handlers(
        [slow(ruin, lane=HEAVY), quick(write_person, topic=Elsewhere.topic, lane=NORMAL)]
    )
    runner = Runner(session_factory(create_engine(url)), handlers)
    hands.Hands(runner, {HASTE: 1, NORMAL: 1}).start()
    tell("ready")
    signal.pause()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
