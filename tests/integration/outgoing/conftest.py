"""What every test of outgoing documents stands on."""

import pytest

from documents.storage import MemoryStorage


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()
