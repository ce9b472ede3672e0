"""Large offices on SQLite and PostgreSQL, built once and kept between runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url, text

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.cli import migrate
from app.core.db import create_engine, session_factory, transaction
from app.demo import large
from app.setup import ensure_basics
from documents.storage import DiskStorage
from tests.servers import postgres_server


@contextmanager
def sqlite_office(folder: Path, documents: int, instance: Path) -> Iterator[str]:
    path = folder / f"office-{documents}.db"
    url = f"sqlite:///{path}"
    if not path.exists():
        _fill(url, documents, instance)
    yield url


@contextmanager
def postgres_office(documents: int, instance: Path) -> Iterator[str]:
    with postgres_server(durable=True) as server_url:
        server = create_engine(server_url)
        with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CREATE DATABASE office"))
        server.dispose()
        url = make_url(server_url).set(database="office").render_as_string(False)
        _fill(url, documents, instance)
        yield url


def _fill(url: str, documents: int, instance: Path) -> None:
    migrate(url)
    engine = create_engine(url)
    with transaction(session_factory(engine)) as session:
        ensure_basics(session)
    with session_factory(engine)() as session:
        large.build(session, documents, large.contents(DiskStorage(instance / "files")))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
