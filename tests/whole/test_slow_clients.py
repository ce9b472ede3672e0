"""Ten people on a bad line, or one who means ill: nobody else waits for what they do not send."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.cli import migrate
from tests.live import Server, web_server

SILENT = 40
"""More than threads (8), and more than connections (32)."""
HEAD = (
    "POST /sign-in HTTP/1.1\r\nHost: office\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n{more}\r\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    instance = tmp_path_factory.mktemp("slow")
    url = f"sqlite:///{Path(instance) / 'congvan.db'}"
    migrate(url)
    with web_server({"CONGVAN_INSTANCE": str(instance), "CONGVAN_DATABASE_URL": url}) as running:
        yield running


def client(server: Server, first: str) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    opened.sendall(first.encode())
    return opened


def seconds_of_a_page(server: Server) -> float:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()
    return time.monotonic() - began


@pytest.mark.parametrize(
    "first",
    [
        HEAD.format(more="Content-Length: 1000000\r\n") + "user_name=",
        HEAD.format(more="Content-Length: 1000000\r\n"),
        "POST /sign-in HTTP/1.1\r\nHost:",
        "",
    ],
    ids=["half a body", "no body", "half a head", "nothing"],
)
def test_silent_clients_hold_nobody_else(server: Server, first: str) -> None:
    usual = seconds_of_a_page(server)
    with ExitStack() as opened:
        for _number in range(SILENT):
            opened.enter_context(client(server, first))
        assert max(seconds_of_a_page(server) for _number in range(5)) < usual + 4


def test_a_body_that_comes_in_pieces_arrives_whole(server: Server) -> None:
    body = b"user_name=nobody&password=" + b"x" * 200_000
    with client(server, HEAD.format(more=f"Content-Length: {len(body)}\r\n")) as slow:
        for start in range(0, len(body), 50_000):
            assert seconds_of_a_page(server) < 10
            slow.sendall(body[start : start + 50_000])
        answer = slow.recv(1000).decode("latin-1")
    assert answer.startswith("HTTP/1.1 4"), answer  # it was read, and its token is missing
    assert "X-Content-Type-Options" in answer, "the office itself answers"


def test_requests_sent_one_behind_the_other_are_answered_in_turn(server: Server) -> None:
    get = "GET /sign-in HTTP/1.1\r\nHost: office\r\n{more}\r\n"
    both = get.format(more="") + get.format(more="Connection: close\r\n")
    with client(server, both) as eager:
        answers = b"".join(iter(lambda: eager.recv(65536), b""))
    assert answers.count(b"HTTP/1.1 200") == 2


def test_what_does_not_say_how_long_it_is_is_refused_unread(server: Server) -> None:
    with client(server, HEAD.format(more="Transfer-Encoding: chunked\r\n")) as endless:
        assert endless.recv(1000).startswith(b"HTTP/1.1 411")
