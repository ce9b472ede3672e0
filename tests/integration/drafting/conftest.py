"""What every test of drafting stands on."""

from collections.abc import Iterator

import pytest

from app.core import clock
from documents.storage import MemoryStorage
from tests.integration.drafting.making import MONDAY


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday 23 November 2026, 9:00, as long as the test runs."""
    with clock.stopped_at(MONDAY):
        yield
