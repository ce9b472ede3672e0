"""Fixtures of the engine's tests: files on disk and the real converter."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.rendition import LibreOffice

MakeFile = Callable[[bytes], Path]


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Write bytes to a file whose own name says nothing."""

    def make(content: bytes) -> Path:
        path = tmp_path / f"upload-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(content)
        return path

    return make


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    found = LibreOffice.find(tmp_path_factory.mktemp("profiles"))
    assert found is not None
    return found
