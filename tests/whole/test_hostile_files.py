"""One person sends bombs, many at once; another's pages come as ever, and both files are judged."""

import http.client
import statistics
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import TestDatabase
from tests.documents.document_files import pdf_bytes
from tests.documents.hostile import form_in_itself, nested_forms
from tests.factories.office import PASSWORD, Office
from tests.live import Reader, Server, web_server

PAGES = ("/incoming", "/outgoing", "/incoming/register")
ROUNDS = 15
BOMBS = 20
TRIES = 5
"""What else this machine does may fall on one of two measurements that are compared."""


@pytest.fixture
def running(
    database: TestDatabase, office: Office, tmp_path: Path
) -> Iterator[tuple[Server, Office]]:
    environment = {"CONGVAN_INSTANCE": str(tmp_path), "CONGVAN_DATABASE_URL": database.url}
    with web_server({**environment, "CONGVAN_SECRET_KEY": "of-the-tests"}) as server:
        yield server, office


@dataclass(frozen=True)
class Sender:
    """Uploads files as the script does, each on a connection of its own."""

    port: int
    cookie: str
    token: str

    @classmethod
    def of(cls, person: Reader) -> "Sender":
        token = person.token("/incoming/register")
        return cls(person.connection.port, person.cookie, token)

    def send(self, content: bytes) -> int:
        """Send one PDF; give the status."""
        boundary = uuid.uuid4().hex
        disposition = 'Content-Disposition: form-data; name="file"; filename="a.pdf"'
        body = f"--{boundary}\r\n{disposition}\r\n\r\n".encode()
        body += content + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Cookie": self.cookie,
            "X-CSRFToken": self.token,
            "Accept": "application/json",
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST", "/uploads", body, headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status


def medians(person: Reader) -> dict[str, float]:
    """The usual time of each page in ms."""
    times: dict[str, list[float]] = {path: [] for path in PAGES}
    person.connection.close()  # it was idle; the next request opens it anew
    for _ in range(ROUNDS):
        for path in PAGES:
            began = time.perf_counter()
            status, _body = person.get(path)
            times[path].append((time.perf_counter() - began) * 1000)
            assert status == 200
    return {path: statistics.median(taken) for path, taken in times.items()}


class Attack:
    """Twenty bombs on their way at any moment, sent again and again until it is called off."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._over = threading.Event()
        self._began = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._send) for _ in range(BOMBS)]
        self.statuses: list[int] = []

    def _send(self) -> None:
        bombs = nested_forms(), form_in_itself()
        self._began.release()
        while not self._over.is_set():
            self.statuses.append(self._sender.send(bombs[len(self.statuses) % 2]))
            self._over.wait(1)

    def __enter__(self) -> "Attack":
        for thread in self._threads:
            thread.start()
        for _ in self._threads:
            self._began.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def test_nobody_else_notices_twenty_bombs_at_once(running: tuple[Server, Office]) -> None:
    server, office = running
    person = Reader(server.port, office.user_name(office.other_clerk), PASSWORD)
    good = Sender.of(person)
    attacker = Sender.of(Reader(server.port, office.user_name(office.clerk), PASSWORD))
    medians(person)  # the first look loads what the second finds
    [web] = server.worker_pids()
    times = []
    for _ in range(TRIES):
        usual = sum(medians(person).values())
        with Attack(attacker) as attack:
            times.append(sum(medians(person).values()) / usual)
            assert good.send(pdf_bytes("Kinh gui")) == 201
        if times[-1] < 2:
            break
    assert min(times) < 2, times
    assert set(attack.statuses) <= {422, 503}
    assert 422 in attack.statuses
    assert server.worker_pids() == [web]
