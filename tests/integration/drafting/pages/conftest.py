"""What tests of the pages of drafts stand on."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.db import READING
from app.core.policy import Actor
from documents.storage import Storage
from tests.databases import TestDatabase

ClientOf = Callable[[Actor], FlaskClient]


@pytest.fixture
def storage(app: Flask) -> Storage:
    """The application's own: its pages read what the tests keep."""
    return app.extensions["engines"].storage


@pytest.fixture
def fresh(database: TestDatabase) -> Iterator[Callable[[], Session]]:
    """New sessions that see what the pages committed."""
    opened: list[Session] = []

    def open_one() -> Session:
        opened.append(Session(database.engine, expire_on_commit=False))
        opened[-1].connection(execution_options=READING[database.engine.dialect.name])
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()
