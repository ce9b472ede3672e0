import pytest

from app.core.db import SessionFactory, session_factory
from tests.databases import TestDatabase


@pytest.fixture
def factory(database: TestDatabase) -> SessionFactory:
    return session_factory(database.engine)
