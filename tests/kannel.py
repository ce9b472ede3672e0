"""Kannel of the tests' own, and the operator behind it that speaks SMPP, on loopback only."""

import shutil
import socketserver
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from tests.servers import free_port, program

BIND, SUBMIT, DELIVER, ENQUIRE, UNBIND = 0x9, 0x4, 0x5, 0x15, 0x6
ANSWER = 0x8000_0000
UCS2 = 8


@dataclass
class Operator:
    """What an operator's centre took, and what it says of each: DELIVRD or UNDELIV."""

    port: int = 0
    verdict: str = "DELIVRD"
    refuses: bool = False
    is_slow: bool = False
    """It takes what is handed over, and does not say so."""
    line: "_Conversation | None" = None
    """To whoever last called."""
    took: SimpleQueue[tuple[str, str]] = field(default_factory=SimpleQueue)
    """Telephone and text of each whole message, in their order."""
    parts: dict[tuple[str, int], dict[int, bytes]] = field(default_factory=dict)

    def bring(self, phone: str, text: str) -> None:
        """Somebody sends the office a message."""
        assert self.line is not None
        said = text.encode("utf-16-be")
        to = phone.encode() + b"\0\1\1office\0" + bytes(7) + bytes([UCS2, 0, len(said)])
        self.line.say(DELIVER, 7, b"\0\1\1" + to + said)


class _Conversation(socketserver.StreamRequestHandler):
    operator: Operator

    def handle(self) -> None:
        while head := self.rfile.read(16):
            length, command, _status, number = struct.unpack(">IIII", head)
            body = self.rfile.read(length - 16)
            if command == BIND:
                self.operator.line = self
                self.say(command | ANSWER, number, b"operator\0")
            elif command == SUBMIT:
                self._submitted(number, body)
            elif command in (ENQUIRE, UNBIND):
                self.say(command | ANSWER, number)

    def say(self, command: int, number: int, body: bytes = b"", status: int = 0) -> None:
        self.wfile.write(struct.pack(">IIII", 16 + len(body), command, status, number) + body)

    def _submitted(self, number: int, body: bytes) -> None:
        if self.operator.refuses:
            self.say(SUBMIT | ANSWER, number, b"\0", status=0x0B)
            return
        identity = str(1000 + number).encode()
        phone, text, wants_receipt = self._read(body)
        if text is not None:
            self.operator.took.put((phone, text))
        if self.operator.is_slow:
            return
        self.say(SUBMIT | ANSWER, number, identity + b"\0")
        if wants_receipt:
            self.say(DELIVER, number, _receipt(identity, phone, self.operator.verdict))

    def _read(self, body: bytes) -> tuple[str, str | None, bool]:
        """Of submit_sm: to whom, the text once all its parts are here, whether a receipt is due."""
        _service, rest = body.split(b"\0", 1)
        _source, rest = rest[2:].split(b"\0", 1)
        phone, rest = rest[2:].split(b"\0", 1)
        has_header = bool(rest[0] & 0x40)
        _schedule, rest = rest[3:].split(b"\0", 1)
        _validity, rest = rest.split(b"\0", 1)
        wants_receipt, coding, length = bool(rest[0] & 1), rest[2], rest[4]
        content = rest[5 : 5 + length]
        group, place, of = (content[3], content[5], content[4]) if has_header else (0, 1, 1)
        known = self.operator.parts.setdefault((phone.decode(), group), {})
        known[place] = content[content[0] + 1 :] if has_header else content
        if len(known) < of:
            return phone.decode(), None, wants_receipt
        whole = b"".join(known[part] for part in sorted(known))
        del self.operator.parts[phone.decode(), group]
        text = whole.decode("utf-16-be") if coding == UCS2 else whole.decode("latin-1")
        return phone.decode(), text, wants_receipt


def _receipt(identity: bytes, phone: str, verdict: str) -> bytes:
    told = (
        b"id:%s sub:001 dlvrd:001 submit date:2611290800 done date:2611290801 stat:%s err:000 text:"
        % (
            identity,
            verdict.encode(),
        )
    )
    return (
        b"\0\1\1" + phone.encode() + b"\0\1\1office\0\4\0\0\0\0\0\0\0\0" + bytes([len(told)]) + told
    )


@contextmanager
def operator() -> Iterator[Operator]:
    """An operator's centre on a free port."""
    known = Operator()
    handler = type("Conversation", (_Conversation,), {"operator": known})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        known.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield known
        server.shutdown()


class Kannel:
    """Bearerbox and smsbox with a spool of their own, which outlives them."""

    def __init__(self, centre: Operator, received: str = "", at_once: int = 1) -> None:
        """The operator is handed so many without having answered."""
        self._folder = Path(tempfile.mkdtemp(prefix="congvan-kannel-"))
        self._running: list[subprocess.Popen[str]] = []
        admin, box, send = free_port(), free_port(), free_port()
        self.address = f"http://127.0.0.1:{send}/cgi-bin/sendsms"
        for kept in ("spool", "receipts"):
            (self._folder / kept).mkdir()
        written = _CONFIGURATION.format(
            admin=admin, box=box, send=send, smsc=centre.port, at_once=at_once
        )
        told = _RECEIVING.format(received=received) if received else ""
        (self._folder / "kannel.conf").write_text(written + told)

    def start(self) -> None:
        """Returns once the operator is reached."""
        for name, ready in (("bearerbox", "bind_transceiver_resp"), ("smsbox", "Connected to")):
            self._running.append(_started(name, self._folder / "kannel.conf", self._folder))
            _until(self._running[-1], ready)

    def kill(self) -> None:
        """kill -9: nothing gets to tidy up."""
        while self._running:
            process = self._running.pop()
            process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def kannel(centre: Operator, received: str = "", at_once: int = 1) -> Iterator[Kannel]:
    """Run it; what people send is told at `received`."""
    known = Kannel(centre, received, at_once)
    try:
        known.start()
        yield known
    finally:
        known.remove()


def _started(name: str, conf: Path, folder: Path) -> subprocess.Popen[str]:
    command = [program(name, "/usr/sbin"), "-v", "0", str(conf)]
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        text=True,
        errors="replace",
    )


def _until(process: subprocess.Popen[str], ready: str) -> None:
    """Read its log up to the line that says it is ready; the rest is read away."""
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if ready in line:
            break
    else:
        raise RuntimeError("".join(seen[-20:]))
    threading.Thread(target=_read_away, args=(process.stderr,), daemon=True).start()


def _read_away(log: object) -> None:
    try:
        for _line in log:  # type: ignore[attr-defined]
            pass
    except ValueError:
        return


_CONFIGURATION = """\
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = secret
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = spool
store-location = spool
dlr-storage = spool
dlr-spool = receipts

group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = office
smsc-password = secret
system-type = VMA
reconnect-delay = 1
max-pending-submits = {at_once}

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1
http-request-retry = 60
http-queue-delay = 1

group = sendsms-user
username = office
password = secret
concatenation = true
max-messages = 6
"""

_RECEIVING = """
group = sms-service
keyword = default
catch-all = true
omit-empty = true
max-messages = 0
get-url = "{received}?from=%p&text=%a&id=%I&charset=%C"
"""
"""The empty line before it ends the group above."""

DESCRIPTION = """
[[gateway]]
name = "kannel"
method = "GET"
url = "{address}"
send = "query"
taken = '^[03]: '
reports_at = "{office}"
report = {{ state = "d", delivered = ["1"], failed = ["2", "16"] }}
received = {{ phone = "from", text = "text", id = "id" }}
[gateway.fields]
username = "office"
password = "secret"
from = "UBND"
to = "{{phone}}"
text = "{{text}}"
coding = "{{coding}}"
charset = "UTF-8"
dlr-mask = "31"
dlr-url = "{{report_url}}&d=%d"
"""
"""Of it as the office describes a gateway."""
