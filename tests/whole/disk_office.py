"""An office whose disk fills up, or goes read-only, while somebody works; and then does not.

Run in a mount namespace of its own (`unshare -m`), for the disk is one made for it: a small one in
memory. It says what it saw as JSON.
"""

import http.client
import json
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy.orm import Session

from app.cli import migrate
from app.core.db import create_engine
from app.setup import ensure_basics
from tests.documents.document_files import pdf_bytes
from tests.factories.office import PASSWORD, make_office
from tests.live import Reader, kill, web_server

MEGABYTES = 48
BOUNDARY = "of-the-test"


def main(folder: Path) -> None:
    _mount(folder, f"size={MEGABYTES}m")
    instance = folder / "instance"
    instance.mkdir()
    url = f"sqlite:///{instance / 'congvan.db'}"
    migrate(url)
    engine = create_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        ensure_basics(session)
        office = make_office(session)
        session.commit()
    engine.dispose()
    environment = {
        "CONGVAN_INSTANCE": str(instance),
        "CONGVAN_DATABASE_URL": url,
        "TMPDIR": str(folder),
    }
    with web_server(environment) as server:
        reader = Remembering(server.port, office.user_name(office.head), PASSWORD)
        administrator = Reader(server.port, office.user_name(office.admin), PASSWORD)
        tried = {"before": _try(reader, administrator, "mot")}
        ballast = folder / "ballast"
        _fill(ballast)
        tried["full"] = _try(reader, administrator, "hai")
        ballast.unlink()
        tried["room again"] = _try(reader, administrator, "hai")
        kill(server.process)
    # What is open for writing keeps a disk writable: the office is killed, and starts on it anew.
    for name, mode in (("read-only", "ro"), ("writable again", "rw")):
        _mount(folder, f"remount,{mode}")
        with web_server({**environment, "TMPDIR": "/tmp"}) as server:
            for one in (reader, administrator):
                one.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            tried[name] = _try(reader, administrator, "ba")
    unfinished = len(list((instance / "files" / "unfinished").iterdir()))
    print(json.dumps({"tried": tried, "unfinished": unfinished}))


class Remembering(Reader):
    """A page that was opened before still has its token."""

    last_token = ""


def _mount(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    until = time.monotonic() + 20  # what the killed office had started is still ending
    while subprocess.run(command, check=time.monotonic() > until, capture_output=True).returncode:
        time.sleep(0.1)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 65536):
                pass
        except OSError:
            return


def _try(reader: Remembering, administrator: Reader, word: str) -> dict[str, object]:
    """Read, write, upload, and look at the system's page."""
    for one in (reader, administrator):
        one.connection.close()  # it is opened anew: the server lets go of idle ones
    read, _page = reader.get("/")
    token = reader.token("/me") if read == 200 else reader.last_token
    given = {"csrf_token": token, "label": "", "text": f"Kính chuyển {word}", "_once": word * 8}
    status, page = reader.post("/phrases", given)
    reader.last_token = token
    parts = administrator.get("/admin/watch")[1].decode()
    return {
        "read": read,
        "write": status,
        "page": page.decode(),
        "upload": _upload(reader, token, word),
        "warned": "không ghi được" in parts,
    }


def _upload(reader: Reader, token: str, word: str) -> tuple[int, str]:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{word}.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    body += pdf_bytes(word) + b"\n" * 1_000_000 + f"\r\n--{BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", reader.connection.port, timeout=60)
    headers = {
        "Cookie": reader.cookie,
        "X-CSRFToken": token,
        "Accept": "application/json",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    connection.request("POST", "/uploads", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
