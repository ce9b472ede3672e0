"""What tests of services and pages share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.core import clock
from documents.storage import Storage
from tests.factories.moments import MONDAY


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday 23 November 2026, 9:00, as long as the test runs."""
    with clock.stopped_at(MONDAY):
        yield


@pytest.fixture
def storage(app: Flask) -> Storage:
    """The application's own: its pages read what the tests keep."""
    kept: Storage = app.extensions["engines"].storage
    return kept
