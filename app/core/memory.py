"""What a process remembers of the database, while a number there that every page asks stands.

A page's session knows the memory of its process and what it is valid for; any other session (a job,
a command) remembers for itself, as long as it lives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

REMEMBERED_AT_MOST = 5_000
_HERE = "remembered"

Thing = TypeVar("Thing")


class Memory:
    """Things by key, all of which are forgotten when what they were valid for changes."""

    def __init__(self) -> None:
        self._valid_for: object = None
        self._things: dict[object, Any] = {}

    def get(self, valid_for: object, key: object, find: Callable[[], Thing]) -> Thing:
        if valid_for != self._valid_for or len(self._things) >= REMEMBERED_AT_MOST:
            self._valid_for, self._things = valid_for, {}
        known = self._things
        if key not in known:
            known[key] = find()
        thing: Thing = known[key]
        return thing


@dataclass(frozen=True)
class _Remembered:
    memory: Memory
    valid_for: object


def share(session: Session, memory: Memory, valid_for: object) -> None:
    """Let the session use what the process remembers, as long as it is valid for the same."""
    session.info[_HERE] = _Remembered(memory, valid_for)


def remembered(session: Session, key: object, find: Callable[[], Thing]) -> Thing:
    """What `find` tells, asked once."""
    here: _Remembered = session.info.setdefault(_HERE, _Remembered(Memory(), None))
    return here.memory.get(here.valid_for, key, find)


def forget(session: Session) -> None:
    """After a change this session must not go on with what was remembered before."""
    session.info.pop(_HERE, None)
