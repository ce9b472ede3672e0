"""A database server that went away and came back is noticed before a page is asked for."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.core.db import create_engine
from tests.databases import TestDatabase


@pytest.fixture
def engine(database: TestDatabase):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("an SQLite office has no server")
    engine = create_engine(database.url)
    yield engine
    engine.dispose()


def backends(engine: Engine) -> set[int]:
    """The server's processes behind two connections held at the same time."""
    with engine.connect() as one, engine.connect() as other:
        asked = text("SELECT pg_backend_pid()")
        return {one.scalar(asked) or 0, other.scalar(asked) or 0}


def end_all_but_own(session: Session) -> None:
    ending = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    session.execute(text(f"{ending} WHERE {others}"))


def test_connections_are_used_again(engine: Engine) -> None:
    assert backends(engine) == backends(engine)


def test_those_that_the_server_closed_are_not(engine: Engine, session: Session) -> None:
    before = backends(engine)
    end_all_but_own(session)
    after = backends(engine)
    assert not before & after
    assert after == backends(engine)


def test_a_page_is_served_after_the_server_came_back(client_of, office, database):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("an SQLite office has no server")
    client = client_of(office.leader)
    assert client.get("/").status_code == 200
    with Session(database.engine) as session:
        end_all_but_own(session)
    assert client.get("/").status_code == 200
