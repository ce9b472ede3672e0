"""A running office: gunicorn on a loopback port, the worker beside it, readers of its pages."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """Address and processes of a running office."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def worker_pids(self) -> list[int]:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def resident_mb(self) -> list[float]:
        """Resident memory of each web process in MB."""
        return [_resident_kb(pid) / 1024 for pid in self.worker_pids()]


def _resident_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found.group(1)) if found else 0


@contextmanager
def web_server(
    environment: dict[str, str], *, app: str = "wsgi:app", workers: int = 1, port: int | None = None
) -> Iterator[Server]:
    """gunicorn serving this application, stopped at the end."""
    port = port or free_port()
    command = [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            ".setup/gunicorn.py",
            "--bind",
            f"127.0.0.1:{port}",
        ),
        *("--workers", str(workers), "--threads", "8"),
        *("--worker-connections", "32"),  # as docs/operations.md sets it
        *("--graceful-timeout", "5", "--no-control-socket", "--error-logfile", "-", app),
    ]
    with _process(command, environment) as process:
        _wait_for(process, "Booting worker", times=workers)
        _answering(port)
        yield Server(port, process)


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The office's worker with its clock, stopped at the end."""
    command = [sys.executable, "-m", "app.cli", "worker"]
    with _process(command, environment) as process:
        threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()
        yield process


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process group of our own, ended whole: by SIGTERM, and by SIGKILL if that is not heard."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            kill(process)
    if process.stderr:
        process.stderr.close()


def kill(process: subprocess.Popen[str]) -> None:
    """kill -9 the whole group: nothing gets to tidy up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def _wait_for(process: subprocess.Popen[str], words: str, times: int) -> None:
    """Read the log until it has said these words so often; then keep emptying the pipe."""
    assert process.stderr is not None
    log = []
    for line in process.stderr:
        log.append(line)
        times -= words in line
        if times == 0:
            break
    else:
        raise RuntimeError("the server did not start:\n" + "".join(log))
    threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()


def _drain(pipe: IO[str]) -> None:
    with suppress(ValueError):
        for _line in pipe:
            pass


def _answering(port: int) -> None:
    """The socket listens before the application is loaded, so the first request waits for it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", "/sign-in")
    assert connection.getresponse().status == 200
    connection.close()


class Reader:
    """A person's browser: one kept-open connection and one session cookie."""

    def __init__(self, port: int, user_name: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        weakref.finalize(self, self.connection.close)
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
