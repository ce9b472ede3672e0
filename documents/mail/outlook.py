"""A mail as Outlook keeps it ([MS-OXMSG]), made into one as all others send it."""

import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from documents.charsets import text_of
from documents.inspection.ole import BadOle, Entry, OleFile

_PROPERTIES = "__properties_version1.0"
_VALUE, _ATTACHED = "__substg1.0_", "__attach_version1.0_"
_SUBJECT, _TO, _CC, _BODY, _PAGE = "0037", "0E04", "0E03", "1000", "1013"
_SENDER, _ADDRESSES = "0C1A", ("5D01", "0C1F")
_FILE_NAMES, _CONTENT, _MAIL = ("3707", "3704", "3001"), "37010102", "3701000D"
_SENT = (0x00390040, 0x0E060040)
_UNICODE, _OLD, _BINARY = "001F", "001E", "0102"
_HEADS_BYTES = {True: 32, False: 24}
_FILE_TIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
#: Mails within mails beyond this are nobody's.
_DEEPEST = 20


def read_outlook(ole: OleFile) -> EmailMessage:
    """Give the mail with its files; raise BadOle."""
    return _Reader(ole).mail(ole.entries[0])


class _Reader:
    """Reads mails of one compound file."""

    def __init__(self, ole: OleFile) -> None:
        self._ole = ole

    def mail(self, storage: Entry, depth: int = 0) -> EmailMessage:
        if depth > _DEEPEST:
            raise BadOle("mails within mails")
        inside = {entry.name: entry for entry in self._ole.children(storage)}
        message = EmailMessage()
        message["Subject"] = self._text(inside, _SUBJECT)
        address = next(filter(None, (self._text(inside, one) for one in _ADDRESSES)), "")
        sender = self._text(inside, _SENDER)
        message["From"] = f'"{sender.replace(chr(34), "")}" <{address}>' if sender else address
        message["To"], message["Cc"] = self._text(inside, _TO), self._text(inside, _CC)
        if sent := self._sent(inside, is_outermost=not depth):
            message["Date"] = sent
        body = self._text(inside, _BODY, lines=True)
        if body or _VALUE + _PAGE + _BINARY not in inside:
            message.set_content(body)
        else:
            message.set_content(text_of(self._bytes(inside, _PAGE + _BINARY)), subtype="html")
        for name, entry in inside.items():
            if name.startswith(_ATTACHED):
                self._attach(message, entry, depth)
        return message

    def _attach(self, message: EmailMessage, storage: Entry, depth: int) -> None:
        inside = {entry.name: entry for entry in self._ole.children(storage)}
        if within := inside.get(_VALUE + _MAIL):
            message.add_attachment(self.mail(within, depth + 1))
            return
        name = next(filter(None, (self._text(inside, one) for one in _FILE_NAMES)), None)
        content = self._bytes(inside, _CONTENT)
        message.add_attachment(content, "application", "octet-stream", filename=name)

    def _text(self, inside: dict[str, Entry], number: str, *, lines: bool = False) -> str:
        wide = self._bytes(inside, number + _UNICODE)
        text = wide.decode("utf-16-le", "replace") or text_of(self._bytes(inside, number + _OLD))
        return text.rstrip("\0") if lines else " ".join(text.replace("\0", " ").split())

    def _bytes(self, inside: dict[str, Entry], property_name: str) -> bytes:
        found = inside.get(_VALUE + property_name)
        return self._ole.read(found) if found else b""

    def _sent(self, inside: dict[str, Entry], *, is_outermost: bool) -> str:
        """When it was sent, else when it came; empty where it says neither."""
        found = inside.get(_PROPERTIES)
        content = self._ole.read(found)[_HEADS_BYTES[is_outermost] :] if found else b""
        values = {tag: value for tag, _flags, value in struct.iter_unpack("<IIQ", _whole(content))}
        moment = next((values[tag] for tag in _SENT if tag in values), 0)
        seconds = timedelta(microseconds=moment // 10)
        return format_datetime(_FILE_TIME_EPOCH + seconds) if moment else ""


def _whole(content: bytes) -> bytes:
    """As many whole properties as there are."""
    return content[: len(content) // 16 * 16]
