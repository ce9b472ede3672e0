"""Both backends, empty, under one contract."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index import MemoryBackend, SearchBackend, WhooshBackend


@pytest.fixture(params=["memory", "whoosh"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchBackend]:
    makers: dict[str, Callable[[], SearchBackend]] = {
        "memory": MemoryBackend,
        "whoosh": lambda: WhooshBackend(tmp_path / "index"),
    }
    made = makers[request.param]()
    made.rebuild([])
    yield made
    made.close()


@pytest.fixture
def whoosh(tmp_path: Path) -> Iterator[WhooshBackend]:
    made = WhooshBackend(tmp_path / "index")
    made.rebuild([])
    yield made
    made.close()
