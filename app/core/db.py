"""The declarative base, moments in UTC, and how engines are opened.

SQLite runs in WAL mode with foreign keys on. Its driver's own transactions are switched off and
BEGIN is sent by hand: IMMEDIATE for work that writes, so that two writers queue instead of
failing in the middle, DEFERRED where a connection is opened for reading only.
"""

import select
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Engine,
    MetaData,
    Select,
    String,
    bindparam,
    event,
    literal_column,
)
from sqlalchemy import create_engine as sqlalchemy_create_engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, registry, sessionmaker
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.core.writers import QueueingConnection

READING: dict[str, dict[str, Any]] = {
    "sqlite": {"sqlite_begin": "DEFERRED"},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
"""How a connection that only looks is opened, by dialect. On SQLite it must not queue behind those
who write; on PostgreSQL it needs no transaction, whose rollback would forget all prepared plans."""
BUSY_TIMEOUT_MS = 20_000


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def found_when_asked(find: Callable[[], Any], type_: TypeEngine[Any] | None = None) -> Any:
    """A moment that is found at every execution: in a constant statement, time goes on.

    With a type it may be a day.
    """
    return bindparam(None, callable_=find, type_=type_ or Moment())


def constant(word: str) -> ColumnElement[str]:
    """A word of the code in the text of a statement: its plan may know how rare the word is."""
    assert word.isidentifier(), "never what somebody typed"
    return literal_column(f"'{word}'", String)


class begins(FunctionElement[bool]):
    """Whether a text begins with these letters, compared as codes: an index finds it, of a column
    whose `postgresql_ops` are `varchar_pattern_ops`, also when the letters are a parameter."""

    type = Boolean()
    inherit_cache = True


@compiles(begins)
def _begins(element: begins, compiler: Any, **how: Any) -> str:
    text, start = (compiler.process(one, **how) for one in element.clauses)
    is_postgresql = compiler.dialect.name == "postgresql"
    from_, below, last = ("~>=~", "~<~", "chr") if is_postgresql else (">=", "<", "char")
    return f"({text} {from_} {start} AND {text} {below} ({start} || {last}({LAST_LETTER})))"


LAST_LETTER = 0x10FFFF
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: Moment()}
    )


POSTGRES_PLANS = {
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "random_page_cost": "1.1",
}
"""Every statement has its index and is asked all day: plan it once for a connection, as SQLite
does, not for each value anew. Pages are in memory or on a disk without heads."""


def engine_options(url: str) -> dict[str, Any]:
    """Options for opening the database at this URL."""
    if url.startswith("sqlite"):
        return {"connect_args": {"check_same_thread": False, "factory": QueueingConnection}}
    plans = " ".join(f"-c {name}={value}" for name, value in POSTGRES_PLANS.items())
    connect_args = {"options": plans, "prepare_threshold": 2}
    return {
        "connect_args": connect_args,
        "pool_events": [(_renew_if_closed, "checkout")],
        "pool_size": 10,
        "max_overflow": 20,
    }


def _renew_if_closed(connection: Any, _record: Any, _holder: Any) -> None:
    """A server that goes away closes its connections, which can be seen without asking it.

    Nobody has asked anything on this connection, so if there is something to read, that is its end.
    """
    if connection.closed or _has_something_to_read(connection.fileno()):
        raise InvalidatePoolError


def _has_something_to_read(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def create_engine(url: str) -> Engine:
    return sqlalchemy_create_engine(url, **engine_options(url))


def lender(url: str) -> Callable[[], AbstractContextManager[Any]]:
    """Lends connections of the driver for searching, each statement a transaction of its own.

    Raises:
        psycopg.OperationalError: when one is asked for, and the server does not answer.
    """
    options = engine_options(url)
    options["connect_args"] |= {"connect_timeout": 3, "tcp_user_timeout": 5_000}  # s, ms
    engine = sqlalchemy_create_engine(url, **options)
    engine = engine.execution_options(isolation_level="AUTOCOMMIT", watched=False)

    @contextmanager
    def lend() -> Iterator[Any]:
        try:
            connection = engine.connect()
        except OperationalError as error:
            raise error.orig or error from error
        with connection:
            yield connection.connection.driver_connection

    weakref.finalize(lend, engine.dispose)  # also at the end of the process
    return lend


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if isinstance(connection, QueueingConnection):
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        mode = options.get("sqlite_begin", "IMMEDIATE")
        if mode == "IMMEDIATE":
            waits = options.get("sqlite_waits", True)
            connection.connection.dbapi_connection.queue(waits=waits)  # type: ignore[union-attr]
        connection.exec_driver_sql(f"BEGIN {mode}")


# -- Nothing slow or foreign while others wait to write --------------------------------------------


class _Writing(threading.local):
    """The write transactions that this thread has open."""

    def __init__(self) -> None:
        self.connections: set[int] = set()


_writing = _Writing()


class WritingMeanwhile(RuntimeError):
    """Something was asked that may take long, inside a transaction that keeps others from writing.

    Never for people: whoever wrote the code asks first, and writes then.
    """


def refuse_while_writing() -> None:
    """Raise WritingMeanwhile inside a write transaction of this thread."""
    if _writing.connections:
        raise WritingMeanwhile("look at foreign bytes before the transaction begins")


def _keeps_others(connection: Connection) -> bool:
    options = connection.get_execution_options()
    if options.get("watched") is False:
        return False
    dialect = connection.dialect.name
    return not all(options.get(name) == value for name, value in READING[dialect].items())


@event.listens_for(Engine, "begin")
def _note_begin(connection: Connection) -> None:
    if _keeps_others(connection):
        _writing.connections.add(id(connection))


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _note_end(connection: Connection) -> None:
    _writing.connections.discard(id(connection))


def insert_into(session: Session, model: type[Base]) -> Any:
    """INSERT of this session's database, which may say what is done ON CONFLICT."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


SessionFactory = sessionmaker[Session]


def session_factory(engine: Engine) -> SessionFactory:
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(factory: Callable[[], Session]) -> Iterator[Session]:
    """One use case outside a web request: committed at the end, rolled back on any error."""
    with factory() as session:
        yield session
        session.commit()


@contextmanager
def writing_if_free(factory: Callable[[], Session]) -> Iterator[Session]:
    """A transaction for what can be written later: on SQLite it raises BlockingIOError where
    somebody else writes just now, and keeps no page waiting."""
    with factory() as session:
        session.connection(execution_options={"sqlite_waits": False})
        yield session
        session.commit()


@contextmanager
def reading(factory: Callable[[], Session]) -> Iterator[Session]:
    """A session that only looks."""
    with factory() as session:
        session.connection(execution_options=READING[session.get_bind().dialect.name])
        yield session


def interrupt(session: Session) -> None:
    """End the statement that another thread waits for in this session; there it raises."""
    driver: Any = session.connection().connection.driver_connection
    (driver.interrupt if isinstance(driver, QueueingConnection) else driver.cancel)()


def grouped(session: Session, rows: Select[int, str]) -> dict[int, list[str]]:
    """Id to the texts that stand beside it in these rows."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, text in session.execute(rows):
        found[key].append(text)
    return found
