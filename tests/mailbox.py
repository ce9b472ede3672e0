"""A mailbox of the tests' own that speaks as much of IMAP as is asked of it, on loopback only."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Letterbox:
    """What lies in a mailbox, and which letters were read."""

    port: int = 0
    letters: list[bytes] = field(default_factory=list)
    read: set[int] = field(default_factory=set)
    """By the number of the letter, counted from 1."""
    password: str = "pw"

    @property
    def url(self) -> str:
        return f"imap://office%40congvan.example:{self.password}@127.0.0.1:{self.port}/INBOX"


class _Conversation(socketserver.StreamRequestHandler):
    box: Letterbox

    def handle(self) -> None:
        self._say("* OK tests")
        while line := self.rfile.readline().decode():
            tag, _, asked = line.strip().partition(" ")
            done = self._answer(asked)
            self._say(f"{tag} {done}")
            if asked.upper() == "LOGOUT":
                return

    def _answer(self, asked: str) -> str:
        word, _, rest = asked.partition(" ")
        match word.upper():
            case "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            case "LOGIN":
                return "OK done" if f'"{self.box.password}"' in rest else "NO who is that"
            case "SELECT":
                self._say(f"* {len(self.box.letters)} EXISTS")
            case "LOGOUT":
                self._say("* BYE")
            case "UID":
                self._uid(rest)
        return "OK done"

    def _uid(self, asked: str) -> None:
        if asked.startswith("SEARCH"):
            assert "UNSEEN HEADER Content-Type delivery-status" in asked
            self._say(" ".join(["* SEARCH", *(str(one) for one in self._unread_reports())]))
            return
        number = int(asked.split()[1])
        if asked.startswith("STORE"):
            self.box.read.add(number)
            return
        most = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", asked)
        assert most, "nothing is marked as read by being fetched"
        content = self.box.letters[number - 1][: int(most[1])]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(content)}}}\r\n".encode())
        self.wfile.write(content + b")\r\n")

    def _unread_reports(self) -> Iterator[int]:
        for number, letter in enumerate(self.box.letters, 1):
            head = letter.partition(b"\n\n")[0]
            if number not in self.box.read and b"delivery-status" in head:
                yield number

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def letterbox() -> Iterator[Letterbox]:
    """A mail server with one mailbox, on a free port."""
    known = Letterbox()
    handler = type("Conversation", (_Conversation,), {"box": known})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        known.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield known
        server.shutdown()
