"""A web server under measurement: gunicorn on a loopback port, and a signed-in reader of it."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """Address and processes of a running office."""

    port: int
    pid: int

    def worker_pids(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def resident_mb(self) -> list[float]:
        """Resident memory of each web process in MB."""
        return [_resident_kb(pid) / 1024 for pid in self.worker_pids()]


def _resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) if found else 0


@contextmanager
def running(environment: dict[str, str], workers: int = 2) -> Iterator[Server]:
    """gunicorn with the floor route, stopped at the end."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--error-logfile",
        "-",
        "benchmarks.floor:app",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    booted = 0
    for line in process.stderr:
        booted += "Booting worker" in line
        if booted == workers:
            break
    try:
        _answering(port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _answering(port: int) -> None:
    """The listening socket is open before the workers boot, so the first request waits for them."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200


class Reader:
    """A person's browser: one kept-open connection and one session cookie."""

    def __init__(self, port: int, user_name: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""
        token = self.token("/sign-in")
        fields = {"user_name": user_name, "password": password, "csrf_token": token}
        status, _body = self.post("/sign-in", fields)
        assert status == 302, status

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        return self._ask("POST", path, urlencode(fields))

    def token(self, path: str) -> str:
        _status, body = self.get(path)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body.decode())
        assert found, path
        return found.group(1)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        for header in response.headers.get_all("Set-Cookie") or []:
            if header.startswith("session="):
                self.cookie = header.split(";")[0]
        return response.status, response.read()
