"""The request's session: reading for GET, writing for everything else; `requires` commits it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from app.core.db import READING, Base

database = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def init_database(app: Flask) -> None:
    database.init_app(app)
    app.before_request(_open_for_reading)


def session() -> Session:
    """The session of this request."""
    return database.session()


def commit() -> None:
    """Commit the request's use case, and wake the worker when it published something."""
    published = session().info.pop("published", False)
    session().commit()
    if published:
        current_app.extensions["wake_worker"]()


def _open_for_reading() -> None:
    """A page that only looks; what a GET must note has a `write_transaction` of its own.

    Styles and scripts need no database: the page that says it does not answer has them too.
    """
    if request.method in ("GET", "HEAD") and request.endpoint != "static":
        session().connection(execution_options=READING[database.engine.dialect.name])


def only_reading() -> None:
    """From here on this request only looks: what it began to write is undone, nobody waits for it.

    For what takes long, such as opening a foreign file, and for a form that goes back.
    """
    session().rollback()
    session().connection(execution_options=READING[database.engine.dialect.name])


@contextmanager
def write_transaction() -> Iterator[Session]:
    """A short transaction of its own, for what a GET has to note (a document was opened).

    The request's session starts afresh afterwards, so that it sees what was written.
    """
    with Session(database.engine, expire_on_commit=False) as own:
        yield own
        published = own.info.pop("published", False)
        own.commit()
    if published:
        current_app.extensions["wake_worker"]()
    only_reading()
