"""Large offices on SQLite and PostgreSQL, built once and kept between runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.cli import migrate
from app.core import clock
from app.core.db import create_engine, session_factory, transaction
from app.core.feature import install
from app.core.policy import Actor
from app.demo import large
from app.features import FEATURES
from app.outgoing.models import OutgoingDocument
from app.requests import service as requests
from app.requests.rules import Holder
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
    install(FEATURES)  # services need to know the kinds of records
    with transaction(session_factory(engine)) as session:
        _ask_many(session)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _ask_many(session: Session) -> None:
    """A request to 62, two of three of whom have answered."""
    asked_by = select(OutgoingDocument).where(OutgoingDocument.state == "issued")
    document = session.scalars(asked_by.order_by(OutgoingDocument.id).limit(1)).one()
    asking = requests.Asking(document.id, document.subject, document.created_by_id)
    due_at = clock.now() + timedelta(days=5)
    holders = [Holder(f"UBND xã thứ {number}", due_at=due_at) for number in range(62)]
    actor = Actor(document.created_by_id, "", document.agency_id)
    for number, line in enumerate(requests.ask(session, None, asking, holders, carried=True)):
        if number % 3:
            answer = f"{number} nhà văn hóa; đề nghị {number * 10} triệu đồng"
            requests.note_answer(session, actor, line.id, document_id=None, note=answer)
