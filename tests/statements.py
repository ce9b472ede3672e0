"""What is asked of the databases: pages ask as often for a hundred rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

OF_THE_CONNECTION = ("BEGIN", "PRAGMA", "SHOW")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, but for what opens a connection or a transaction."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(OF_THE_CONNECTION):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
