"""Both backends, empty, under one contract."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index import MemoryBackend, SearchBackend, WhooshBackend
from tests.search_index.samples import OFFICE


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


@pytest.fixture(scope="session", params=["memory", "whoosh"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchBackend]:
    """The documents of an office in either backend, to be read only."""
    folder = tmp_path_factory.mktemp("office") / "index"
    made = MemoryBackend() if request.param == "memory" else WhooshBackend(folder)
    made.rebuild(OFFICE)
    yield made
    made.close()


@pytest.fixture
def whoosh(tmp_path: Path) -> Iterator[WhooshBackend]:
    made = WhooshBackend(tmp_path / "index")
    made.rebuild([])
    yield made
    made.close()
