"""A mail server of the tests' own that speaks SMTP, on loopback only."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Post:
    """What a mail server took, and how it answers."""

    port: int = 0
    answer: str = "250 taken"
    """To the one it goes to: 451 greylists, 550 bounces."""
    hangs: bool = False
    """It takes the connection, and says nothing."""
    took: list[EmailMessage] = field(default_factory=list)
    forgets: bool = False
    """It takes the mail, and is gone before it says so."""
    end: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    post: Post

    def handle(self) -> None:
        if self.post.hangs:
            self.post.end.wait()
            return
        self._say("220 tests")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT":
                self._say(self.post.answer)
            elif word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            else:
                self._say("221 bye" if word == b"QUIT" else "250 yes")

    def _take(self) -> bool:
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") for line in lines)
        self.post.took.append(message_from_bytes(content, policy=policy.default))
        if self.post.forgets:
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_office() -> Iterator[Post]:
    """A mail server on a free port."""
    known = Post()
    handler = type("Conversation", (_Conversation,), {"post": known})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        known.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield known
        known.end.set()
        server.shutdown()
