"""Fixtures of the engine's tests: files on disk and the real converter."""

from collections.abc import Callable
from pathlib import Path

import pytest

from documents.rendition.libreoffice import find_office
from documents.sandbox import Sandbox

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
def sandbox_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def sandbox(sandbox_folder: Path) -> Sandbox:
    return Sandbox(sandbox_folder, office=find_office())


@pytest.fixture(scope="session")
def libreoffice(sandbox: Sandbox) -> Sandbox:
    """The same, where there is a LibreOffice."""
    if not sandbox.converts:
        pytest.skip("LibreOffice is not installed")
    return sandbox
