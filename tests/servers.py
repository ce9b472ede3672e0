"""PostgreSQL and Redis of the tests' own, in temporary folders, on sockets or loopback only."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = "/dev/shm"
INSTALL = (
    "apt-get install --no-install-recommends"
    " postgresql redis-server kannel gammu-smsd chromium-headless-shell"
)


def program(name: str, *folders: str) -> str:
    """The path of a server program; a clear error names the package when it is missing."""
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ["PATH"]]))
    if found is None:
        raise RuntimeError(f"{name} is missing; install it with: {INSTALL}")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL of our own; yields the URL of its empty database "postgres".

    Tests do without fsync and keep it in memory where Debian does; what measures or survives a
    crash asks for `durable`.
    """
    folders = [
        str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    ]
    initdb, pg_ctl = program("initdb", *folders), program("pg_ctl", *folders)
    in_memory = MEMORY if not durable and os.access(MEMORY, os.W_OK) else None
    home = Path(tempfile.mkdtemp(prefix="congvan-pg-", dir=in_memory))
    run_as = _unprivileged(home)
    data = home / "data"
    options = f"-k {home} -c listen_addresses=''"
    if not durable:
        options += " -c fsync=off -c full_page_writes=off"
    try:
        _run(
            [initdb, "-D", str(data), "-U", "office", "-A", "trust", "-E", "UTF8", "--no-sync"],
            run_as,
        )
        _run(
            [pg_ctl, "-D", str(data), "-o", options, "-w", "-l", str(home / "log"), "start"], run_as
        )
        yield f"postgresql+psycopg://office@/postgres?host={home}"
    finally:
        _run([pg_ctl, "-D", str(data), "-m", "immediate", "stop"], run_as)
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def redis_server(port: int | None = None) -> Iterator[str]:
    """Run a Redis of our own on a free loopback port; yields its URL."""
    port = port or free_port()
    command = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user of its package."""
    if os.getuid() != 0:
        return None
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_name


def _run(command: list[str], user: str | None) -> None:
    subprocess.run(
        command,
        check=True,
        user=user,
        cwd="/",
        capture_output=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
