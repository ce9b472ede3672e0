"""Settings that are kept in a file of the installation."""

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from config import Settings


def key_of(instance: Path) -> str:
    return Settings.from_environment({"CONGVAN_INSTANCE": str(instance)}).secret_key


def test_the_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    made = key_of(tmp_path)
    assert len(made) >= 48
    assert key_of(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_nobody_reads_half_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one process still writes its key, another may make the one that counts."""

    def slow(_size: int) -> str:
        assert not (tmp_path / "secret-key").exists()
        (tmp_path / "secret-key").write_text("of the quicker process")
        return "of the slower process"

    monkeypatch.setattr("config.secrets.token_urlsafe", slow)
    assert key_of(tmp_path) == "of the quicker process"


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as pool:
        for number in range(20):
            folder = tmp_path / str(number)
            folder.mkdir()
            keys = list(pool.map(key_of, [folder] * 8))
            assert len(set(keys)) == 1
            assert keys[0]
