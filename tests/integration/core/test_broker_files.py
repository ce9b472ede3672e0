"""The broker of one machine: whoever looks finds whole messages only."""

import threading
from pathlib import Path

import pytest
from celery import Celery

from app.broker import DRAIN, build_celery
from config import Settings

COUNT = 300


@pytest.fixture
def celery(tmp_path: Path) -> Celery:
    return build_celery(Settings.from_environment({"CONGVAN_INSTANCE": str(tmp_path)}))


class Spy:
    """Looks into the folder while it is being written down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[str] = []

    def __json__(self) -> str:
        self.seen += [path.name for path in self.folder.glob("*.msg")]
        return "written"


def test_a_message_is_not_there_before_it_is_whole(celery: Celery, tmp_path: Path) -> None:
    """A worker that found an empty file ended, and the whole office of `make run` with it."""
    spy = Spy(tmp_path / "broker")
    with celery.connection_for_write() as connection, connection.channel() as channel:
        channel._put("celery", {"body": spy})
        assert spy.seen == []
        assert channel._get("celery") == {"body": "written"}


def test_what_is_sent_while_others_read_arrives_once(celery: Celery) -> None:
    def send() -> None:
        for _number in range(COUNT):
            celery.send_task(DRAIN)

    sender = threading.Thread(target=send)
    sender.start()
    found = set()
    with celery.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        while len(found) < COUNT:
            message = queue.get(timeout=30)
            message.ack()
            found.add(message.headers["id"])
    sender.join()
    assert len(found) == COUNT
