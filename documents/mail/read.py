"""A mail in plain words, and what hangs on it."""

import mimetypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta, timezone
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from documents.charsets import text_of
from documents.inspection.ole import open_ole
from documents.mail.outlook import read_outlook
from documents.media import MSG

_POLICY = policy.SMTPUTF8
#: Words and files together; more belong to no letter.
_MOST_PARTS = 200
#: With the boxes that they lie in: here reading ends, whatever follows.
_MOST_MADE = 2_000
_IN_VIETNAM = timezone(timedelta(hours=7))
_UNNAMED = "tep-kem"
_HEADS = {"Tiêu đề": "Subject", "Người gửi": "From", "Người nhận": "To", "Đồng gửi": "Cc"}
_BLOCKS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3")


class NoMail(ValueError):
    """What was read has nothing of a mail."""


@dataclass(frozen=True)
class Attached:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What a mail says, line by line as it is printed and searched, and its files."""

    lines: tuple[str, ...]
    attached: tuple[Attached, ...]


def read_mail(path: Path, media_type: str) -> Mail:
    """Read a whole mail; raises NoMail, BadOle, or what libraries stumble over in a damaged one."""
    if media_type == MSG:
        with open_ole(path) as ole:
            message = read_outlook(ole)
    else:
        message = _parsed(path)
        _mend_heads(message)
    said: list[EmailMessage] = []
    files: list[EmailMessage] = []
    for part in islice(_parts(message), _MOST_PARTS):
        (files if _is_file(part) else said).append(part)
    attached = tuple(map(_attached, files))
    return Mail((*_head(message, attached), "", *_said(said)), attached)


class _Enough(Exception):
    """As many parts were made as any mail may have."""


def _parsed(path: Path) -> EmailMessage:
    """Read the mail as far as it may go; what was met by then hangs together.

    The parser asks each part for its type five times, and the policy by which we read heads takes
    a tenth of a millisecond to answer: it is theirs only when all are made.
    """
    made: list[EmailMessage] = []

    def make(by: Any = None) -> EmailMessage:
        if len(made) == _MOST_MADE:
            raise _Enough
        made.append(EmailMessage(by))
        return made[-1]

    with path.open("rb") as stream, suppress(_Enough):
        message_from_binary_file(stream, make, policy=policy.compat32)
    for part in made:
        part.policy = _POLICY
    return made[0]


def _mend_heads(message: EmailMessage) -> None:
    """Programs write names into heads as the bytes of whatever they think in."""
    if not {"from", "to", "subject", "date", "received"} & {name.lower() for name in message}:
        raise NoMail
    for part in message.walk():
        for name, raw in list(part.raw_items()):
            content = str(raw).encode("utf-8", "surrogateescape")
            if not content.isascii():
                part.replace_header(name, " ".join(text_of(content).split()))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Every part that is no box of parts; a mail within is one."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting += reversed(part.get_payload())
        else:
            yield part


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_maintype() != "text" or bool(part.get_filename())


def _head(message: EmailMessage, attached: tuple[Attached, ...]) -> Iterator[str]:
    for name, header in _HEADS.items():
        if message[header]:
            yield f"{name}: {message[header]}"
    with suppress(ValueError, TypeError):
        sent = parsedate_to_datetime(str(message["Date"])).astimezone(_IN_VIETNAM)
        yield f"Ngày gửi: {sent:%H:%M, %d/%m/%Y}"
    if attached:
        yield f"Tệp kèm: {'; '.join(one.name for one in attached)}"


def _said(parts: list[EmailMessage]) -> list[str]:
    """Plain words where there are any, else those of its web page."""
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    texts = map(_text, plain) if plain else map(_words, map(_text, parts))
    return [line for text in texts for line in text.splitlines()]


def _text(part: EmailMessage) -> str:
    content = _bytes(part)
    with suppress(LookupError, UnicodeDecodeError):
        return content.decode(part.get_content_charset("ascii"))
    return text_of(content)


def _words(page: str) -> str:
    root = etree.HTML(page) if page.strip() else None
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", "head", with_tail=False)
    for block in root.iter(*_BLOCKS):
        block.tail = f"\n{block.tail or ''}"
    return "".join(root.itertext())


def _attached(part: EmailMessage) -> Attached:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner: Any = part.get_payload(0)
        name = part.get_filename() or f"{inner['Subject'] or _UNNAMED}.eml"
        # One within some hundred others is nobody's: it is named, and comes out empty.
        with suppress(RecursionError):
            return Attached(str(name), inner.as_bytes(policy=_POLICY))
        return Attached(str(name), b"")
    name = part.get_filename() or _UNNAMED + (mimetypes.guess_extension(kind) or "")
    return Attached(name, _bytes(part))


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
