"""The broker of an office without Redis."""

from pathlib import Path
from queue import Empty

import pytest
from celery import Celery

from app.broker import LOOK, build_celery
from config import Settings


@pytest.fixture
def celery(tmp_path: Path) -> Celery:
    return build_celery(Settings.from_environment({"CONGVAN_INSTANCE": str(tmp_path)}))


def test_a_worker_never_meets_half_a_message(
    celery: Celery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with celery.connection_for_write() as connection:
        channel = connection.channel()
        write, sizes = Path.write_text, []

        def write_and_look(file: Path, text: str, **how: str) -> int:
            sizes.append(write(file, text, **how))
            with pytest.raises(Empty):
                channel._get("celery")
            return sizes[0]

        monkeypatch.setattr(Path, "write_text", write_and_look)
        channel._put("celery", {"body": "Đọc cả"})
        assert sizes, "a worker looked between writing and renaming"
        assert channel._get("celery") == {"body": "Đọc cả"}


def test_what_is_sent_lies_there_for_the_worker(celery: Celery, tmp_path: Path) -> None:
    celery.send_task(LOOK, args=("urgent",), queue="urgent", retry=False)
    (message,) = (file for file in (tmp_path / "broker").iterdir() if file.is_file())
    assert message.name.endswith(".urgent.msg")
