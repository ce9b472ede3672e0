"""The mailbox to which letters come back that were not delivered (IMAP)."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}
SECONDS = 10.0
"""For each answer of the server."""
MOST = 100
"""Letters of one round; the rest are read in the next."""
LONGEST = 200_000
"""Bytes of a letter that are read: what is to be known stands before the mail it brings back."""
_UID = re.compile(rb"\d+")


class Mailbox:
    """Looks for reports of delivery alone, and leaves whatever else lies there as it is."""

    def __init__(self, url: str) -> None:
        """Raises ValueError for an address that is none."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(f"CONGVAN_BOUNCES_URL begins with one of {', '.join(PORTS)}")
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or PORTS[parts.scheme]
        self._login = unquote(parts.username or ""), unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"

    def reports(self) -> Iterator[bytes]:
        """Those that nobody has read; each is marked as read when the next one is asked for.

        Raises OSError or imaplib.IMAP4.error where the server does not answer as it should.
        """
        with self._opened() as box:
            looked_for = "UNSEEN", "HEADER", "Content-Type", "delivery-status"
            _ok, (found, *_none) = box.uid("SEARCH", *looked_for)
            for uid in _UID.findall(found or b"")[:MOST]:
                _ok, parts = box.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LONGEST}>)")
                yield next((one[1] for one in parts if isinstance(one, tuple)), b"")
                state, said = box.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)")
                if (
                    state != "OK"
                ):  # else the same letters are read for ever, and those after them never
                    raise imaplib.IMAP4.error(f"{self._folder}: {said!r}")

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        context = ssl.create_default_context()
        if self._scheme == "imaps":
            box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self._host, self._port, ssl_context=context, timeout=SECONDS
            )
        else:
            box = imaplib.IMAP4(self._host, self._port, timeout=SECONDS)
        with box:
            if self._scheme == "imap+starttls":
                box.starttls(context)
            box.login(*self._login)
            state, said = box.select(f'"{self._folder}"')
            if state != "OK":
                raise imaplib.IMAP4.error(f"{self._folder}: {said!r}")
            yield box
